"""What a customer is likely to buy next after a basket: shrunk conditional counts, and the basket itself again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhike.analytics.likeness.baskets import BadBaskets, Baskets, Sparse
from zhike.analytics.likeness.table import Floats, Ints

SHRINK = 20.0
CELLS = 4_000_000
"""Scores held at a time."""
NONE = -1


@dataclass(frozen=True, eq=False)
class Affinity:
    """What came after what, over all baskets that were followed by another of the same customer.

    Attributes:
        together: (I, I) sparse; [i, j] is after how many baskets with i the next held j.
        before: (I,) how many followed baskets held an item.
        popular: (I,) share of next baskets that hold an item.
        again: (I,) chance that an item of a basket is in the next too, shrunk towards the share of all items.
        followed: how many baskets were followed.
        shrink: how many imagined baskets of mere popularity stand beside the counts.
        names: (I,) the items.
    """

    together: Sparse
    before: Floats
    popular: Floats
    again: Floats
    followed: int
    shrink: float
    names: NDArray[np.generic]


@dataclass(frozen=True, eq=False)
class Suggestions:
    """The likeliest items of the next basket of n customers; −1 and 0 fill places for which there is none.

    Attributes:
        items: (n, k) items, likeliest first.
        chances: (n, k) score on the scale of a probability: the chance by the basket's items or by own repeat,
            whichever is greater.
        because: (n, k) the item of the basket that speaks most for it; −1 where only popularity does.
        bought: (n, k) after how many baskets with that item the next held the suggestion.
        buyers: (n, k) of how many.
    """

    items: Ints
    chances: Floats
    because: Ints
    bought: Ints
    buyers: Ints


def fit_affinity(baskets: Baskets, *, shrink: float = SHRINK) -> Affinity:
    """Count what came after what: one sparse product A'N of baskets and next baskets.

    Args:
        baskets: B baskets over I items.
        shrink: pull of popularity, in baskets; > 0. Rare items need it, which is why raw lift must not rank.

    Raises:
        BadBaskets: no basket is followed by another of its customer, or shrink is not a number > 0.
    """
    at = baskets.followed
    if not len(at):
        raise BadBaskets("nobody has a second basket: nothing can be said of what comes next")
    if not (shrink > 0 and np.isfinite(shrink)):
        raise BadBaskets("shrink must be above 0")
    ours, following = baskets.items[at], baskets.items[at + 1]
    together = (ours.T @ following).tocsr()
    together.sort_indices()
    before = np.asarray(ours.sum(axis=0), dtype=np.float64)
    popular = np.asarray(following.sum(axis=0), dtype=np.float64) / len(at)
    own = np.asarray(together.diagonal(), dtype=np.float64)
    again = (own + shrink * own.sum() / before.sum()) / (before + shrink)
    return Affinity(together, before, popular, again, len(at), shrink, baskets.names)


def suggest(affinity: Affinity, items: Sparse, *, k: int = 10, owned: Sparse | None = None) -> Suggestions:
    """Suggest items for the next basket.

    The chance of an item after a basket is the mean over the basket's items of (together + shrink × popular) /
    (before + shrink), or, for an item that is in the basket, of its being bought again where that is greater.

    Args:
        affinity: counts over I items.
        items: (n, I) sparse, what the last basket of each customer holds.
        k: suggestions for each.
        owned: (n, I) sparse, what each ever bought and shall not be suggested; None suggests bought ones too.

    Raises:
        BadBaskets: items or owned have another shape, or k < 1.
    """
    many = len(affinity.names)
    if items.shape[1] != many or (owned is not None and owned.shape != items.shape) or k < 1:
        raise BadBaskets(f"a row per customer and {many} columns are expected, and k ≥ 1")
    rows = max(1, CELLS // many)
    parts = [
        _suggested(affinity, items[at : at + rows], k=k, owned=None if owned is None else owned[at : at + rows])
        for at in range(0, max(items.shape[0], 1), rows)
    ]
    return Suggestions(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def scores(affinity: Affinity, items: Sparse) -> Floats:
    """Answer (n, I) the chance of each item after each basket; after an empty one, its popularity."""
    size = np.maximum(np.asarray(items.sum(axis=1), dtype=np.float64), 1)
    weights = (items.multiply(1 / (affinity.before + affinity.shrink)[None, :])).tocsr()
    pulled = affinity.shrink * np.asarray(weights.sum(axis=1)) / size
    pulled[np.diff(items.indptr) == 0] = 1
    found: Floats = (weights @ affinity.together).toarray() / size[:, None] + pulled[:, None] * affinity.popular
    row, item = items.nonzero()
    found[row, item] = np.maximum(found[row, item], affinity.again[item])
    return found


def offer_value(*, buys: Floats, margin: Floats, contact_cost: float) -> Floats:
    """Answer (n,) 分 that an offer brings: P(buys within the horizon) × mean margin of an order − cost of contact.

    `buys` is the chance without "if still a customer" (`lifetime.probability_of_purchase`): P(alive) is in it already.
    """
    return np.asarray(buys * margin - contact_cost, dtype=np.float64)


def _suggested(
    affinity: Affinity, items: Sparse, *, k: int, owned: Sparse | None
) -> tuple[Ints, Floats, Ints, Ints, Ints]:
    score = scores(affinity, items)
    if owned is not None:
        score[owned.nonzero()] = 0
    best = best_of(score, k)
    chances = np.where(best >= 0, np.take_along_axis(score, np.maximum(best, 0), axis=1), 0.0)
    because, bought = np.full_like(best, NONE), np.zeros_like(best)
    for row in range(len(best)):
        there = best[row] >= 0
        because[row, there], bought[row, there] = _reasons(
            affinity, _of(items, row), best=best[row, there], chances=chances[row, there]
        )
    buyers = np.where(because >= 0, affinity.before[np.maximum(because, 0)], 0).astype(np.int64)
    return best, chances, because, bought, buyers


def best_of(score: Floats, k: int) -> Ints:
    """Answer (n, k) the columns of the highest scores above 0, the earlier of equal ones first, −1 where none is."""
    n, many = score.shape
    best = np.full((n, k), NONE, dtype=np.int64)
    for row in range(n):
        line = score[row]
        least = np.partition(line, many - k)[many - k] if k < many else 0.0
        found = np.flatnonzero((line >= least) & (line > 0))
        found = found[np.argsort(-line[found], kind="stable")][:k]
        best[row, : len(found)] = found
    return best


def _of(items: Sparse, row: int) -> Ints:
    found: Ints = items.indices[items.indptr[row] : items.indptr[row + 1]].astype(np.int64)
    return found


def _reasons(affinity: Affinity, basket: Ints, *, best: Ints, chances: Floats) -> tuple[Ints, Ints]:
    """Answer for each suggestion the item of the basket that speaks most for it, and its count."""
    if not len(basket):
        return np.full(len(best), NONE), np.zeros(len(best), dtype=np.int64)
    count = np.asarray(affinity.together[basket][:, best].toarray(), dtype=np.float64)
    speaks = count / (affinity.before[basket] + affinity.shrink)[:, None]
    own = (basket[:, None] == best[None, :]) & (affinity.again[best] >= chances)[None, :]
    most = np.argmax(np.where(own, np.inf, speaks), axis=0)
    number = count[most, np.arange(len(best))].astype(np.int64)
    return np.where((number > 0) | own.any(axis=0), basket[most], NONE), number
