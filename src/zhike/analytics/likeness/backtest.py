"""How good suggestions for the second basket are, judged on customers who were kept apart."""

from dataclasses import dataclass

import numpy as np

from zhike.analytics.likeness.baskets import BadBaskets, Baskets, Sparse
from zhike.analytics.likeness.second_sale import SHRINK, best_of, fit_affinity, suggest
from zhike.analytics.likeness.table import Floats, Ints


@dataclass(frozen=True)
class SecondSaleTest:
    """Suggestions after the first basket against the second one.

    Attributes:
        recall: mean share of the second basket's items that were suggested.
        hit: share of customers of whom one item at least was.
        popular_recall: recall of the most popular items of next baskets, the same for all: what must be beaten.
        popular_hit: their hits.
        customers: how many were judged.
        learned_from: how many followed baskets of other customers the counts come from.
    """

    recall: float
    hit: float
    popular_recall: float
    popular_hit: float
    customers: int
    learned_from: int


def recall_at(suggested: Ints, bought: Sparse) -> float:
    """Answer the mean share of what each customer bought that is among its suggestions.

    Args:
        suggested: (n, k) items, −1 where none.
        bought: (n, I) sparse, 1 where bought; customers who bought nothing do not count.

    Raises:
        BadBaskets: nobody bought anything, or the rows differ.
    """
    found, size = _found(suggested, bought)
    return float((found / size).mean())


def hit_at(suggested: Ints, bought: Sparse) -> float:
    """Answer the share of customers who bought one of their suggestions at least; arguments as `recall_at`.

    Raises:
        BadBaskets: nobody bought anything, or the rows differ.
    """
    found, _ = _found(suggested, bought)
    return float((found > 0).mean())


def back_test(
    baskets: Baskets, *, chance: np.random.Generator, k: int = 10, share: float = 0.2, shrink: float = SHRINK
) -> SecondSaleTest:
    """Keep a share of the customers apart, learn from the others, suggest for the second basket of those.

    Args:
        baskets: B baskets over I items.
        chance: draws who is kept apart.
        k: suggestions for each.
        share: of the customers who have a second basket, kept apart.
        shrink: as `fit_affinity` has it.

    Raises:
        BadBaskets: too few customers have a second basket.
    """
    first = baskets.first_of_two
    judged = chance.permutation(first)[: round(len(first) * share)]
    if not 0 < len(judged) < len(first):
        raise BadBaskets(f"{len(first)} customers have a second basket: too few to keep {share:.0%} of them apart")
    judged.sort()
    affinity = fit_affinity(baskets.take(~np.isin(baskets.customers, baskets.customers[judged])), shrink=shrink)
    second = baskets.items[judged + 1]
    items = suggest(affinity, baskets.items[judged], k=k).items
    popular = np.repeat(best_of(affinity.popular[None, :], k), len(judged), axis=0)
    return SecondSaleTest(
        recall=recall_at(items, second),
        hit=hit_at(items, second),
        popular_recall=recall_at(popular, second),
        popular_hit=hit_at(popular, second),
        customers=len(judged),
        learned_from=affinity.followed,
    )


def _found(suggested: Ints, bought: Sparse) -> tuple[Floats, Floats]:
    size = np.asarray(bought.sum(axis=1), dtype=np.float64)
    if len(suggested) != len(size) or not size.any():
        raise BadBaskets("a row of suggestions for each customer is expected, and somebody who bought")
    found = np.zeros(len(size))
    for row, items in enumerate(suggested):
        there = bought.indices[bought.indptr[row] : bought.indptr[row + 1]]
        found[row] = np.isin(there, items).sum()
    return found[size > 0], size[size > 0]
