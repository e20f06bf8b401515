"""Where rising functions reach what they are asked for, many at once."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhike.analytics.lifetime.history import Floats

_CLOSE = 1e-5
"""Days, less than a second."""
_MOST_LOOKS = 60


class Day(NamedTuple):
    """A day of each function (n,), and how far its value there lies above the target (n,)."""

    day: Floats
    rest: Floats


def crossing(rising: Callable[[Floats], Floats], target: Floats, furthest: Floats) -> Floats:
    """Answer (n,) where each of n functions reaches its target, to a second.

    Args:
        rising: (n,) days to the value (n,) of each function on a day of its own; it never falls.
        target: (n,) at most the value on the furthest day.
        furthest: (n,) days, each ≥ 0; the search starts from 0.

    Source: Chandrupatla, "A new hybrid quadratic/bisection algorithm", Advances in Engineering Software 28(3) 1997.
    """
    here = Day(furthest, rising(furthest) - target)
    there = Day(np.zeros_like(furthest), rising(np.zeros_like(furthest)) - target)
    part = np.full(len(furthest), 0.5)
    for _ in range(_MOST_LOOKS):
        day = here.day + part * (there.day - here.day)
        rest = rising(day) - target
        stays = (rest >= 0) == (here.rest >= 0)
        old, there = _either(stays, here, there), _either(stays, there, here)
        here = Day(day, rest)
        width = np.abs(there.day - day)
        if width.max(initial=0.0) < _CLOSE:
            break
        least = np.minimum(0.5, _CLOSE / 2 / np.maximum(width, _CLOSE))
        part = np.clip(_part(here, there, old), least, 1 - least)
    return np.where(np.abs(here.rest) <= np.abs(there.rest), here.day, there.day)


def _either(first: NDArray[np.bool_], one: Day, other: Day) -> Day:
    return Day(np.where(first, one.day, other.day), np.where(first, one.rest, other.rest))


def _part(here: Day, there: Day, old: Day) -> Floats:
    """Answer (n,) how far to go from here to there: by a parabola through three days where it is safe, else half."""
    f, g, h = here.rest, there.rest, old.rest
    with np.errstate(all="ignore"):
        near, low = (here.day - there.day) / (old.day - there.day), (f - g) / (h - g)
        safe = (1 - np.sqrt(1 - near) < low) & (low < np.sqrt(near))
        far = (old.day - here.day) / (there.day - here.day)
        curve = f / (g - f) * h / (g - h) + far * f / (h - f) * g / (h - g)
    return np.where(safe & np.isfinite(curve), curve, 0.5)
