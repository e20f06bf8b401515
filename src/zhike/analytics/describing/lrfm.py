"""Length, recency, frequency and money: the four measures of a customer's buying (domain book 2.6, A83)."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from zhike.analytics.describing.checking import BadMeasure
from zhike.analytics.lifetime.history import Floats, Ints
from zhike.analytics.purchases import PurchaseDays, summary
from zhike.analytics.purchases.ordering import sums_by_code

Money = Literal["sum", "mean"]


@dataclass(frozen=True, eq=False)
class Lrfm:
    """The four measures of n customers.

    Attributes:
        customer: (n,) as given.
        length: (n,) days from the first purchase to the last.
        recency: (n,) days since the last purchase.
        frequency: (n,) purchase days in the window.
        money: (n,) 分 of these after returns: their sum or their mean, 0 without any.
    """

    customer: NDArray[Any]
    length: Ints
    recency: Ints
    frequency: Ints
    money: Floats


def lrfm(days: PurchaseDays, as_of: np.datetime64, *, window_days: int | None = None, money: Money = "sum") -> Lrfm:
    """Measure customers at the end of a day.

    Args:
        days: d purchase days, none after as_of.
        as_of: the day.
        window_days: how far back F and M look, as_of included; everything if not given.
        money: whether M is the sum or the mean of the purchase days in the window.

    Raises:
        BadLines: no purchase, or one after as_of.
        BadMeasure: the window is not at least a day.
    """
    if window_days is not None and window_days < 1:
        raise BadMeasure(f"window_days: expected 1 or more, found {window_days}")
    found = summary(days, as_of)
    inside = days if window_days is None else days.take(days.day > as_of - np.timedelta64(window_days, "D"))
    size = len(days.labels)
    counts = np.bincount(inside.customer, minlength=size)[found.code]
    total = sums_by_code(inside.customer, inside.amount, size)[found.code].astype(np.float64)
    length = (found.last - found.first).astype(np.int64)
    worth = total if money == "sum" else total / np.maximum(counts, 1)
    return Lrfm(found.customer, length, found.age - length, counts, worth)
