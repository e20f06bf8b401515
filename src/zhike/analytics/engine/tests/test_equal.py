"""An engine's summary is that of `purchases`, whatever comes back, comes late or costs nothing."""

import inspect
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from zhike.analytics import describing, engine, purchases, snapshot
from zhike.analytics.engine.tests import golden
from zhike.analytics.snapshot.tests.books import Books

AS_OF = date(2026, 2, 1)
FIRST = np.datetime64("2026-01-01")
LINE = st.tuples(
    st.integers(0, 3),  # customer
    st.integers(0, 45),  # day
    st.integers(-30, 30),  # 分
    st.one_of(st.none(), st.integers(0, 5)),  # order, of this customer
    st.one_of(st.none(), st.integers(0, 5)),  # returned
)


@pytest.fixture(scope="module")
def held() -> Any:
    with engine.connect(limits=engine.Limits(memory="500MB")) as opened:
        yield opened


def named(customer: int, number: int | None) -> str | None:
    return None if number is None else f"D{customer}-{number}"


def by_numpy(table: pa.Table, as_of: date) -> purchases.PurchaseDays:
    column = {name: table[name].to_pylist() for name in ("customer", "order_number", "returned_number")}
    found = purchases.lines(
        column["customer"],
        table["ordered_on"].to_numpy(),
        table["amount"].to_numpy(),
        order=column["order_number"],
        returned=column["returned_number"],
    )
    return purchases.purchase_days(found.until(np.datetime64(as_of)))


def same(one: purchases.Summary, other: purchases.Summary) -> None:
    for name in (each.name for each in fields(one) if each.name != "code"):
        mine, theirs = getattr(one, name), getattr(other, name)
        if getattr(mine, "dtype", None) == np.float64:
            np.testing.assert_allclose(mine, theirs, rtol=1e-12, err_msg=name)
        else:
            np.testing.assert_array_equal(mine, theirs, err_msg=name)


def asked(held: engine.Engine, place: engine.Place, as_of: date) -> purchases.Summary:
    return engine.summaries(held.summary(place, as_of=as_of), held.gaps(place, as_of=as_of), as_of=as_of)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(LINE, min_size=1, max_size=40))
def test_purchase_days_are_those_of_numpy(held: engine.Engine, tmp_path: Path, rows: list[Any]) -> None:
    table = pa.table(
        {
            "customer": pa.array([row[0] for row in rows], pa.int64()),
            "ordered_on": pa.array([(FIRST + row[1]).item() for row in rows], pa.date32()),
            "amount": pa.array([row[2] for row in rows], pa.int64()),
            "order_number": pa.array([named(row[0], row[3]) for row in rows], pa.string()),
            "returned_number": pa.array([named(row[0], row[4]) if row[2] < 0 else None for row in rows], pa.string()),
        }
    )
    if not any(row[1] <= 31 for row in rows):
        return
    parquet.write_table(table, place := tmp_path / "lines.parquet")
    expected, found = by_numpy(table, AS_OF), held.purchase_days(place, as_of=AS_OF)
    assert found["customer"].to_pylist() == expected.labels[expected.customer].tolist()
    assert found["day"].to_pylist() == expected.day.tolist()
    assert found["amount"].to_pylist() == expected.amount.tolist()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    parquet.write_table(golden.lines(), path := tmp_path_factory.mktemp("golden") / "lines.parquet")
    return path


@pytest.mark.parametrize("question", golden.QUESTIONS)
def test_each_question_has_the_answer_that_every_engine_gives(held: engine.Engine, place: Path, question: str) -> None:
    assert golden.rows_of(golden.QUESTIONS[question](held, place)) == golden.answers()[question]


def test_the_summary_of_all_oddities_is_that_of_numpy(held: engine.Engine, place: Path) -> None:
    days = by_numpy(golden.lines(), golden.AS_OF)
    same(asked(held, place, golden.AS_OF), purchases.summary(days, np.datetime64(golden.AS_OF)))


def test_measures_and_curve_are_those_of_the_library(held: engine.Engine, place: Path) -> None:
    as_of = np.datetime64(golden.AS_OF)
    days = by_numpy(golden.lines(), golden.AS_OF)
    measures = describing.lrfm(days, as_of, window_days=90)
    found = held.lrfm(place, as_of=golden.AS_OF, window_days=90)
    for name in ("customer", "length", "recency", "frequency", "money"):
        assert found[name].to_pylist() == getattr(measures, name).tolist()
    shares = describing.concentration(purchases.summary(days, as_of).total)
    curve = held.concentration(place, as_of=golden.AS_OF)
    so_far = np.cumsum(curve["customers"].to_numpy())
    np.testing.assert_allclose(np.cumsum(curve["amount"].to_numpy()) / shares.gains, shares.lorenz[so_far])
    many = len(shares)
    gini = (many + 1) / many - 2 * curve["ranked"].to_numpy().sum() / (many * shares.gains)
    assert gini == pytest.approx(shares.gini, rel=1e-12)


def test_cohorts_are_those_of_the_library(held: engine.Engine, place: Path) -> None:
    expected = describing.cohorts(by_numpy(golden.lines(), golden.AS_OF), np.datetime64(golden.AS_OF))
    found = held.cohorts(place, as_of=golden.AS_OF).to_pylist()
    first = int(expected.month[0].astype(np.int64))
    active, amount = np.zeros_like(expected.active), np.zeros_like(expected.amount)
    for row in found:
        active[row["cohort"] - first, row["since"]] = row["customers"]
        amount[row["cohort"] - first, row["since"]] = row["amount"]
    np.testing.assert_array_equal(active, expected.active)
    np.testing.assert_array_equal(amount, expected.amount)


def test_late_edited_and_returned_lines_of_the_books_reach_the_summary(held: engine.Engine, tmp_path: Path) -> None:
    books, folder = Books(tmp_path), tmp_path / "lines"
    kept = [books.sell(number % 3, f"D{number}", f"2026-01-{1 + number * 3:02}", 500 + number) for number in range(9)]
    snapshot.refresh(books.source, folder)
    books.sell(1, "late", "2025-11-30", 700)
    books.replace(kept[4], on="2026-01-30", amount=900)
    books.take_back(2, "D5", "2026-01-31", 200)
    snapshot.refresh(books.source, folder)
    place = snapshot.files_of(folder)
    table = pa.concat_tables([parquet.read_table(path) for path in place])
    found = asked(held, place, AS_OF)
    same(found, purchases.summary(by_numpy(table, AS_OF), np.datetime64(AS_OF)))
    assert found.first.tolist()[1] == date(2025, 11, 30)
    assert found.total.tolist() == [1_509, 700 + 501 + 900 + 507, 1_515 - 200]


def test_a_table_that_lacks_what_every_question_needs_is_refused(held: engine.Engine, tmp_path: Path) -> None:
    parquet.write_table(pa.table({"customer": [1], "amount": [5]}), path := tmp_path / "lines.parquet")
    with pytest.raises(engine.BadLinesTable, match="lack ordered_on"):
        held.summary(path, as_of=AS_OF)


@pytest.mark.parametrize("url", ["", "duckdb", "mysql://here/books", "local[2]"])
def test_an_engine_that_nobody_tested_is_refused(url: str) -> None:
    with pytest.raises(engine.BadEngine, match="begins with duckdb://"):
        engine.connect(url)


@pytest.mark.parametrize("url", ["clickhouse://127.0.0.1:1/books", "sc://127.0.0.1:1"])
def test_an_engine_without_driver_or_server_says_so(url: str) -> None:
    with pytest.raises(engine.BadEngine, match=r"not installed|cannot be reached"):
        engine.connect(url)


def test_no_signature_names_a_type_of_the_engine_s_library() -> None:
    public = [getattr(engine, name) for name in engine.__all__]
    methods = [value for name, value in vars(engine.Engine).items() if not name.startswith("_")]
    for each in (*public, *methods):
        if callable(each) and not (isinstance(each, type) and issubclass(each, Exception)):
            assert "ibis" not in str(inspect.signature(each))
