"""The satisfaction mirror: whether staff and customers of the same teams are content together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from zhike.analytics.lifetime.history import Floats
from zhike.analytics.worth.figures import BadFigures, floats, numbers, whole

FEWEST_PAIRS = 3


@dataclass(frozen=True)
class Mirror:
    """How far two measures go together; never that one causes the other (相关非因果).

    Attributes:
        rho: Spearman's rank correlation, -1 to 1; None with fewer than three pairs or where one measure never differs.
        pairs: how many pairs it rests on.
        lag: periods by which the customers' measure comes later.
    """

    rho: float | None
    pairs: int
    lag: int


def mirror(staff: ArrayLike, customers: ArrayLike, *, lag: int = 0) -> Mirror:
    """Correlate a measure of the staff with one of the customers, team by team.

    Args:
        staff: (n,) by team, or (T, n) by period and team; NaN where a team was not asked. Satisfaction or tenure.
        customers: the same shape. Satisfaction or repeat purchases.
        lag: compare each period's staff with the customers so many periods later.

    Raises:
        BadFigures: shapes differ, a number is not finite, or the lag is longer than what was observed.

    Source: Spearman 1904; Heskett et al., "Putting the service-profit chain to work", Harvard Business Review 72(2)
    1994; domain book rows B10 and B11.
    """
    one, other = _by_period("staff", staff), _by_period("customers", customers)
    if one.shape != other.shape:
        raise BadFigures(f"staff and customers: one shape is expected, not {one.shape} and {other.shape}")
    shift = whole("lag", lag, most=len(one) - 1)
    x, y = one[: len(one) - shift].ravel(), other[shift:].ravel()
    both = ~np.isnan(x) & ~np.isnan(y)
    return Mirror(_spearman(x[both], y[both]), int(both.sum()), shift)


def _by_period(name: str, values: ArrayLike) -> Floats:
    found = np.atleast_2d(floats(name, values))
    numbers(name, found[~np.isnan(found)])
    if found.ndim != 2:
        raise BadFigures(f"{name}: one number a team, or one a period and team, is expected")
    return found


def _spearman(x: Floats, y: Floats) -> float | None:
    if len(x) < FEWEST_PAIRS:
        return None
    a, b = rankdata(x) - (len(x) + 1) / 2, rankdata(y) - (len(y) + 1) / 2
    spread = float(np.sqrt((a @ a) * (b @ b)))
    return min(1.0, max(-1.0, float(a @ b) / spread)) if spread else None
