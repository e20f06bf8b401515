"""An invited colleague opens her link, chooses a password and signs in; the link then says that it has ended."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories import Cast
from tests.journeys.looking import Look
from tests.journeys.test_signing_in import sign_in_as
from zhike.core.accounts import operations

pytestmark = pytest.mark.journey

PASSWORD = "Zhike-journeys-2026"


def choose(page: Page, password: str) -> None:
    page.locator("input[name=password1]").fill(password)
    page.locator("input[name=password2]").fill(password)
    page.locator("main button[type=submit]").click()


def test_an_invited_colleague_comes_in(page: Page, people: Cast, look: Look) -> None:
    made = operations.invite(username="sunli", name="孙丽", by=people.owner, at=timezone.now())
    link = reverse("invitation", args=[made.link_token])
    page.goto(link)
    look("invitation")
    choose(page, "short")
    expect(page.locator(".zk-error")).to_be_visible()
    look("invitation refused")
    choose(page, PASSWORD)
    expect(page).to_have_url(re.compile("/sign-in/$"))
    look("sign in after an invitation")
    sign_in_as(page, "sunli", PASSWORD)
    expect(page).not_to_have_url(re.compile("/sign-in/"))
    page.context.clear_cookies()
    page.goto(link)
    look("invitation ended")
