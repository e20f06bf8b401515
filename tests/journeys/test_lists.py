"""A list is filtered, kept, changed and walked, by mouse, by thumb and by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import Cast
from tests.journeys.company import SignIn
from tests.journeys.looking import Look
from zhike.customers.models import Customer

pytestmark = pytest.mark.journey


def test_a_filter_is_built_by_clicking_and_kept_as_a_view(
    page: Page, company: Cast, sign_in: SignIn, look: Look
) -> None:
    sign_in(company.owner)
    page.goto("/customers/")
    page.locator("a[hx-get*='/-/filter/']").click()
    page.locator("#zk-tools a[href*='ask=region']").click()
    page.locator("#ask-value").fill("上海")
    look("asking for a region")
    page.locator("#zk-tools button[type=submit]").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator(".zk-chip")).to_contain_text("上海")
    assert "%E4%B8%8A" not in page.url
    page.locator(".zk-chip-more").click()
    page.locator("#zk-tools a[href*='ask=region']").click()
    page.locator("#ask-value").fill("苏州")
    page.locator("#zk-tools button[type=submit]").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    look("filtered by two regions")
    page.locator("a[hx-get*='/-/views/']").click()
    page.locator("#id_title").fill("华东")
    page.locator("#zk-tools button[type=submit]").first.click()
    expect(page.locator(".zk-tabs a[aria-current]")).to_have_text("华东")
    expect(page.locator("tbody tr")).to_have_count(2)


def test_many_are_chosen_changed_and_changed_back(page: Page, company: Cast, sign_in: SignIn, look: Look) -> None:
    sign_in(company.owner)
    page.goto("/customers/")
    for box in page.locator("tbody input[name=pk]").all()[:2]:
        box.check()
    expect(page.locator(".zk-bulk [data-count]")).to_have_text("2")
    look("two chosen")
    page.locator(".zk-bulk button").first.click()
    page.locator("#id_industry").fill("新行业")
    page.locator("button[value=preview]").click()
    look("what will happen")
    page.locator("button[value=do]").click()
    assert Customer.objects.filter(industry="新行业").count() == 2
    page.locator(".zk-note a").click()
    look("undo")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".zk-note-good")).to_be_visible()
    assert not Customer.objects.filter(industry="新行业").exists()


def test_a_cell_is_changed_where_it_stands(page: Page, company: Cast, sign_in: SignIn, look: Look) -> None:
    sign_in(company.owner)
    page.goto("/customers/?sort=number")
    cell = page.locator("tbody tr").first.locator("td[data-edit*='/region/']")
    cell.dblclick()
    box = cell.locator("input[name=region]")
    expect(box).to_be_focused()
    look("a cell being changed")
    box.fill("浦东")
    box.press("Enter")
    expect(cell).to_have_text("浦东")
    cell.press("F2")
    expect(cell.locator("input[name=region]")).to_be_focused()
    cell.locator("input[name=region]").press("Escape")
    expect(cell).to_have_text("浦东")


def test_a_list_is_walked_by_keyboard(page: Page, company: Cast, sign_in: SignIn) -> None:
    sign_in(company.owner)
    page.goto("/customers/?sort=number")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("tbody tr[data-here] input[name=pk]")).to_be_checked()
    page.keyboard.press("o")
    expect(page.locator("h1")).to_contain_text("杭州西湖茶叶有限公司")
    page.keyboard.press("Control+k")
    expect(page.locator(".zk-search-list a[role=option]").first).to_contain_text("杭州西湖茶叶有限公司")
    page.keyboard.type("xinjian")
    option = page.locator(".zk-search-list a[role=option]", has_text=re.compile("新建客户"))
    expect(option).to_be_visible()
