from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from zhike.analytics.purchases import BadLines, Coded, cents_of_units, code, lines
from zhike.analytics.purchases.coding import NoCodes, code_together

DAY = "2026-03-01"


def test_customers_may_be_numbers_or_texts() -> None:
    for customer in ([7, 3, 7], ["周", "何", "周"], np.array([7.0, 3.0, 7.0]), [10**17, 5, 10**17]):
        made = lines(customer, [DAY] * 3, [1, 2, 3])
        assert made.labels[made.customer].tolist() == list(customer)
        assert sorted(made.labels.tolist()) == made.labels.tolist()


def test_days_may_be_dates_texts_or_datetimes() -> None:
    moment = np.array([DAY + "T23:59:59"], dtype="datetime64[ns]")
    every: tuple[Any, ...] = ([DAY], [date(2026, 3, 1)], moment, [np.datetime64(DAY)])
    for day in every:
        assert lines([1], day, [5]).day.tolist() == [date(2026, 3, 1)]


@pytest.mark.parametrize(
    ("customer", "day", "amount", "says"),
    [
        ([], [], [], "there is no line"),
        ([1, None], [DAY, DAY], [1, 1], r"customer: a customer is missing \(row 1\)"),
        (["a", " "], [DAY, DAY], [1, 1], r"customer: a customer is missing \(row 1\)"),
        ([1.0, np.nan], [DAY, DAY], [1, 1], r"customer: a customer is missing \(row 1\)"),
        ([1.5, 2], [DAY, DAY], [1, 1], "customer: numbers that name something must be whole"),
        (
            np.array([1, "a"], dtype=object),
            [DAY, DAY],
            [1, 1],
            "customer: names must be all whole numbers or all texts",
        ),
        (np.array([2**64 - 1, 1], dtype=np.uint64), [DAY, DAY], [1, 1], "customer: numbers that name something must"),
        ([2**70, 1], [DAY, DAY], [1, 1], "customer: names must be all whole numbers"),
        ([[1], [2, 3]], [DAY, DAY], [1, 1], "customer: the values must be a flat array"),
        ([[1, 2]], [DAY, DAY], [1, 1], "customer: the values must be a flat array"),
        ([True, object()], [DAY, DAY], [1, 1], "customer: names must be"),
        (
            np.array([DAY], dtype="datetime64[D]"),
            [DAY],
            [1],
            "customer: names must be whole numbers or texts, not date",
        ),
        ([1, 1], [DAY], [1, 1], r"day: expected 2 values as for customer, found \(1,\)"),
        ([1, 1], [DAY, None], [1, 1], r"day: a date is missing \(row 1\)"),
        ([1, 1], [DAY, "soon"], [1, 1], r"day: expected dates such as 2026-01-31 \(row 1\)"),
        ([1, 1], [DAY, "2026-02-30"], [1, 1], r"day: expected dates such as 2026-01-31 \(row 1\)"),
        ([1, 1], [DAY, "2026"], [1, 1], r"day: expected dates such as 2026-01-31 \(row 1\)"),
        ([1, 1], [20260301, 20260302], [1, 1], "day: expected dates such as 2026-01-31, found int64"),
        ([1, 1], [DAY, "1899-12-31"], [1, 1], r"day: expected a date from 1900 to 2199 \(row 1\)"),
        ([1, 1], ["2026-03-10", "2026-03-11"], [1, 1], r"day: expected no date after 2026-03-09 \(row 0 and 1 more\)"),
        ([1, 1], [DAY, DAY], [1, "twelve"], r"amount: expected a number, found text or another thing \(row 1\)"),
        ([1, 1], [DAY, DAY], np.array([1, None], dtype=object), r"amount: a number is missing \(row 1\)"),
        ([1, 1], [DAY, DAY], [1, ""], r"amount: a number is missing \(row 1\)"),
        ([1, 1], [DAY, DAY], [1, date(2026, 1, 1)], r"amount: expected a number, found text or another thing \(row 1"),
        ([1, 1], [DAY, DAY], [1, np.nan], r"amount: a number is missing \(row 1\)"),
        ([1, 1], [DAY, DAY], [1, np.inf], r"amount: a number is missing \(row 1\)"),
        ([1, 1], [DAY, DAY], [1, 2.5], r"amount: expected whole 分, found a fraction \(row 1\)"),
        ([1, 1], [DAY, DAY], [1, 10**16], r"amount: too large \(row 1\)"),
        ([1, 1], [DAY, DAY], [1, 1j], "amount: expected numbers, found complex128"),
    ],
)
def test_bad_columns_are_refused_with_the_row(customer: Any, day: Any, amount: Any, says: str) -> None:
    with pytest.raises(BadLines, match=says):
        lines(customer, day, amount, as_of=np.datetime64("2026-03-09"))


def test_messages_name_the_row_of_the_source() -> None:
    with pytest.raises(BadLines, match=r"row 17"):
        lines([1, 1], [DAY, DAY], [1, np.nan], row=[2, 17])
    with pytest.raises(BadLines, match="row: expected 2 numbers"):
        lines([1, 1], [DAY, DAY], [1, 1], row=[2])


def test_a_refusal_tells_column_and_row_apart_for_who_says_it_in_another_tongue() -> None:
    with pytest.raises(BadLines) as bad:
        lines([1, 1], [DAY, DAY], [1, np.nan], row=[2, 17])
    assert (bad.value.column, bad.value.row) == ("amount", 17)
    with pytest.raises(BadLines, match=r"amount: together larger .* \(the largest in row 1\)") as bad:
        lines([1] * 9_000, [DAY] * 9_000, [10**15 - 2, *[10**15 - 1] * 8_999])
    assert (bad.value.column, bad.value.row) == ("amount", 1)
    with pytest.raises(BadLines) as bad:
        lines([], [], [])
    assert (bad.value.column, bad.value.row) == ("", None)


def test_further_columns_must_be_as_long() -> None:
    with pytest.raises(BadLines, match="product: expected 2 values"):
        lines([1, 1], [DAY, DAY], [1, 1], product=["a"])
    with pytest.raises(BadLines, match="identity: expected 2 values"):
        lines([1, 1], [DAY, DAY], [1, 1], identity=["a"])
    with pytest.raises(BadLines, match="order must be given too"):
        lines([1, 1], [DAY, DAY], [1, 1], returned=[1, 2])
    with pytest.raises(BadLines, match="order and returned: one column holds numbers"):
        lines([1, 1], [DAY, DAY], [1, 1], order=[1, 2], returned=["a", None])


def test_masked_places_are_missing() -> None:
    assert code(np.ma.array([4, 5, 6], mask=[False, True, False])).codes.tolist() == [0, -1, 2]
    with pytest.raises(BadLines, match=r"amount: a number is missing \(row 1\)"):
        lines([1, 1], [DAY, DAY], np.ma.array([1, 2], mask=[False, True]))


def test_an_edited_line_replaces_what_it_was_and_a_doubled_one_counts_once() -> None:
    made = lines([1, 1, 1, 2], [DAY] * 4, [100, 50, 80, 7], identity=["x", "y", "x", None])
    assert made.amount.tolist() == [50, 80, 7]
    assert made.row.tolist() == [1, 2, 3]


def test_what_was_known_at_a_day_is_the_lines_up_to_it() -> None:
    made = lines([1, 2], ["2026-01-01", "2026-01-02"], [1, 2], store=["s", "t"], quantity=[1, 2])
    known = made.until(np.datetime64("2026-01-01"))
    assert len(known) == 1
    assert known.store is not None
    assert known.store.labels[known.store.codes].tolist() == ["s"]


def test_money_becomes_whole_hundredths() -> None:
    assert cents_of_units([11.77, 0.29, -1.1, 1e9]).tolist() == [1177, 29, -110, 10**11]
    assert cents_of_units([Decimal("19.99"), 3]).tolist() == [1999, 300]


def test_codes_are_made_once_and_shared() -> None:
    coded = code(["b", "a", None])
    assert code(coded) is coded
    assert len(coded) == 3
    one, other = code_together(coded, code(["c", "b"]))
    assert one.labels.tolist() == ["a", "b", "c"]
    assert (one.codes.tolist(), other.codes.tolist()) == ([1, 0, -1], [2, 1])
    empty = Coded(np.array([-1]), np.array([], dtype=np.int64))
    assert code_together(empty, empty)[0].codes.tolist() == [-1]
    with pytest.raises(NoCodes, match="names must be"):
        code(np.array([[1], 2], dtype=object))
