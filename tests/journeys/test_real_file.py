"""CDNOW: 69,659 real purchases of 23,570 customers go through the browser, and nothing is lost on the way."""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from django.db.models import Sum
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from benchmarks import real_data
from tests.factories import Cast
from tests.factories.files import write_csv
from tests.faults.company import NAME, WORD, Company, found_company
from tests.faults.test_import_killed import kill_worker, state
from tests.journeys.company import SignIn
from tests.journeys.looking import Look
from zhike.cli.tests.processes import wait_until
from zhike.customers.models import Customer
from zhike.sales.models import Order, OrderLine

SLOW_MS = 100_000
PART = 6_000  # of its lines: so many are written while a worker dies and another one goes on


pytestmark = pytest.mark.journey


@pytest.fixture(autouse=True)
def no_scoring() -> Iterator[None]:
    """Leave out the scoring that follows an import: its own tests hold it, and nobody waits for it here."""
    with override_settings(ZHIKE_AFTER_IMPORT=[]):
        yield


@pytest.mark.parametrize("screen", [(1440, 900)], ids=["desk"], indirect=True)
def test_a_real_file_comes_in_whole(
    page: Page, people: Cast, sign_in: SignIn, working: None, look: Look, tmp_path: Path
) -> None:
    sign_in(people.owner)
    try_out(page, real_data.make_cdnow(tmp_path, workbooks=False).orders_csv)
    page.locator("form[action$='/confirm/'] button").click(timeout=SLOW_MS)
    expect(page.locator("a[href$='/undo/']")).to_be_visible(timeout=SLOW_MS)
    assert page.locator(".zk-figure-value").all_inner_texts() == ["69,659", "69,659", "0", "0", "0"]
    look("imported the real file")
    assert Customer.objects.count() == real_data.CDNOW.customers
    assert Order.objects.count() == real_data.CDNOW.orders
    assert OrderLine.objects.count() == real_data.CDNOW.lines
    assert OrderLine.objects.aggregate(Sum("amount"))["amount__sum"] == real_data.CDNOW.amount
    page.goto("/customers/?sort=-last")
    look("customers of the real file")


def part_of_file(folder: Path) -> tuple[Path, list[dict[str, str]]]:
    with real_data.make_cdnow(folder, workbooks=False).orders_csv.open(encoding="utf-8-sig", newline="") as file:
        heads, *rows = islice(csv.reader(file), PART + 1)
    return write_csv(folder / "part.csv", rows, heads), [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.mark.own_database
def test_a_real_file_comes_in_whole_though_its_worker_is_killed_on_the_way(browser: Browser, tmp_path: Path) -> None:
    file, rows = part_of_file(tmp_path)
    (tmp_path / "company").mkdir()
    made = found_company(tmp_path / "company")
    company = Company(made.folder, lease_seconds=1.0)
    with company.served() as at, browser.new_context(base_url=at.url, locale="zh-CN") as context:
        page = context.new_page()
        page.goto("/sign-in/")
        page.locator("input[name=login]").fill(NAME)
        page.locator("input[name=password]").fill(WORD)
        page.locator("input[name=password]").press("Enter")
        expect(page).not_to_have_url(re.compile("sign-in"))
        try_out(page, file)
        kill_worker(at)
        page.locator("form[action$='/confirm/'] button").click(timeout=SLOW_MS)
        wait_until(lambda: company.count("sales_orderline") > PART // 10, "some of it is written")
        assert state(company) == "importing"
        kill_worker(at)
        expect(page.locator("a[href$='/undo/']")).to_be_visible(timeout=SLOW_MS)
        assert page.locator(".zk-figure-value").all_inner_texts() == [f"{PART:,}", f"{PART:,}", "0", "0", "0"]
    assert company.count("sales_orderline") == PART
    assert company.count("sales_order") == len({row["订单号"] for row in rows})
    assert company.count("customers_customer") == len({row["客户编号"] for row in rows})


def try_out(page: Page, file: Path) -> None:
    """Bring a file to the trial as it is understood; its unknown customers are created."""
    page.goto("/import/new/orders/")
    page.locator("select[name=unknown_customers]").select_option("create")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button[type=submit]").click()
    for step in ("read", "map"):
        expect(page).to_have_url(re.compile(rf"/import/\d+/{step}/$"))
        page.locator("main form .btn-primary[type=submit]").click()
    expect(page.locator("progress, .zk-figure-value").first).to_be_visible(timeout=SLOW_MS)
