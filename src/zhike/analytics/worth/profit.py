"""Profit and loss of a customer, each activity charged at its cost."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from zhike.analytics.lifetime.history import Floats, Ints
from zhike.analytics.worth.figures import cents, even, number, rounded, row


@dataclass(frozen=True, eq=False)
class Activity:
    """What n customers brought and took in a period; each (n,), or None if it is not measured.

    Attributes:
        sales: net, 分.
        goods: cost of goods, 分.
        rebates, freight, returns, bad_debt: 分.
        visits, calls: how many.
        service_hours: hours.
        receivable: mean amount owed, 分.
        receivable_days: days it was owed.
        own_fault: 分 of the costs above that we caused ourselves.
    """

    sales: ArrayLike
    goods: ArrayLike
    rebates: ArrayLike | None = None
    freight: ArrayLike | None = None
    returns: ArrayLike | None = None
    bad_debt: ArrayLike | None = None
    visits: ArrayLike | None = None
    calls: ArrayLike | None = None
    service_hours: ArrayLike | None = None
    receivable: ArrayLike | None = None
    receivable_days: ArrayLike | None = None
    own_fault: ArrayLike | None = None


@dataclass(frozen=True)
class Rates:
    """What an activity costs.

    Attributes:
        visit, call, service_hour: 分 each.
        interest: a year; 0.06 is 6 %.
    """

    visit: float
    call: float
    service_hour: float
    interest: float


@dataclass(frozen=True, eq=False)
class Profit:
    """What n customers leave.

    Attributes:
        parts: (n,) whole 分 each with its sign; their sum is the profit.
        profit: (n,) whole 分.
        adjusted: (n,) the same without what we caused ourselves.
        unmeasured: costs that are not in it because nobody measured them.
    """

    parts: dict[str, Ints]
    profit: Ints
    adjusted: Ints
    unmeasured: tuple[str, ...]


_MONEY = ("rebates", "freight", "returns", "bad_debt")


def profit(activity: Activity, rates: Rates) -> Profit:
    """Charge each customer what serving him cost.

    Args:
        activity: what happened.
        rates: what it costs.

    Raises:
        BadFigures: rows of different lengths, a cost below 0, 分 that are not whole.

    Source: Cooper, Kaplan, "Profit priorities from activity-based costing", Harvard Business Review 69(3) 1991;
    domain book 2.26.
    """
    parts = {"sales": cents("sales", activity.sales), "goods": -cents("goods", activity.goods)}
    for name in _MONEY:
        values = getattr(activity, name)
        if values is not None:
            parts[name] = -cents(name, values, least=0)
    for name, rate in (("visits", rates.visit), ("calls", rates.call), ("service_hours", rates.service_hour)):
        values = getattr(activity, name)
        if values is not None:
            parts[name] = -rounded(row(name, values, least=0, most=1e6) * number(name, rate, least=0, most=1e8))
    if activity.receivable is not None and activity.receivable_days is not None:
        parts["finance"] = -_finance(activity.receivable, activity.receivable_days, rates.interest)
    even(**parts)
    total: Ints = np.sum(list(parts.values()), axis=0, dtype=np.int64)
    return Profit(parts, total, total + _own_fault(activity, len(total)), _unmeasured(activity))


def _finance(receivable: ArrayLike, days: ArrayLike, interest: float) -> Ints:
    owed: Floats = row("receivable", receivable, least=0, most=1e15)
    long = row("receivable_days", days, least=0, most=1e4)
    even(receivable=owed, receivable_days=long)
    return rounded(owed * long * number("interest", interest, least=0, most=1) / 365)


def _own_fault(activity: Activity, n: int) -> Ints:
    if activity.own_fault is None:
        return np.zeros(n, dtype=np.int64)
    found = cents("own_fault", activity.own_fault, least=0)
    even(sales=np.ones(n), own_fault=found)
    return found


def _unmeasured(activity: Activity) -> tuple[str, ...]:
    return tuple(each.name for each in fields(activity) if getattr(activity, each.name) is None)
