"""From the customer's page to Today and done, on a desk and on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.factories import Cast
from tests.journeys.company import SignIn
from tests.journeys.looking import Look
from zhike.timeline.models import Interaction, NextContact

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("at_customer")]


def test_a_follow_up_takes_three_touches_and_is_due_on_today(page: Page, look: Look) -> None:
    page.keyboard.press("2")  # the second way, by keyboard
    page.locator("#id_words").fill("上门看了样品\n要报价 https://example.cn/a")
    page.locator(".zk-when-next label").nth(5).click()
    page.locator("#id_next_on").fill(timezone.localdate().isoformat())
    page.locator("#id_purpose").fill("送报价单")
    look("follow up form")
    page.locator("#id_words").press("Control+Enter")
    expect(page.locator(".zk-story > li")).to_have_count(1)
    expect(page.locator("#id_words")).to_have_value("")
    look("follow up recorded")
    made = Interaction.objects.get()
    assert (made.way, made.words.splitlines()[0]) == ("visit", "上门看了样品")
    page.goto("/")
    row = page.locator("#due tbody tr")
    expect(row).to_contain_text("送报价单")
    look("today with what is due")
    row.locator("a").first.click()
    expect(page.locator("#id_words")).to_be_in_viewport()
    page.goto("/")
    row.locator("form").first.locator("button").click()
    expect(page.locator("#due tbody tr")).to_have_count(0)
    assert NextContact.objects.get().state == "done"


def test_what_is_due_is_put_off_at_two_clicks(page: Page, look: Look, company: Cast) -> None:
    page.locator("#id_words").fill("约了明天")
    page.locator(".zk-when-next label").nth(1).click()
    page.locator("#follow-up button[type=submit]").click()
    expect(page.locator(".zk-story > li")).to_have_count(1)
    NextContact.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    page.goto("/")
    page.locator("#due details summary").first.click()
    look("today put off")
    page.locator("#due details button").nth(2).click()
    expect(page.locator(".zk-notes .zk-note-good")).to_be_visible()
    assert NextContact.objects.get(state="open").due_on >= timezone.localdate() + timedelta(days=7)


def test_what_is_written_outlives_an_ended_session(
    page: Page, context: BrowserContext, company: Cast, sign_in: SignIn
) -> None:
    page.locator("#id_words").fill("写了一半的话")
    context.clear_cookies()
    page.locator("#follow-up button[type=submit]").click()
    expect(page.locator("[data-signed-out]")).to_be_visible()
    expect(page.locator("#id_words")).to_have_value("写了一半的话")
    sign_in(company.rep)
    page.locator("#follow-up button[type=submit]").click()
    expect(page.locator(".zk-story > li")).to_contain_text("写了一半的话")
    assert Interaction.objects.count() == 1
