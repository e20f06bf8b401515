"""The pages work where no script runs: an old browser, a broken network, a fault of ours."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.factories import Cast
from tests.factories.files import write_csv
from tests.journeys.company import CUSTOMER_HEADS, CUSTOMERS
from zhike.core.jobs import worker

pytestmark = [pytest.mark.journey, pytest.mark.browser_context_args(java_script_enabled=False)]

PASSWORD = "Zhike-journeys-2026"


def test_a_day_without_javascript(page: Page, company: Cast, tmp_path: Path) -> None:
    company.owner.set_password(PASSWORD)
    company.owner.save()
    page.goto("/sign-in/")
    page.locator("input[name=login]").fill("zhoumin")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    expect(page.locator("h1")).to_be_visible()
    page.goto("/customers/?sort=-bought")
    expect(page.locator("tbody tr")).to_have_count(5)
    page.locator("#search").fill("sh")
    page.locator("#search").press("Enter")
    expect(page).to_have_url(re.compile("/search/$"))
    page.locator("main tbody a").first.click()
    expect(page.locator("#who")).to_be_visible()
    expect(page.locator(".zk-chart-table")).to_be_visible()
    page.goto("/import/new/customers/")
    page.locator("input[type=file]").set_input_files(write_csv(tmp_path / "客户.csv", CUSTOMERS, CUSTOMER_HEADS))
    page.locator("main form button[type=submit]").click()
    for _step in ("read", "map"):
        page.locator("main form .btn-primary[type=submit]").click()
    worker.run_all()
    page.reload()
    expect(page.locator(".zk-figure-value").first).to_have_text("5")
