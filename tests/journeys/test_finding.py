import re

import pytest
from playwright.sync_api import Page, Request, expect

from tests.factories import Cast
from tests.journeys.company import SignIn
from tests.journeys.looking import Look

pytestmark = pytest.mark.journey

OPTIONS = ".zk-search-list a[role=option]"


@pytest.fixture(autouse=True)
def at_home(page: Page, company: Cast, sign_in: SignIn) -> None:
    sign_in(company.rep)
    page.goto("/")
    page.keyboard.press("Control+k")
    expect(page.locator("#search")).to_be_focused()


def test_a_customer_is_found_by_keyboard_alone(page: Page) -> None:
    for words in ("hdsm", "hongda", "宏达", "达", "K1001"):
        page.keyboard.type(words)
        expect(page.locator(OPTIONS).first).to_contain_text("上海宏达商贸")
        page.keyboard.press("ArrowDown")
        expect(page.locator(OPTIONS).first).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/customers/K1001/$"))
        page.goto("/")
        page.keyboard.press("Control+k")


def test_a_contact_is_found_by_the_end_of_a_phone_number(page: Page, look: Look) -> None:
    page.keyboard.type("0007")
    hit = page.locator(OPTIONS, has_text="王建国")
    expect(hit).to_be_visible()
    look("suggestions")
    hit.click()
    expect(page).to_have_url(re.compile("/customers/K1001/$"))


def test_a_colleagues_customer_is_not_found(page: Page) -> None:
    page.keyboard.type("华泰")
    expect(page.locator(".zk-search-list [aria-disabled=true]")).to_be_visible()
    expect(page.locator(OPTIONS)).to_have_count(0)


def test_nothing_is_asked_while_an_input_method_is_composing(page: Page) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "suggest" in request.url else None)
    page.wait_for_timeout(400)  # the empty box asks for the recent records
    asked.clear()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "hongda", "selectionStart": 6, "selectionEnd": 6})
    page.wait_for_timeout(400)
    assert not asked
    keyboard.send("Input.insertText", {"text": "宏达"})
    expect(page.locator(OPTIONS).first).to_contain_text("上海宏达商贸")
    assert len(asked) == 1


def test_enter_searches_and_the_words_stay_out_of_the_address(page: Page, look: Look) -> None:
    page.keyboard.type("有限公司")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search/$"))
    expect(page.locator("main tbody tr")).to_have_count(2)
    look("search results")
    page.locator("#search").fill("没有这家")
    page.locator("#search").press("Enter")
    expect(page.locator("main .zk-empty")).to_be_visible()
    look("search without results")
