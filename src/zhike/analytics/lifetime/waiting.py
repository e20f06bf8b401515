"""When the next purchase is due: quantiles of the time to it, for customers who will buy once more."""

from dataclasses import dataclass

import numpy as np

from zhike.analytics.lifetime.asking import chance as probability
from zhike.analytics.lifetime.asking import days_ahead
from zhike.analytics.lifetime.history import Floats, History
from zhike.analytics.lifetime.outlook import tails_of

_HALVINGS = 32
"""Leave less than a second of a hundred years."""


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

    Source: quantiles, by halving, of P(Y(t) ≥ 1) / P(Y(horizon) ≥ 1) as `probability_of_purchase` has it.
    """
    probability("level", level)
    kinds, kind = history.kinds()
    rows = history.take(kinds)
    low, median, high = (waiting_days(model, rows, share=share, horizon=horizon)[kind] for share in _shares(level))
    return NextPurchase(median, low, high, level)


def waiting_days(model: object, history: History, *, share: float, horizon: float) -> Floats:
    """Answer (n,) the days by which the given share of those who buy within the horizon have bought.

    Args, Raises and Source: as of `next_purchase`; the share is 0 to 1.
    """
    probability("share", share)
    chance = buys_within(model, history, np.full(len(history), float(horizon)))
    low: Floats = np.zeros(len(history))
    high: Floats = np.full(len(history), float(horizon))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        before = buys_within(model, history, middle) >= share * chance
        low, high = np.where(before, low, middle), np.where(before, middle, high)
    return (low + high) / 2


def buys_within(model: object, history: History, days: Floats) -> Floats:
    """Answer (n,) the probability that each buys within a number of days (n,) of his own, 0 to a hundred years."""
    chance: Floats = next(tails_of(model, history)(days_ahead("days", days)))
    return chance


def _shares(level: float) -> tuple[float, float, float]:
    return (1 - level) / 2, 0.5, (1 + level) / 2
