"""Retention of customers by the month of their first purchase, months not yet over left blank (domain book 2.5)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhike.analytics.lifetime.history import Ints
from zhike.analytics.purchases import BadLines, PurchaseDays
from zhike.analytics.purchases.ordering import starts_of_runs

Months = NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class Cohorts:
    """c cohorts over k months; column 0 is the month of the first purchase.

    Attributes:
        month: (c,) datetime64[M], every month from the first customer's to as_of's.
        size: (c,) customers; the denominator of the whole row.
        active: (c, k) of these, how many bought in that month.
        amount: (c, k) 分 they spent in it.
        seen: (c, k) whether the month was over by as_of; the others are censored.
    """

    month: Months
    size: Ints
    active: Ints
    amount: Ints
    seen: NDArray[np.bool_]

    @property
    def retention(self) -> "np.ma.MaskedArray[Any, np.dtype[np.float64]]":
        """(c, k) share of the cohort that bought; masked where censored, or where the cohort is empty."""
        blank = ~self.seen | (self.size == 0)[:, None]
        shares = self.active / np.maximum(self.size, 1)[:, None]
        return np.ma.MaskedArray(np.where(blank, 0.0, shares), mask=blank)

    @property
    def spending(self) -> "np.ma.MaskedArray[Any, np.dtype[np.float64]]":
        """(c, k) mean 分 spent by a customer of the cohort in a month; masked as in retention."""
        blank = ~self.seen | (self.size == 0)[:, None]
        means = self.amount / np.maximum(self.size, 1)[:, None]
        return np.ma.MaskedArray(np.where(blank, 0.0, means), mask=blank)


def cohorts(days: PurchaseDays, as_of: np.datetime64) -> Cohorts:
    """Count who of each month's new customers bought in each month after.

    Args:
        days: d purchase days, none after as_of.
        as_of: last day of what was observed; its month is seen only if this is its last day.

    Raises:
        BadLines: no purchase, or one after as_of.
    """
    if not len(days):
        raise BadLines("there is no purchase")
    if (days.day > as_of).any():
        raise BadLines(f"as_of: purchase days lie after {as_of}; cut them off with until")
    bought = days.day.astype("datetime64[M]").astype(np.int64)
    starts = starts_of_runs(days.customer)
    first = np.repeat(bought[starts], np.diff(starts, append=len(days)))
    earliest, last = int(first.min()), int(as_of.astype("datetime64[M]").astype(np.int64))
    span = last - earliest + 1
    cell = (first - earliest) * span + bought - first
    once = starts_of_runs(days.customer * span + bought - earliest)
    return Cohorts(
        month=np.arange(earliest, last + 1).astype("datetime64[M]"),
        size=np.bincount(bought[starts] - earliest, minlength=span),
        active=np.bincount(cell[once], minlength=span * span).reshape(span, span),
        amount=_sums(cell[once], np.add.reduceat(days.amount, once), span),
        seen=np.add.outer(np.arange(span), np.arange(span)) + earliest <= last - (not _ends_a_month(as_of)),
    )


def _sums(cell: Ints, amount: Ints, span: int) -> Ints:
    sums = np.zeros(span * span, dtype=np.int64)
    np.add.at(sums, cell, amount)
    return sums.reshape(span, span)


def _ends_a_month(day: np.datetime64) -> bool:
    return bool((day.astype("datetime64[D]") + 1).astype("datetime64[M]") > day.astype("datetime64[M]"))
