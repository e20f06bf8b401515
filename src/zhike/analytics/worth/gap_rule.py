"""How odd a customer's silence is by his own gaps: what is asked where there are too few customers for a model."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zhike.analytics.lifetime.history import Floats
from zhike.analytics.worth.figures import Flags, numbers, together

FEWEST_CUSTOMERS = 100
"""With fewer, a lifetime model says more about chance than about them (domain book 2.9)."""
WARNED_BELOW = 0.05
"""A silence that only one customer in twenty of this rhythm would keep."""


@dataclass(frozen=True, eq=False)
class Silence:
    """How likely n customers who have not left would have been silent so long.

    Attributes:
        probability: (n,) or (), 0–1.
        warned: (n,) or (), whether that is so unlikely that they are about to be lost (流失预警).
    """

    probability: Floats
    warned: Flags


def silence(gap_days: ArrayLike, silent_days: ArrayLike) -> Silence:
    """Judge a silence by the mean gap between purchases: P(no order in t) = exp(-t / gap).

    Args:
        gap_days: (n,) or one, mean days between purchase days, above 0.
        silent_days: (n,) or one, days since the last.

    Raises:
        BadFigures: a gap is not above 0 or a silence is negative.

    Source: domain book 2.9; the exponential gaps of a Poisson process.
    """
    gap = numbers("gap_days", gap_days, least=float(np.finfo(np.float64).tiny))
    silent = numbers("silent_days", silent_days, least=0)
    together(gap_days=gap, silent_days=silent)
    with np.errstate(over="ignore"):
        probability = np.asarray(np.exp(-silent / gap), dtype=np.float64)
    return Silence(probability, np.asarray(probability < WARNED_BELOW))


def share_still_counted(found: Silence) -> Floats:
    """Answer how much of a customer's rhythm is still expected of him: all until warned, then ever less."""
    kept: Floats = np.minimum(1.0, found.probability / WARNED_BELOW)
    return kept
