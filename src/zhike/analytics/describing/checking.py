"""Numbers to be described, checked."""

import numpy as np
from numpy.typing import ArrayLike

from zhike.analytics.lifetime.history import Floats


class BadMeasure(ValueError):
    """Numbers or options that cannot be described; the message says what is expected and where."""


def measure(values: ArrayLike) -> Floats:
    """Make (n,) finite numbers of values.

    Raises:
        BadMeasure: none, not flat, no number, or one missing.
    """
    try:
        numbers = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadMeasure("expected numbers") from error
    if numbers.ndim != 1 or not len(numbers):
        raise BadMeasure("expected a flat array of at least one number")
    wrong = ~np.isfinite(numbers)
    if wrong.any():
        raise BadMeasure(f"a number is missing (row {int(np.argmax(wrong))})")
    return numbers


def share(value: float, name: str) -> float:
    """Answer a share between 0 and 1 as it is.

    Raises:
        BadMeasure: it is not.
    """
    if not 0 <= value <= 1:
        raise BadMeasure(f"{name}: expected a share from 0 to 1, found {value}")
    return value
