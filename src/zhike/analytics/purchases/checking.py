"""Columns as people hand them in, made arrays of one type or refused with the row that is wrong."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhike.analytics.lifetime.history import Floats, Ints

Days = NDArray[np.datetime64]
Column = ArrayLike | Sequence[object]
"""(n,) values as they come: an array, or a list that may hold dates, texts and None."""
EARLIEST, LATEST = np.datetime64("1900-01-01", "D"), np.datetime64("2199-12-31", "D")
LARGEST = 10**15
"""分 of one line; more is a wrong column, and sums of such lines stay exact."""


class BadLines(ValueError):
    """Order lines that cannot be right; the message names the column, the first such row and how many there are.

    Attributes:
        column: the argument that is wrong, such as `amount`; empty where the lines as a whole are.
        row: number of the first wrong line in its source; None where no single one is.
    """

    def __init__(self, says: str, *, row: int | None = None) -> None:
        super().__init__(says)
        column, colon, _ = says.partition(":")
        self.column, self.row = column if colon else "", row


def refuse(wrong: NDArray[np.bool_], row: Ints, says: str) -> None:
    """Refuse rows (n,) that are marked wrong.

    Raises:
        BadLines: any is.
    """
    many = int(np.count_nonzero(wrong))
    if many:
        more = f" and {many - 1} more" if many > 1 else ""
        first = int(row[int(np.argmax(wrong))])
        raise BadLines(f"{says} (row {first}{more})", row=first)


def days_from(values: Column, row: Ints, as_of: np.datetime64 | None) -> Days:
    """Make (n,) business days of dates, datetime64 or texts such as 2026-01-31.

    Raises:
        BadLines: a day is missing, cannot be read, lies outside 1900-2199 or after as_of.
    """
    array = np.ma.filled(values, np.datetime64("NaT")) if isinstance(values, np.ma.MaskedArray) else np.asarray(values)
    if array.dtype.kind in "OUT":
        array = _read_days(array, row)
    if array.dtype.kind != "M":
        raise BadLines(f"day: expected dates such as 2026-01-31, found {array.dtype}")
    days: Days = array.astype("datetime64[D]", copy=False)
    refuse(np.isnat(days), row, "day: a date is missing")
    refuse((days < EARLIEST) | (days > LATEST), row, "day: expected a date from 1900 to 2199")
    if as_of is not None:
        refuse(days > as_of, row, f"day: expected no date after {as_of}")
    return days


def cents_from(values: Column, row: Ints) -> Ints:
    """Make (n,) amounts of money, in whole 分.

    Raises:
        BadLines: an amount is missing, no number, not whole, or 10 trillion 元 and more.
    """
    numbers = numbers_from(values, row, "amount")
    if numbers.dtype.kind == "f":
        refuse(numbers != np.floor(numbers), row, "amount: expected whole 分, found a fraction")
    refuse((numbers >= LARGEST) | (numbers <= -LARGEST), row, "amount: too large")
    cents = numbers.astype(np.int64, copy=False)
    sizes = np.abs(cents.astype(np.float64))
    if sizes.sum() >= 2.0**62:
        largest = int(row[int(np.argmax(sizes))])
        raise BadLines(f"amount: together larger than can be added up (the largest in row {largest})", row=largest)
    return cents


def cents_of_units(values: Column, row: Ints | None = None) -> Ints:
    """Turn (n,) amounts in 元 (or another currency with hundredths) into whole 分, the nearest.

    Raises:
        BadLines: an amount is missing or no number.
    """
    numbers = numbers_from(values, rows_of(len(np.asarray(values)), row), "amount")
    return cents_from(np.rint(numbers * 100.0), rows_of(len(numbers), row))


def numbers_from(values: Column, row: Ints, name: str) -> Floats | Ints:
    """Make (n,) finite numbers.

    Raises:
        BadLines: one is missing or no number.
    """
    array = np.ma.filled(np.ma.asarray(values).astype(np.float64), np.nan) if _is_masked(values, "iuf") else values
    array = np.asarray(array)
    if array.dtype.kind in "OUT":
        array = _read_numbers(array, row, name)
    if array.dtype.kind in "iu":
        return array.astype(np.int64, copy=False)
    if array.dtype.kind != "f":
        raise BadLines(f"{name}: expected numbers, found {array.dtype}")
    refuse(~np.isfinite(array), row, f"{name}: a number is missing")
    return array.astype(np.float64, copy=False)


def rows_of(size: int, row: ArrayLike | None) -> Ints:
    """Answer (size,) the numbers of the rows in their source: as given, or from 0 on.

    Raises:
        BadLines: another number of them is given.
    """
    if row is None:
        return np.arange(size)
    rows = np.asarray(row, dtype=np.int64)
    if rows.shape != (size,):
        raise BadLines(f"row: expected {size} numbers, found {rows.shape}")
    return rows


def _is_masked(values: object, kinds: str) -> bool:
    return isinstance(values, np.ma.MaskedArray) and values.dtype.kind in kinds


def _read_days(values: NDArray[Any], row: Ints) -> Days:
    wrong = np.fromiter((not _is_day(each) for each in values.tolist()), np.bool_, len(values))
    refuse(wrong, row, "day: expected dates such as 2026-01-31")
    return np.array([np.datetime64("NaT") if each is None else each for each in values.tolist()], dtype="datetime64[D]")


def _is_day(value: object) -> bool:
    if value is None or isinstance(value, (date, np.datetime64)):
        return True
    try:
        return isinstance(value, str) and len(value) >= len("2026-01-31") and bool(np.datetime64(value, "D"))
    except ValueError:
        return False


def _read_numbers(values: NDArray[Any], row: Ints, name: str) -> Floats | Ints:
    listed = values.tolist()
    missing = np.fromiter((each is None or each == "" for each in listed), np.bool_, len(listed))
    refuse(missing, row, f"{name}: a number is missing")
    wrong = np.fromiter((not _is_number(each) for each in listed), np.bool_, len(listed))
    refuse(wrong, row, f"{name}: expected a number, found text or another thing")
    return np.array([float(each) for each in listed])


def _is_number(value: object) -> bool:
    try:
        return isinstance(value, (str, int, float, Decimal, np.integer, np.floating)) and float(value) is not None
    except ValueError:
        return False
