"""What is known of each customer on a day, in the columns that the forecast learns from."""

import numpy as np

from zhike.analytics.forecasting.visits import Visits
from zhike.analytics.lifetime.history import Floats, History

WINDOWS = (14, 28, 56, 91, 182)
"""Days looked back."""


def features(past: Visits, known: History, *, end: int, expectations: list[Floats]) -> Floats:
    """Answer (n, columns) numbers of the n customers who had bought by the end of a day.

    Args:
        past: purchase days up to that day.
        known: their history.
        end: the day's number.
        expectations: (n,) purchase days that each lifetime model expects.
    """
    many = known.repeats + 1
    spent = np.add.reduceat(past.amount, past.starts)
    typical, spread, latest = _gaps(past)
    silent = known.age - known.last
    columns = [
        known.repeats,
        known.age,
        known.last,
        silent,
        known.repeats / np.maximum(known.age, 1),
        typical,
        spread,
        latest,
        silent / np.maximum(typical, 1),
        spent,
        spent / many,
        past.amount[past.starts],
        *(past.between(end - window, end) for window in WINDOWS),
        *expectations,
    ]
    return np.column_stack(columns).astype(np.float64)


def _gaps(past: Visits) -> tuple[Floats, Floats, Floats]:
    """Answer (n,) mean gap, its spread by the mean, and the latest gap; missing (nan) without a repeat."""
    many = np.diff(np.append(past.starts, len(past.day)))
    gaps = np.diff(past.day, prepend=0).astype(np.float64)
    gaps[past.starts] = 0
    repeats = np.where(many > 1, many - 1, np.nan)
    mean = np.add.reduceat(gaps, past.starts) / repeats
    square = np.add.reduceat(gaps**2, past.starts) / repeats
    spread = np.sqrt(np.maximum(square - mean**2, 0)) / np.maximum(mean, 1)
    latest = np.where(many > 1, gaps[past.starts + many - 1], np.nan)
    return mean, spread, latest
