"""CDNOW: 69,659 real purchases of 23,570 customers go through the browser, and nothing is lost on the way."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import Sum
from django.test import override_settings
from playwright.sync_api import Page, expect

from benchmarks import real_data
from tests.factories import Cast
from tests.journeys.company import SignIn
from tests.journeys.looking import Look
from zhike.customers.models import Customer
from zhike.sales.models import Order, OrderLine

SLOW_MS = 100_000


pytestmark = pytest.mark.journey


@pytest.fixture(autouse=True)
def no_scoring() -> Iterator[None]:
    """Leave out the scoring that follows an import: its own tests hold it, and nobody waits for it here."""
    with override_settings(ZHIKE_AFTER_IMPORT=[]):
        yield


@pytest.mark.parametrize("screen", [(1440, 900)], ids=["desk"], indirect=True)
def test_a_real_file_comes_in_whole(
    page: Page, cast: Cast, sign_in: SignIn, working: None, look: Look, tmp_path: Path
) -> None:
    sign_in(cast.owner)
    page.goto("/import/new/orders/")
    page.locator("select[name=unknown_customers]").select_option("create")
    page.locator("input[type=file]").set_input_files(real_data.make_cdnow(tmp_path).orders_csv)
    page.locator("main form button[type=submit]").click()
    for step in ("read", "map"):
        expect(page).to_have_url(re.compile(rf"/import/\d+/{step}/$"))
        page.locator("main form .btn-primary[type=submit]").click()
    expect(page.locator("progress")).to_be_visible()
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
