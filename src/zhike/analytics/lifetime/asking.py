"""What a model is asked, checked before it answers."""

import numpy as np
from numpy.typing import ArrayLike

from zhike.analytics.lifetime.history import Floats

FURTHEST = 36_525.0
"""Days in a hundred years: no model is asked about more."""


class BadQuestion(ValueError):
    """Something no model can be asked; the message names it and says what is expected."""


def numbers(name: str, values: ArrayLike, *, least: float, most: float = np.inf) -> Floats:
    """Answer values of any shape as float64.

    Raises:
        BadQuestion: one is no finite number, below the least or above the most.
    """
    try:
        found = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadQuestion(f"{name}: expected numbers") from error
    if not (np.isfinite(found) & (found >= least) & (found <= most)).all():
        limit = f" to {most:,.12g}" if np.isfinite(most) else " on"
        raise BadQuestion(f"{name}: expected finite numbers from {least:g}{limit}")
    return found


def one(name: str, value: float, *, least: float, most: float = np.inf) -> float:
    """Answer one number; raises `BadQuestion` as `numbers` does, and for several."""
    found = numbers(name, value, least=least, most=most)
    if found.ndim:
        raise BadQuestion(f"{name}: expected one number")
    return float(found)


def whole(name: str, value: float, *, least: int) -> int:
    """Answer one whole number; raises `BadQuestion` as `one` does, and for a fraction."""
    found = one(name, value, least=least)
    if found != int(found):
        raise BadQuestion(f"{name}: expected a whole number from {least} on")
    return int(found)


def days_ahead(name: str, days: ArrayLike) -> Floats:
    """Answer days to come; raises `BadQuestion` unless they are 0 to a hundred years."""
    return numbers(name, days, least=0, most=FURTHEST)


def chance(name: str, value: float) -> float:
    """Answer a probability; raises `BadQuestion` unless it is between 0 and 1."""
    return one(name, value, least=0, most=1)


def unit_days(unit: float) -> float:
    """Answer the days in a unit of time; raises `BadQuestion` unless there are any."""
    return one("unit", unit, least=1e-9, most=FURTHEST)
