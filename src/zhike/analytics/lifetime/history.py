"""What the lifetime models know of each customer: how often, how lately and for how long."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhike.analytics.lifetime.packing import packed

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]


class BadHistory(ValueError):
    """Numbers that cannot be a purchase history; the message names what is wrong and where."""


@dataclass(frozen=True, eq=False)
class History:
    """The purchase histories of n customers, one place in each array per customer.

    Times are in days since the customer's first purchase. A day on which a customer buys counts once, however many
    orders it has.

    Attributes:
        repeats: (n,) purchase days after the first.
        last: (n,) days from the first purchase to the last; 0 without a repeat.
        age: (n,) days from the first purchase to the end of what was observed.
        weights: (n,) how many customers a row stands for; ones unless equal customers were put together.
        log_gaps: (n,) sum of the logarithms of the days between purchases, which regular models need; zeros without.
    """

    repeats: Ints
    last: Floats
    age: Floats
    weights: Floats
    log_gaps: Floats
    known_gaps: bool = False

    def __len__(self) -> int:
        return len(self.repeats)

    @property
    def customers(self) -> float:
        return float(self.weights.sum())

    @property
    def all_repeats(self) -> float:
        """Repeats of all customers; summed without BLAS, whose threads cost more than they bring here."""
        return float(np.einsum("i,i", self.weights, self.repeats))

    @property
    def all_days(self) -> float:
        """Days all customers were observed, together."""
        return float(np.einsum("i,i", self.weights, self.age))

    @property
    def all_log_gaps(self) -> float:
        return float(np.einsum("i,i", self.weights, self.log_gaps)) if self.known_gaps else 0.0

    def take(self, rows: "slice | NDArray[np.bool_] | Ints") -> "History":
        """Answer the history of some rows."""
        times = self.last[rows], self.age[rows], self.weights[rows], self.log_gaps[rows]
        return History(self.repeats[rows], *times, self.known_gaps)

    def kinds(self) -> tuple[Ints, Ints]:
        """Answer (m,) a row of each kind of customer, alike in repeats, last and age, and (n,) the kind of each row.

        Kinds come by repeats and then by age, so that neighbours are alike.
        """
        columns = self.last, self.age, self.repeats
        whole = packed(self.repeats, self.last, self.age)
        order = np.lexsort(columns) if whole is None else np.argsort(whole.keys)
        compared = columns if whole is None else (whole.keys,)
        new = np.any([column[order][1:] != column[order][:-1] for column in compared], axis=0)
        kind = np.empty(len(order), dtype=np.int64)
        kind[order] = np.cumsum(np.append(0, new))
        return order[np.append(True, new)], kind


def history(
    repeats: ArrayLike,
    last: ArrayLike,
    age: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    log_gaps: ArrayLike | None = None,
) -> History:
    """Check numbers and make them a history.

    Args:
        repeats: (n,) purchase days after the first, whole numbers ≥ 0.
        last: (n,) days from the first purchase to the last, between 0 and age.
        age: (n,) days observed since the first purchase.
        weights: (n,) how many customers each row stands for.
        log_gaps: (n,) sum of log(days between purchases), for models of regular buyers.

    Raises:
        BadHistory: lengths differ, a number is missing, no number or negative, or a last purchase lies outside the
            observation.
    """
    x, t_x, end = floats("repeats", repeats), floats("last", last), floats("age", age)
    many = np.ones_like(x) if weights is None else floats("weights", weights)
    gaps = np.zeros_like(x) if log_gaps is None else floats("log_gaps", log_gaps)
    _refuse_uneven(x, t_x, end, many, gaps)
    for wrong, what in (
        (~np.isfinite(x) | ~np.isfinite(t_x) | ~np.isfinite(end) | ~np.isfinite(gaps), "a number is missing"),
        ((x < 0) | (x != np.floor(x)), "repeats must be whole numbers from 0 on"),
        ((t_x < 0) | (t_x > end), "the last purchase must lie between the first and the end"),
        ((x == 0) != (t_x == 0), "who has no repeat has no last purchase after the first, and the other way round"),
        (~(many > 0), "weights must be above 0"),
    ):
        if wrong.any():
            raise BadHistory(f"{what} (row {int(np.argmax(wrong))})")
    return History(x.astype(np.int64), t_x, end, many, gaps, known_gaps=log_gaps is not None)


def floats(name: str, values: ArrayLike) -> Floats:
    """Answer values as float64; a missing one stays NaN.

    Raises:
        BadHistory: one is text or another thing that is no number.
    """
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadHistory(f"{name}: expected numbers") from error


def _refuse_uneven(*parts: Floats) -> None:
    if any(part.ndim != 1 for part in parts) or len({len(part) for part in parts}) > 1:
        raise BadHistory("the arrays must be flat and of one length")
    if not len(parts[0]):
        raise BadHistory("there is no customer")
