"""Equal histories put together, so that they are fitted and foretold once."""

import numpy as np

from zhike.analytics.lifetime.history import History, Ints
from zhike.analytics.purchases.ordering import places_in_order, starts_of_runs


def collapsed(rows: History) -> tuple[History, Ints]:
    """Put customers with the same repeats, last day and age together.

    Args:
        rows: n customers, times in whole days.

    Returns:
        Histories of the m different ones, weighted by how many each stands for, with the mean of their log gaps (the
        likelihoods take nothing but the weighted sum of these); and (n,) which of them each customer is.
    """
    keys = _keys(rows)
    order = places_in_order(keys)
    starts, ordered = starts_of_runs(keys[order]), rows.take(order)
    weights = np.add.reduceat(ordered.weights, starts)
    gaps = np.add.reduceat(ordered.weights * ordered.log_gaps, starts) / weights
    which = np.empty(len(rows), dtype=np.int64)
    which[order] = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(rows)))
    some = ordered.take(starts)
    return History(some.repeats, some.last, some.age, weights, gaps, rows.known_gaps), which


def _keys(rows: History) -> Ints:
    """Answer (n,) numbers that are equal just for equal histories; days fit into 20 bits."""
    last, age = rows.last.astype(np.int64), rows.age.astype(np.int64)
    return (rows.repeats << 40) | (last << 20) | age
