"""When the next purchase is due: quantiles of the time to it, for customers who will buy once more."""

from dataclasses import dataclass

import numpy as np

from zhike.analytics.lifetime.history import Floats, History
from zhike.analytics.lifetime.outlook import tails_of

_HALVINGS = 60


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
        horizon: days after which a purchase counts as none, above 0.
        level: how often the interval shall hold the day.
    """
    found = [waiting_days(model, history, share=share, horizon=horizon) for share in _shares(level)]
    return NextPurchase(found[1], found[0], found[2], level)


def waiting_days(model: object, history: History, *, share: float, horizon: float) -> Floats:
    """Answer (n,) the days by which the given share of those who buy within the horizon have bought."""
    chance = buys_within(model, history, np.full(len(history), float(horizon)))
    low: Floats = np.zeros(len(history))
    high: Floats = np.full(len(history), float(horizon))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        before = buys_within(model, history, middle) >= share * chance
        low, high = np.where(before, low, middle), np.where(before, middle, high)
    return (low + high) / 2


def buys_within(model: object, history: History, days: Floats) -> Floats:
    """Answer (n,) the probability that each buys within a number of days of his own."""
    chance: Floats = next(tails_of(model, history)(days))
    return chance


def _shares(level: float) -> tuple[float, float, float]:
    return (1 - level) / 2, 0.5, (1 + level) / 2
