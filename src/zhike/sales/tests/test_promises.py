"""What every import promises, whatever the file: a trial that tells the truth, whole counts, no doubles, exact sums.

Small files with repeated papers, buyers of several spellings and bad cells; batches of two rows,
so that what one batch leaves behind meets the next.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import customer
from tests.factories.files import CUSTOMER_HEADS, ORDER_HEADS, bring_in, counts, reasons, tables, write_csv
from zhike.exchange.models import ImportRun
from zhike.exchange.reading import read_into_spool
from zhike.sales.models import Order, OrderLine

pytestmark = pytest.mark.django_db

Rows = list[tuple[str, ...]]

order_row = st.tuples(
    st.sampled_from(["D1", "D2", "D3", "d3", ""]),
    st.sampled_from(["K1", "宏达", "K9", "远山", "Alpha", "K000001", "同名", ""]),
    st.sampled_from(["2026-03-05", "2026-03-05", "2026/3/6", "昨天"]),
    st.sampled_from(["", "", "", "1", "2"]),
    st.sampled_from(["", "P1", "P2"]),
    st.sampled_from(["", "1", "0", "2.5"]),
    st.just(""),
    st.sampled_from(["0", "1", "0.01", "100", "100", "-1", "x"]),
    st.sampled_from(["", "1"]),
)
customer_row = st.tuples(
    st.sampled_from(["", "", "K1", "K2", "K000001"]),
    st.sampled_from(["宏达", "远山", "Alpha", "同名", "Alpha", ""]),
    st.sampled_from(["", "02160000000", "abc"]),
    st.sampled_from(["", "", "无此人"]),
    st.sampled_from(["", "李姐", "赵磊"]),
    st.sampled_from(["", "13800000007", "13911111111"]),
)
order_files = st.lists(order_row.filter(any), min_size=1, max_size=8)
customer_files = st.lists(customer_row.filter(any), min_size=1, max_size=8)
kinds = st.one_of(
    st.tuples(
        st.just("orders"), order_files, st.sampled_from([{"unknown_customers": w} for w in ("refuse", "create")])
    ),
    st.tuples(
        st.just("customers"), customer_files, st.sampled_from([{"existing": w} for w in ("update", "fill", "skip")])
    ),
)
quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhike.exchange.operations.read_in_child", read_into_spool)
    monkeypatch.setattr("zhike.exchange.preparing.ROWS_AT_ONCE", 2)


@contextmanager
def company() -> Iterator[Path]:
    """Begin each example with the same three customers, and forget it afterwards."""
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        customer("宏达", number="K1", contact=("李姐", "13800000007"))
        customer("同名", number="T1")
        customer("同名", number="T2")
        yield Path(folder)
        transaction.set_rollback(True)


def run(folder: Path, kind: str, rows: Rows, *, options: dict[str, str], dry_run: bool = False) -> ImportRun:
    heads = ORDER_HEADS if kind == "orders" else CUSTOMER_HEADS
    return bring_in(kind, write_csv(folder / "f.csv", rows, heads), options=options, dry_run=dry_run)


def books() -> dict[str, Any]:
    """Photograph all but the runs themselves and what follows each of them."""
    return {name: rows for name, rows in tables(besides=[ImportRun]).items() if name not in ("audit.Entry", "jobs.Job")}


@quick
@given(file=kinds)
def test_a_trial_writes_nothing_and_foretells_each_row(file: tuple[str, Rows, dict[str, str]]) -> None:
    kind, rows, options = file
    with company() as folder:
        before = books()
        trial = run(folder, kind, rows, options=options, dry_run=True)
        assert books() == before
        real = run(folder, kind, rows, options=options)
        assert counts(trial) == counts(real)
        assert reasons(trial) == reasons(real)


@quick
@given(file=kinds)
def test_each_row_is_counted_once_and_the_second_time_makes_nothing(file: tuple[str, Rows, dict[str, str]]) -> None:
    kind, rows, options = file
    with company() as folder:
        first = run(folder, kind, rows, options=options)
        assert first.rows == first.created + first.updated + first.skipped + first.errored == len(rows)
        made = {name: len(found) for name, found in books().items()}
        second = run(folder, kind, rows, options=options)
        assert second.created == 0
        assert second.errored == first.errored
        assert {name: len(found) for name, found in books().items()} == made


@quick
@given(rows=order_files)
def test_the_sums_in_the_books_are_those_of_the_accepted_rows_to_the_fen(rows: Rows) -> None:
    with company() as folder:
        done = run(folder, "orders", rows, options={"unknown_customers": "create"})
        bad = {line for line, _, _ in reasons(done)}
        good = [row for line, row in enumerate(rows, start=2) if line not in bad]
        assert len(good) == done.created
        total = sum(round(float(row[7]) * 100) for row in good)
        assert (Order.objects.aggregate(s=Sum("amount"))["s"] or 0) == total
        assert (OrderLine.objects.aggregate(s=Sum("amount"))["s"] or 0) == total
        papers = Order.objects.annotate(of_lines=Sum("lines__amount")).values_list("amount", "of_lines")
        assert all(amount == of_lines for amount, of_lines in papers)
