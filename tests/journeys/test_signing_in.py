import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import Cast
from tests.journeys.looking import Look

pytestmark = pytest.mark.journey

PASSWORD, PHONE = "Zhike-journeys-2026", "13900000002"


@pytest.fixture(autouse=True)
def password(people: Cast) -> None:
    people.rep.set_password(PASSWORD)
    people.rep.phone = PHONE
    people.rep.save()


def sign_in_as(page: Page, login: str, password: str) -> None:
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(password)
    page.locator("main button[type=submit]").click()


def test_a_colleague_comes_in_by_user_name_and_leaves(page: Page, look: Look) -> None:
    page.goto("/customers/")
    expect(page).to_have_url(re.compile(r"/sign-in/\?next=/customers/$"))
    look("sign in")
    sign_in_as(page, "liqiang", PASSWORD)
    expect(page).to_have_url(re.compile("/customers/$"))
    page.locator("details.zk-menu summary").click()
    look("own menu")
    page.locator("details.zk-menu button[type=submit]").click()
    expect(page).to_have_url(re.compile("/sign-in/$"))
    page.goto("/customers/")
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_a_phone_number_is_as_good_as_a_user_name(page: Page, look: Look) -> None:
    page.goto("/sign-in/")
    sign_in_as(page, PHONE, PASSWORD)
    expect(page).to_have_url(re.compile(r"\d/$"))
    look("today without customers")


def test_a_wrong_password_is_said_without_telling_who_exists(page: Page, look: Look) -> None:
    page.goto("/sign-in/")
    sign_in_as(page, "liqiang", "wrong-password")
    refusal = page.locator(".zk-note-bad")
    expect(refusal).to_be_visible()
    expect(page.locator("input[name=login]")).to_have_value("liqiang")
    look("sign in refused")
    words = refusal.inner_text()
    assert re.search(r"[\u4e00-\u9fff]", words)
    sign_in_as(page, "nobody-of-this-name", "wrong-password")
    expect(page.locator("input[name=login]")).to_have_value("nobody-of-this-name")
    assert refusal.inner_text() == words
