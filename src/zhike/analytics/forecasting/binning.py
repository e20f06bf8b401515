"""Numbers sorted into at most 63 bins that weigh alike, once for all the trees that are grown on them."""

import numpy as np

from zhike.analytics.lifetime.history import Floats

BINS = 63


def edges_of(column: Floats, weights: Floats) -> Floats:
    """Answer the rising upper edges of the bins of a column but the last, which has none.

    Args:
        column: (m,) numbers; a missing one (nan) counts for nothing.
        weights: (m,) what each counts, > 0.

    Source: weighted quantiles, the mean of both where one ends just there: Hyndman, Fan, "Sample quantiles in
    statistical packages", The American Statistician 50(4) 1996, definition 2; scikit-learn cuts the same bins, slower.
    """
    known = np.flatnonzero(~np.isnan(column))
    order = known[np.argsort(column[known])]
    values = column[order]
    different = np.unique(values)
    if len(different) <= BINS:
        found: Floats = (different[1:] + different[:-1]) / 2
        return found
    upto = np.cumsum(weights[order])
    wanted = np.linspace(0, 100, BINS + 1)[1:-1] / 100 * upto[-1]
    at = np.minimum(np.searchsorted(upto, wanted), len(values) - 1)
    after = np.minimum(at + 1, len(values) - 1)
    ends = upto[at] - wanted <= np.finfo(np.float64).eps
    return np.unique(np.where(ends, (values[at] + values[after]) / 2, values[at]))


def binned(columns: Floats, edges: list[Floats]) -> Floats:
    """Answer (m, c) the bins of columns (m, c) by their edges; what is missing stays so."""
    found: Floats = np.empty_like(columns)
    for place, cut in enumerate(edges):
        column = columns[:, place]
        found[:, place] = np.where(np.isnan(column), np.nan, np.searchsorted(cut, column))
    return found
