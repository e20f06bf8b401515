"""What is known of customers, in columns of numbers and of categories, some of it missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class BadTable(ValueError):
    """Columns that cannot be compared; the message names the column and the row."""


@dataclass(frozen=True, eq=False)
class Column:
    """One thing known of n customers.

    Attributes:
        name: what it is, such as 行业.
        values: (n,) float64, missing ones NaN, or texts, missing ones empty.
        weight: how much it counts beside the others, > 0.
        numeric: its values are numbers.
    """

    name: str
    values: NDArray[Any]
    weight: float
    numeric: bool

    def __len__(self) -> int:
        return len(self.values)

    @property
    def known(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = ~np.isnan(self.values) if self.numeric else self.values != ""
        return found

    def take(self, rows: "slice | NDArray[np.bool_] | Ints") -> "Column":
        """Answer the column of some rows."""
        return Column(self.name, self.values[rows], self.weight, self.numeric)


def numbers(name: str, values: ArrayLike | Sequence[float | None], *, weight: float = 1.0) -> Column:
    """Make a column of numbers; NaN and None are missing ones.

    Raises:
        BadTable: a value is a text or infinite, or the weight is not above 0.
    """
    try:
        found = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as wrong:
        raise BadTable(f"column {name}: numbers are expected ({wrong})") from wrong
    if np.isinf(found).any():
        raise BadTable(f"column {name}, row {int(np.argmax(np.isinf(found)))}: the number must be finite")
    return _column(name, found, weight, numeric=True)


def categories(name: str, values: Sequence[object] | NDArray[Any], *, weight: float = 1.0) -> Column:
    """Make a column of categories; None and "" are missing ones.

    Raises:
        BadTable: the weight is not above 0.
    """
    return _column(name, np.array(["" if each is None else str(each) for each in values], dtype=str), weight)


def _column(name: str, values: NDArray[Any], weight: float, *, numeric: bool = False) -> Column:
    if values.ndim != 1:
        raise BadTable(f"column {name}: one value a customer is expected")
    if not (weight > 0 and np.isfinite(weight)):
        raise BadTable(f"column {name}: the weight must be above 0")
    return Column(name, values, float(weight), numeric)


def refuse_uneven(columns: Sequence[Column], *, rows: int | None = None) -> int:
    """Answer the number of rows that all columns have.

    Raises:
        BadTable: there is no column, or one is longer or shorter.
    """
    if not columns:
        raise BadTable("one column at least is expected")
    expected = len(columns[0]) if rows is None else rows
    for column in columns:
        if len(column) != expected:
            raise BadTable(f"column {column.name} has {len(column)} rows, {expected} are expected")
    return expected


def refuse_strange(columns: Sequence[Column], others: Sequence[Column]) -> None:
    """Hold that two tables have the same columns.

    Raises:
        BadTable: names, order or kinds differ.
    """
    ours, theirs = ([(each.name, each.numeric) for each in table] for table in (columns, others))
    if ours != theirs:
        raise BadTable(f"the same columns are expected: {_names(columns)}, not {_names(others)}")


def _names(columns: Sequence[Column]) -> str:
    return ", ".join(each.name for each in columns)


def amounts(values: ArrayLike, *, name: str, rows: int) -> Floats:
    """Check (n,) amounts in 分.

    Raises:
        BadTable: there are more or fewer than rows, or one is no finite number.
    """
    found = numbers(name, values)
    refuse_uneven([found], rows=rows)
    if not found.known.all():
        raise BadTable(f"{name}, row {int(np.argmin(found.known))}: an amount in 分 is expected")
    checked: Floats = found.values
    return checked
