"""Who handles an order and what is remarked about it: taken from files, kept with versions, shown on its page."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.factories import Cast, cast, customer
from tests.factories.files import bring_in, counts, reasons, write_csv
from tests.factories.pages import words
from tests.factories.steps import Rows, address, bring, confirm, try_out, workbook
from zhike.exchange.models import ImportRun
from zhike.sales.models import Order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

HEADS = ("订单号", "客户", "日期", "金额", "经手人", "备注")


@pytest.fixture
def people() -> Cast:
    customer("宏达商贸", number="K1")
    return cast()


def orders(folder: Path, *rows: tuple[str, ...], **options: Any) -> ImportRun:
    told = [("D1", "K1", "2026-03-05", "100", *row) for row in rows]
    return bring_in("orders", write_csv(folder / "orders.csv", told, HEADS), options=options)


def said() -> tuple[Any, ...]:
    return Order.objects.current().values_list("handler__username", "handler_name", "remarks", "revision").get()


def test_a_colleague_is_found_by_name_and_remarks_of_rows_come_together(people: Cast, tmp_path: Path) -> None:
    orders(tmp_path, (people.rep.name, "急"), ("", "送货"), (people.rep.name, "急"))
    assert said() == (people.rep.username, "", "急；送货", 1)


def test_who_is_no_colleague_stays_as_written(people: Cast, tmp_path: Path) -> None:
    orders(tmp_path, ("老周", ""))
    assert said() == (None, "老周", "", 1)


def test_two_handlers_of_one_order_are_asked_about(people: Cast, tmp_path: Path) -> None:
    run = orders(tmp_path, ("老周", ""), ("老吴", ""))
    assert (run.errored, {column for _, column, _ in reasons(run)}) == (2, {"经手人"})


def test_the_same_or_a_blank_is_the_same_order_and_another_handler_another(people: Cast, tmp_path: Path) -> None:
    orders(tmp_path, (people.rep.name, "急"))
    for row in ((people.rep.name, "急"), (people.rep.username, ""), ("", "")):
        assert counts(orders(tmp_path, row))[1:] == (0, 0, 1, 0)
    assert counts(orders(tmp_path, ("老周", "急")))[1:] == (0, 0, 0, 1)
    orders(tmp_path, ("老周", ""), existing_papers="revise")
    assert said() == (None, "老周", "急", 2)


def test_the_words_of_an_order_are_on_its_page(people: Cast, tmp_path: Path, client: Client) -> None:
    orders(tmp_path, ("老周", "门卫签收"))
    client.force_login(people.owner)
    page = words(client.get("/orders/D1/"))
    assert ("老周" in page, "门卫签收" in page) == (True, True)


def test_what_has_been_paid_is_said_to_belong_to_receipts(people: Cast, client: Client) -> None:
    client.force_login(people.owner)
    rows: Rows = [["订单号", "客户", "日期", "金额", "已收"], ["D1", "K1", "2026-03-05", 100, 50]]
    form = client.get(address(bring(client, workbook(rows), "订单.xlsx", "orders"), "map")).context["form"]
    (paid,) = [column for column in form.columns if column.title == "已收"]
    assert (paid.chosen, paid.certainty, "收款单" in paid.reason or "receipts" in paid.reason) == ("", "none", True)


def test_whom_an_unknown_handler_means_is_asked_on_the_page(people: Cast, client: Client) -> None:
    client.force_login(people.owner)
    rows: Rows = [["订单号", "客户", "日期", "金额", "业务员"], ["D1", "K1", "2026-03-05", 100, "小强"]]
    run = bring(client, workbook(rows), "订单.xlsx", "orders")
    ((_, title, [(word, field)]),) = client.get(address(run, "map")).context["form"].shown_words()
    assert (title, word) == ("经手人", "小强")
    try_out(client, run, **{field.html_name: people.rep.username})
    confirm(client, run)
    assert said() == (people.rep.username, "", "", 1)
