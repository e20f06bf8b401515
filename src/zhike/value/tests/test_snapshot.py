"""The order lines beside the database are those that count, on either database."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from tests.factories import TODAY, customer, order, product
from zhike.sales.models import Order, OrderLine, Return, ReturnLine
from zhike.value import jobs, operations, queries
from zhike.value.queries import books

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return queries.kept_in()


@pytest.fixture
@transaction.atomic
def sold() -> Order:
    buyer, goods = customer("宏达商贸", number="K1"), product("P1")
    made = order(buyer, number="D1", amount=30_000, of=goods)
    OrderLine.objects.filter(order=made).update(quantity="1.5")
    OrderLine.objects.create(order=made, position=2, amount=5_000)
    order(customer("远山食品", number="K2"), number="D2", on=TODAY.replace(year=TODAY.year - 1))
    return made


def send_back(of: Order, *, amount: int) -> None:
    paper = Return.objects.create(number="R1", customer=of.customer, order=of, returned_on=TODAY, amount=amount)
    ReturnLine.objects.create(paper=paper, position=1, quantity="0.5", amount=amount)


def amend(former: Order, *, amount: int) -> Order:
    newer = Order.objects.create(
        number=former.number, revision=2, customer=former.customer, ordered_on=former.ordered_on, amount=amount
    )
    OrderLine.objects.create(order=newer, position=1, amount=amount)
    Order.objects.filter(pk=former.pk).update(replaced_by=newer)
    return newer


def kept() -> list[dict[str, Any]]:
    from pyarrow import concat_tables, parquet

    place = queries.lines_at_hand()
    assert not isinstance(place, str | Path)
    rows: list[dict[str, Any]] = concat_tables([parquet.read_table(path) for path in place]).to_pylist()
    return sorted(rows, key=lambda row: (row["ordered_on"], -row["amount"]))


def test_lines_of_orders_and_returns_are_kept_by_month(sold: Order) -> None:
    send_back(sold, amount=7_000)
    done = operations.refresh_snapshot()
    assert (done.lines, done.months, len(done.written), done.reader) == (4, 2, 2, "scanner")
    former, whole, second, back = kept()
    assert (former["order_number"], former["item"], former["quantity"]) == ("D2", None, None)
    assert (whole["customer"], whole["amount"], whole["quantity"]) == (sold.customer_id, 30_000, 1.5)
    assert (whole["order_number"], whole["returned_number"], whole["ordered_on"]) == ("D1", None, TODAY)
    assert second["amount"] == 5_000
    assert (back["order_number"], back["returned_number"], back["amount"], back["quantity"]) == (
        None,
        "D1",
        -7_000,
        -0.5,
    )
    assert queries.differing_months() == []


def test_a_new_version_takes_the_place_of_the_former_and_keeps_what_came_back(sold: Order) -> None:
    send_back(sold, amount=7_000)
    operations.refresh_snapshot()
    amend(sold, amount=31_000)
    (change,) = queries.differing_months()
    assert change.month == f"{TODAY:%Y-%m}"
    assert change.books
    assert change.kept
    assert (change.books["count"], change.kept["count"]) == (2, 3)
    jobs.refresh_snapshot()
    assert [(row["amount"], row["returned_number"]) for row in kept()][1:] == [(31_000, None), (-7_000, "D1")]
    assert queries.differing_months() == []


def test_the_engine_answers_from_the_kept_lines(sold: Order) -> None:
    send_back(sold, amount=7_000)
    jobs.refresh_snapshot()
    with queries.open_engine() as engine:
        days = engine.purchase_days(queries.lines_at_hand(), as_of=TODAY).to_pylist()
    assert [(row["day"], row["amount"]) for row in days if row["customer"] == sold.customer_id] == [(TODAY, 28_000)]


def test_without_a_line_there_is_nothing_to_ask() -> None:
    assert operations.refresh_snapshot(rebuild=True).lines == 0
    with pytest.raises(queries.NotKept, match="zhike snapshot"):
        queries.lines_at_hand()


def test_an_engine_that_is_not_there_is_named(settings: Settings, sold: Order) -> None:
    settings.ANALYTICS_URL = "clickhouse://127.0.0.1:1/books"
    assert queries.lines_at_hand() == books.TABLE
    for ask in (queries.open_engine, queries.differing_months):
        with pytest.raises(queries.NotKept, match="ZHIKE_ANALYTICS_URL"):
            ask()
