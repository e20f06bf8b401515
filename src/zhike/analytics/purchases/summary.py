"""Purchase summaries: of each customer how often, since when, how lately, how regularly and for how much."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhike.analytics.lifetime.history import Floats, History, Ints, history
from zhike.analytics.purchases.checking import BadLines, Days
from zhike.analytics.purchases.days import PurchaseDays
from zhike.analytics.purchases.ordering import starts_of_runs

FEWEST_PURCHASES = 3
"""A rhythm needs two gaps; with fewer purchases a forecast says 数据不足 (domain book 4.30)."""

_BLOCK = 16_384
"""Customers summed up at once: their days stay in the processor's cache."""


@dataclass(frozen=True, eq=False)
class Summary:
    """What is known of n customers at the end of a day; who has no purchase by then is not among them.

    Attributes:
        as_of: the day.
        customer: (n,) the customers as they were given, rising.
        code: (n,) their place among the labels of the lines.
        first: (n,) day of the first purchase, datetime64[D].
        last: (n,) day of the last.
        repeats: (n,) purchase days after the first.
        age: (n,) days from the first purchase to as_of.
        total: (n,) 分 of all purchases, exact.
        first_amount: (n,) 分 of the first purchase day.
        mean_repeat: (n,) mean 分 of a purchase day after the first; 0 without one.
        log_gaps: (n,) sum of the natural logarithms of the days between purchases; 0 without a repeat.
        gap_mean: (n,) mean days between purchases; 0 without a repeat.
        gap_median: (n,) their median; 0 without a repeat.
        gap_std: (n,) their standard deviation (n - 1 in the denominator); 0 with fewer than two gaps.
    """

    as_of: np.datetime64
    customer: NDArray[Any]
    code: Ints
    first: Days
    last: Days
    repeats: Ints
    age: Ints
    total: Ints
    first_amount: Ints
    mean_repeat: Floats
    log_gaps: Floats
    gap_mean: Floats
    gap_median: Floats
    gap_std: Floats

    def __len__(self) -> int:
        return len(self.customer)

    @property
    def enough(self) -> NDArray[np.bool_]:
        """(n,) three purchases or more; for the others a forecast of their own is 数据不足."""
        return self.repeats + 1 >= FEWEST_PURCHASES

    def take(self, rows: "NDArray[np.bool_] | Ints") -> "Summary":
        """Answer the summary of some customers."""
        return replace(self, **{each.name: getattr(self, each.name)[rows] for each in fields(self)[1:]})

    def history(self) -> History:
        """Answer what the lifetime models take."""
        recency = (self.last - self.first).astype(np.int64)
        return history(self.repeats, recency, self.age, log_gaps=self.log_gaps)


def summary(days: PurchaseDays, as_of: np.datetime64) -> Summary:
    """Sum up what is known of each customer at the end of a day.

    Args:
        days: d purchase days, none after as_of (`until` cuts them off).
        as_of: last day of what was observed.

    Raises:
        BadLines: there is no purchase, or one lies after as_of.
    """
    _refuse_outside(days, as_of)
    starts = starts_of_runs(days.customer)
    edges = np.append(starts[::_BLOCK], len(days)).tolist()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        parts = list(pool.map(partial(_part, days, as_of), map(slice, edges[:-1], edges[1:])))
    code, *columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Summary(as_of.astype("datetime64[D]"), days.labels[code], code, *columns)


def _part(days: PurchaseDays, as_of: np.datetime64, rows: slice) -> tuple[NDArray[Any], ...]:
    """Answer the columns of a summary, from the code on, for the customers of some rows."""
    customer, day, amount = days.customer[rows], days.day[rows], days.amount[rows]
    starts = starts_of_runs(customer)
    repeats = np.diff(starts, append=len(customer)) - 1
    first, last = day[starts], day[starts + repeats]
    total, first_amount = np.add.reduceat(amount, starts), amount[starts]
    gaps, divisor = _gaps(day.view(np.int64), starts), np.maximum(repeats, 1)
    return (
        customer[starts],
        first,
        last,
        repeats,
        (as_of - first).astype("timedelta64[D]").astype(np.int64),
        total,
        first_amount,
        (total - first_amount) / divisor,
        np.add.reduceat(np.log(np.maximum(gaps, 1)), starts),
        (last - first).astype(np.int64) / divisor,
        _medians(gaps, starts, repeats),
        _deviations(gaps, starts, repeats),
    )


def _refuse_outside(days: PurchaseDays, as_of: np.datetime64) -> None:
    if np.isnat(as_of):
        raise BadLines("as_of: expected a day")
    if not len(days):
        raise BadLines("there is no purchase")
    late = int(np.count_nonzero(days.day > as_of))
    if late:
        raise BadLines(f"as_of: {late} purchase days lie after {as_of}; cut them off with until")


def _gaps(day: Ints, starts: Ints) -> Ints:
    """Answer (d,) the days since the customer's purchase before; 0 at the first."""
    gaps = np.empty_like(day)
    gaps[1:] = day[1:] - day[:-1]
    gaps[starts] = 0
    return gaps


def _medians(gaps: Ints, starts: Ints, repeats: Ints) -> Floats:
    """Answer (n,) the median of each customer's gaps: sorted within the customer, by one sort of packed numbers."""
    span = int(gaps.max()) + 1
    whose = np.repeat(np.arange(len(starts)) * span, repeats + 1)
    ordered = whose + gaps
    ordered.sort()
    ordered -= whose
    # The first purchase's gap of 0 stands before all others, which are 1 and more.
    low, high = starts + (repeats + 1) // 2, starts + repeats // 2 + 1
    found: Floats = (ordered[low] + ordered[np.minimum(high, starts + repeats)]) / 2.0
    return found


def _deviations(gaps: Ints, starts: Ints, repeats: Ints) -> Floats:
    squares, total = np.add.reduceat(gaps * gaps, starts), np.add.reduceat(gaps, starts)
    off = repeats * squares - total * total  # whole numbers of days: nothing cancels
    found: Floats = np.sqrt(off / np.maximum(repeats * (repeats - 1), 1))
    return found
