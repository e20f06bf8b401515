"""When the next purchase is due: quantiles of the time to it, for customers who will buy once more."""

from dataclasses import dataclass
from functools import singledispatch

import numpy as np

from zhike.analytics.lifetime.asking import chance as probability
from zhike.analytics.lifetime.asking import days_ahead
from zhike.analytics.lifetime.crossing import crossing
from zhike.analytics.lifetime.history import Floats, History
from zhike.analytics.lifetime.models import Regular
from zhike.analytics.lifetime.outlook import tails_of
from zhike.analytics.lifetime.packing import blocks


@dataclass(frozen=True, eq=False)
class NextPurchase:
    """Days until the next purchase of n customers, counted from the end of what was observed.

    Attributes:
        median: (n,) it comes as often before as after.
        low: (n,) lower end of the interval.
        high: (n,) its upper end.
        level: probability that the interval holds.
    """

    median: Floats
    low: Floats
    high: Floats
    level: float


def next_purchase(model: object, history: History, *, horizon: float, level: float = 0.8) -> NextPurchase:
    """Foretell when each customer buys again, if he does within the horizon.

    Args:
        model: a fitted lifetime model.
        history: n customers, up to the day from which is foretold.
        horizon: days after which a purchase counts as none, 0 to a hundred years.
        level: how often the interval shall hold the day, 0 to 1.

    Raises:
        BadQuestion: the horizon or the level is missing or out of its limits.

    Source: quantiles of P(Y(t) ≥ 1) / P(Y(horizon) ≥ 1) as `probability_of_purchase` has it.
    """
    probability("level", level)
    kinds, kind = history.kinds()
    rows = history.take(kinds)
    days = [waiting_days(model, rows, share=share, horizon=horizon) for share in _shares(level)]
    low, median, high = np.maximum.accumulate(days)[:, kind]
    return NextPurchase(median, low, high, level)


def waiting_days(model: object, history: History, *, share: float, horizon: float) -> Floats:
    """Answer (n,) the days by which the given share of those who buy within the horizon have bought.

    Args, Raises and Source: as of `next_purchase`; the share is 0 to 1.
    """
    wanted = probability("share", share)
    furthest = float(days_ahead("days", horizon))
    parts = (history.take(part) for part in blocks(len(history)))
    found = [_waiting_days(model, rows, share=wanted, furthest=np.full(len(rows), furthest)) for rows in parts]
    return np.concatenate(found)


@singledispatch
def _waiting_days(model: object, history: History, *, share: float, furthest: Floats) -> Floats:
    tails = tails_of(model, history)
    return crossing(lambda days: next(tails(days)), share * next(tails(furthest)), furthest)


@_waiting_days.register
def _(model: Regular, history: History, *, share: float, furthest: Floats) -> Floats:
    """Turn 1 - (scale / (scale + t))^shape around; regular buyers have no such formula."""
    if model.k > 1:
        return _waiting_days.dispatch(object)(model, history, share=share, furthest=furthest)
    scale, shape = model.in_days[1] + history.age, model.r + history.repeats
    within = -np.expm1(-shape * np.log1p(furthest / scale))
    with np.errstate(divide="ignore", over="ignore"):
        days: Floats = scale * np.expm1(-np.log1p(-share * within) / shape)
    return np.minimum(days, furthest)


def _shares(level: float) -> tuple[float, float, float]:
    return (1 - level) / 2, 0.5, (1 + level) / 2
