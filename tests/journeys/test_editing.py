import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories import Cast
from tests.journeys.company import SignIn
from tests.journeys.looking import Look
from zhike.customers.models import Customer

pytestmark = pytest.mark.journey


def field(page: Page, name: str) -> Locator:
    return page.locator(f"main form [name={name}]")


def save(page: Page) -> None:
    page.locator("main form button[type=submit]").click()


def test_what_was_typed_stays_until_it_can_be_saved(page: Page, people: Cast, sign_in: SignIn, look: Look) -> None:
    sign_in(people.rep)
    page.goto("/customers/new/")
    look("new customer")
    field(page, "name").fill("广州云山食品厂")
    field(page, "phone").fill("没有电话")
    field(page, "email").fill("云山")
    field(page, "remarks").fill("展会认识，𠮷利门店。")
    save(page)
    for name in ("phone", "email"):
        error = page.locator(f"#id_{name}_error")
        expect(error).to_contain_text(re.compile(r"[\u4e00-\u9fff]{4}"))
        expect(field(page, name)).to_have_attribute("aria-describedby", re.compile(f"id_{name}_error"))
    expect(field(page, "phone")).to_have_value("没有电话")
    expect(field(page, "remarks")).to_have_value("展会认识，𠮷利门店。")
    look("new customer refused")
    assert not Customer.objects.exists()
    field(page, "phone").fill("020-88880000")
    field(page, "email").fill("hi@yunshan.example")
    save(page)
    expect(page.locator("h1")).to_have_text("广州云山食品厂")
    expect(page.locator(".zk-note-good")).to_be_visible()
    look("new customer saved")


def test_a_change_is_saved_and_found_at_once(page: Page, company: Cast, sign_in: SignIn, look: Look) -> None:
    sign_in(company.rep)
    page.goto("/customers/K1001/")
    page.locator("a[href='/customers/edit/K1001/']").click()
    expect(page.locator("h1")).to_contain_text("上海宏达商贸有限公司")
    expect(field(page, "name")).to_have_value("上海宏达商贸有限公司")
    look("change customer")
    field(page, "name").fill("上海宏达国际商贸")
    save(page)
    expect(page.locator("h1")).to_have_text("上海宏达国际商贸")
    page.keyboard.press("Control+k")
    page.keyboard.type("hdgj")
    expect(page.locator(".zk-search-list a[role=option]").first).to_contain_text("上海宏达国际商贸")


def test_of_two_who_change_the_same_record_the_second_sees_both_values(
    page: Page, company: Cast, sign_in: SignIn, look: Look
) -> None:
    sign_in(company.rep)
    other = page.context.new_page()
    for opened in (page, other):
        opened.goto("/customers/edit/K1001/")
    field(other, "region").fill("浦东")
    save(other)
    expect(other.locator("h1")).to_have_text("上海宏达商贸有限公司")
    field(page, "region").fill("虹口")
    save(page)
    compared = page.locator("main table tbody tr")
    expect(compared).to_have_count(1)
    expect(compared.locator("td").nth(1)).to_have_text("浦东")
    expect(compared.locator("td").nth(2)).to_have_text("虹口")
    expect(field(page, "region")).to_have_value("虹口")
    look("stale change")
    save(page)
    expect(page.locator("h1")).to_have_text("上海宏达商贸有限公司")
    assert Customer.objects.get(number="K1001").region == "虹口"
