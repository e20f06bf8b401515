"""Scores by a customer's place among all, in groups of one size (Hughes; domain book 2.6)."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from zhike.analytics.describing.checking import BadMeasure, measure
from zhike.analytics.lifetime.history import Floats, Ints

Ties = Literal["share", "stable"]


def quantile_scores(
    values: ArrayLike,
    *,
    groups: int = 5,
    high_is_better: bool = True,
    ties: Ties = "share",
    within: Ints | None = None,
) -> Ints:
    """Score n customers 1 … groups by their place, the best group highest; groups differ by one customer at most.

    Args:
        values: (n,) finite numbers.
        groups: how many scores.
        high_is_better: False for days since the last purchase.
        ties: `share` gives equal customers the best score among them, whatever their order; `stable` fills groups
            evenly and leaves equal customers in the order given.
        within: (n,) whole numbers; customers are compared with those of the same number only.

    Raises:
        BadMeasure: nobody, a value missing, or fewer than two groups.

    Source: Hughes, Strategic Database Marketing, exact quintiles.
    """
    numbers = measure(values)
    if groups < 2:
        raise BadMeasure(f"groups: expected 2 or more, found {groups}")
    cell = np.zeros(len(numbers), dtype=np.int64) if within is None else within
    order = np.lexsort((-numbers if high_is_better else numbers, cell))
    starts = _starts(cell[order])
    size = np.diff(starts, append=len(order))
    place = np.arange(len(order)) - np.repeat(starts, size)
    if ties == "share":
        equal = _starts(cell[order], numbers[order])
        place = np.repeat(place[equal], np.diff(equal, append=len(order)))
    scores = np.empty(len(order), dtype=np.int64)
    scores[order] = groups - place * groups // np.repeat(size, size)
    return scores


def _starts(*columns: "Floats | Ints") -> Ints:
    new = np.zeros(len(columns[0]), dtype=np.bool_)
    new[0] = True
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(new)
