"""A passkey is added, opens the account without a password, and is the second step of one with a password."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from tests.factories import Cast
from tests.journeys.company import SignIn
from tests.journeys.looking import Look
from tests.journeys.test_signing_in import sign_in_as

pytestmark = pytest.mark.journey

PASSWORD = "Zhike-journeys-2026"


@pytest.fixture(autouse=True)
def password(people: Cast) -> None:
    people.rep.set_password(PASSWORD)
    people.rep.save()


@pytest.fixture
def reader(context: BrowserContext, page: Page) -> Iterator[CDPSession]:
    """Put a fingerprint reader into the browser, which always knows the finger."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield session
    session.detach()


def confirm(page: Page) -> None:
    page.locator("main input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()


def add_passkey(page: Page, name: str) -> None:
    page.goto("/account/")
    page.locator("#factors a[href='/account/passkeys/add/']").click()
    if "/account/confirm/" in page.url:
        confirm(page)
    page.locator("input[name=name]").fill(name)
    page.locator("zk-passkey button").click()
    expect(page).to_have_url(re.compile("/account/codes/$"))


def sign_out(page: Page, context: BrowserContext) -> None:
    context.clear_cookies()
    page.goto("/sign-in/")


def test_a_passkey_opens_the_account_without_a_password(
    people: Cast, page: Page, context: BrowserContext, reader: CDPSession, look: Look
) -> None:
    page.goto("/sign-in/")
    look("sign in with a passkey")
    sign_in_as(page, "liqiang", PASSWORD)
    page.goto("/account/")
    look("account")
    page.locator("#factors a[href='/account/passkeys/add/']").click()
    look("confirm that it is you")
    confirm(page)
    look("add a passkey")
    page.locator("input[name=name]").fill("我的手机")
    page.locator("zk-passkey button").click()
    expect(page).to_have_url(re.compile("/account/codes/$"))
    look("recovery codes")
    page.goto("/account/")
    expect(page.locator("#factors")).to_contain_text("我的手机")
    look("account with a passkey")
    sign_out(page, context)
    page.locator("zk-passkey button").click()
    expect(page).to_have_url(re.compile(r"\d/$"))
    look("signed in by a passkey")


def test_the_page_wanted_at_first_is_wanted_by_passkey_too(
    page: Page, context: BrowserContext, reader: CDPSession, sign_in: SignIn, people: Cast
) -> None:
    sign_in(people.rep)
    add_passkey(page, "电脑")
    context.clear_cookies()
    page.goto("/customers/")
    page.locator("zk-passkey button").click()
    expect(page).to_have_url(re.compile("/customers/$"))


def test_with_a_passkey_the_password_alone_is_not_enough(
    page: Page, context: BrowserContext, reader: CDPSession, sign_in: SignIn, look: Look, people: Cast
) -> None:
    sign_in(people.rep)
    add_passkey(page, "电脑")
    sign_out(page, context)
    sign_in_as(page, "liqiang", PASSWORD)
    expect(page).to_have_url(re.compile("/sign-in/second-step/$"))
    look("second step")
    page.goto("/account/")
    expect(page).to_have_url(re.compile("/sign-in/second-step/$"))
    page.locator("zk-passkey button").click()
    expect(page).to_have_url(re.compile(r"\d/$|/account/$"))
    page.goto("/account/passkeys/add/")
    page.locator("a[href^='/account/confirm/passkey/']").click()
    look("confirm by a passkey")
    page.locator("zk-passkey button").click()
    expect(page).to_have_url(re.compile("/account/passkeys/add/$"))


def test_a_passkey_is_renamed_and_removed(
    page: Page, reader: CDPSession, sign_in: SignIn, look: Look, people: Cast
) -> None:
    sign_in(people.rep)
    add_passkey(page, "电脑")
    page.goto("/account/")
    page.get_by_role("link", name="电脑").click()
    look("rename a passkey")
    page.locator("input[name=name]").fill("公司的电脑")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#factors")).to_contain_text("公司的电脑")
    page.locator("#factors a[href$='/remove/']").click()
    look("remove a passkey")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#factors")).not_to_contain_text("公司的电脑")


def test_a_browser_that_says_no_is_answered_in_words(page: Page, look: Look) -> None:
    page.goto("/sign-in/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }")
    page.locator("zk-passkey button").click()
    expect(page.locator("zk-passkey [role=alert]")).to_be_visible()
    look("passkey refused")


def test_an_app_is_set_up_by_its_picture(page: Page, sign_in: SignIn, look: Look, people: Cast) -> None:
    sign_in(people.rep)
    page.goto("/account/")
    page.locator("#factors a[href='/account/app/add/']").click()
    confirm(page)
    picture = page.locator("main img")
    assert picture.evaluate("image => image.naturalWidth") > 0
    look("set up an app")
