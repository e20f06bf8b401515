"""Customers put together who are alike to the models, and small crowds that stand for many."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhike.analytics.lifetime.history import Floats, History
from zhike.analytics.lifetime.packing import Packed, packed


def together(history: History) -> History:
    """Answer a row for each kind of customer, by repeats and then by age.

    Kinds are equal in repeats, last and age where all are whole days; else only those without a repeat are put
    together. Log gaps become their mean, as the likelihoods take nothing but their sum.
    """
    found = packed(history.repeats, history.last, history.age)
    if found is None:
        return _without_repeat_together(history)
    keys, weights = _counted(found.keys, history.weights)
    gaps = history.all_log_gaps / history.customers
    times = *Packed(keys, found.bits).unpacked(), weights, np.broadcast_to(gaps, len(keys))
    return History(*times, history.known_gaps)


def sample(rows: History, customers: int) -> History:
    """Let so many customers, at equal distances in the order of the rows, stand for all.

    In the order of `together` the shares of all kinds stay as they are, so that a sample says more than one by chance.
    """
    passed = np.cumsum(rows.weights)
    places = np.searchsorted(passed, (np.arange(customers) + 0.5) * (passed[-1] / customers))
    starts = _starts(places)
    some = rows.take(places[starts])
    weights = np.diff(starts, append=customers).astype(np.float64)
    return History(some.repeats, some.last, some.age, weights, some.log_gaps, rows.known_gaps)


def _without_repeat_together(history: History) -> History:
    never = history.repeats == 0
    if not never.any():
        return history
    ages, weights = _counted(history.age[never], history.weights[never])
    others, none = history.take(~never), np.zeros(len(ages))
    return History(
        np.append(none.astype(np.int64), others.repeats),
        np.append(none, others.last),
        np.append(ages, others.age),
        np.append(weights, others.weights),
        np.append(none, others.log_gaps),
        history.known_gaps,
    )


def _counted(values: NDArray[Any], weights: Floats) -> tuple[NDArray[Any], Floats]:
    """Answer (m,) the different values in order and the weight of each; the values given are put in order, too."""
    if weights.min() == weights.max() == 1:
        values.sort()
        starts = _starts(values)
        return values[starts], np.diff(starts, append=len(values)).astype(np.float64)
    order = np.argsort(values)
    values = values[order]
    starts = _starts(values)
    return values[starts], np.add.reduceat(weights[order], starts)


def _starts(values: NDArray[Any]) -> NDArray[np.int64]:
    """Answer where runs of equal values start."""
    new = np.empty(len(values), dtype=np.bool_)
    new[0] = True
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return np.flatnonzero(new)
