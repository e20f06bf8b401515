"""What is to come of each customer: by the models, or by customers' own gaps where there are no models."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import count

import numpy as np
from scipy.special import gammainc

from zhike.analytics.lifetime import outlook
from zhike.analytics.lifetime.history import Floats, History, Ints
from zhike.analytics.lifetime.outlook import summed
from zhike.analytics.lifetime.waiting import next_purchase
from zhike.analytics.scoring.fitting import Models
from zhike.analytics.scoring.settings import Settings
from zhike.analytics.worth.forecast import forecast


@dataclass(frozen=True, eq=False)
class Ahead:
    """The days to come of n customers.

    Attributes:
        expected: (n,) mean number of purchase days within the horizon.
        low, high: (n,) ends of the interval of that number.
        buys: (n,) probability of one at least.
        next_days: (n,) days until the next purchase, as often earlier as later; -1 where nobody can say.
        next_low, next_high: (n,) ends of its interval; -1 likewise.
    """

    expected: Floats
    low: Ints
    high: Ints
    buys: Floats
    next_days: Floats
    next_low: Floats
    next_high: Floats

    def take(self, rows: Ints) -> "Ahead":
        """Answer some customers, or customers several times."""
        return Ahead(*(getattr(self, each.name)[rows] for each in fields(self)))

    @property
    def is_sound(self) -> bool:
        """Whether each number is one."""
        return all(bool(np.isfinite(getattr(self, each.name)).all()) for each in fields(self))


def ahead_by_models(rows: History, models: Models, settings: Settings) -> Ahead | None:
    """Foretell by the fitted models; None where there are none or they give no sound number.

    Args:
        rows: n customers.
        models: what was fitted to them.
        settings: how far to look.
    """
    if models.counting is None:
        return None
    with np.errstate(all="ignore"):
        many = outlook(models.counting, rows, days=settings.horizon_days, level=settings.level)
        when = next_purchase(models.timing, rows, horizon=settings.value_days, level=settings.level)
    found = Ahead(many.expected, many.low, many.high, many.buys, when.median, when.low, when.high)
    return found if found.is_sound else None


def ahead_by_gaps(rows: History, settings: Settings) -> Ahead:
    """Foretell by each customer's own gaps, or by the group's where he has bought too seldom (domain book 2.9).

    Purchases are taken to come as a Poisson process: an honest guess where there is too little to fit anything.

    Args:
        rows: n customers.
        settings: how far to look.
    """
    nothing = np.zeros(len(rows))
    days = float(settings.horizon_days)
    mean = forecast(rows, nothing, nothing, model=None, spending=None, days=days, discount=0.0, kind="sales").purchases
    many = summed(_poisson(mean), len(rows), level=settings.level)
    edge = (1 - settings.level) / 2
    low, middle, high = (_waiting(mean / days, share, settings.value_days) for share in (edge, 0.5, 1 - edge))
    return Ahead(mean, many.low, many.high, many.buys, middle, low, high)


def _poisson(mean: Floats) -> Iterator[Floats]:
    """Yield (n,) P(Y ≥ 1), P(Y ≥ 2), … of Poisson numbers (DLMF 8.2.4)."""
    for number in count(1):
        yield gammainc(number, mean)


def _waiting(rate: Floats, share: float, within: float) -> Floats:
    """Answer (n,) the days by which a share of those who buy within some days has bought; -1 without a rate."""
    some = rate > 1e-12
    safe = np.where(some, rate, 1.0)
    found = -np.log1p(share * np.expm1(-safe * within)) / safe
    return np.where(some, found, -1.0)
