"""R, F and M as scores, in the four ways of the field (Hughes; domain book 2.6)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhike.analytics.describing.checking import BadMeasure, measure
from zhike.analytics.describing.quantiles import Ties, quantile_scores
from zhike.analytics.lifetime.history import Floats, Ints


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of n customers.

    Attributes:
        recency: (n,) scores from 1 to best, as are the other two.
        frequency: (n,)
        money: (n,)
        best: the score of the best customers, `groups` or 1.
        groups: how many different scores there are.
        flat: the measures in which all customers are equal, so that their scores tell nothing.
    """

    recency: Ints
    frequency: Ints
    money: Ints
    best: int
    groups: int
    flat: tuple[str, ...] = ()

    @property
    def code(self) -> NDArray[np.str_]:
        """(n,) texts such as 555: R, F and M in this order."""
        parts = (part.astype(np.str_) for part in (self.recency, self.frequency, self.money))
        r, f, m = parts
        return np.char.add(np.char.add(r, f), m)


def independent_scores(
    recency: ArrayLike, frequency: ArrayLike, money: ArrayLike, *, groups: int = 5, ties: Ties = "share", best: int = 5
) -> Scores:
    """Score each measure by itself (variant a).

    Args:
        recency: (n,) days since the last purchase.
        frequency: (n,) purchases.
        money: (n,) 分.
        groups: how many scores.
        ties: see `quantile_scores`.
        best: `groups`, or 1 as in some textbooks.

    Raises:
        BadMeasure: see `quantile_scores`; or best is neither.
    """
    r, f, m = _even(recency, frequency, money)
    return _scores(
        (
            quantile_scores(r, groups=groups, high_is_better=False, ties=ties),
            quantile_scores(f, groups=groups, ties=ties),
            quantile_scores(m, groups=groups, ties=ties),
        ),
        groups=groups,
        best=best,
        flat=_flat(r, f, m),
    )


def nested_scores(
    recency: ArrayLike, frequency: ArrayLike, money: ArrayLike, *, groups: int = 5, best: int = 5
) -> Scores:
    """Score F within each R, and M within each R and F, so that all cells are of one size (variant b).

    Equal customers fill the cells in the order given.

    Args:
        recency: (n,) days since the last purchase.
        frequency: (n,) purchases.
        money: (n,) 分.
        groups: how many scores; 5 makes 125 cells.
        best: `groups` or 1.

    Raises:
        BadMeasure: see `quantile_scores`; or best is neither.
    """
    r, f, m = _even(recency, frequency, money)
    by_r = quantile_scores(r, groups=groups, high_is_better=False, ties="stable")
    by_f = quantile_scores(f, groups=groups, ties="stable", within=by_r)
    by_m = quantile_scores(m, groups=groups, ties="stable", within=by_r * (groups + 1) + by_f)
    return _scores((by_r, by_f, by_m), groups=groups, best=best, flat=_flat(r, f, m))


def scores_by_cutoffs(
    measures: tuple[ArrayLike, ArrayLike, ArrayLike],
    cutoffs: tuple[ArrayLike, ArrayLike, ArrayLike],
    *,
    best: int = 5,
) -> Scores:
    """Score by fixed limits (variant c): who reaches a limit has the score beyond it.

    Args:
        measures: R in days, F and M, (n,) each.
        cutoffs: for each measure the groups - 1 limits, rising. R up to the first limit is best; F and M from the last
            limit on.
        best: the number of groups, or 1.

    Raises:
        BadMeasure: limits do not rise or differ in number.
    """
    r, f, m = _even(*measures)
    by_r, by_f, by_m = (_limits(each) for each in cutoffs)
    if not len(by_r) == len(by_f) == len(by_m):
        raise BadMeasure("cutoffs: expected as many limits for each measure")
    parts = (
        len(by_r) + 1 - np.searchsorted(by_r, r, side="left"),
        1 + np.searchsorted(by_f, f, side="right"),
        1 + np.searchsorted(by_m, m, side="right"),
    )
    return _scores(parts, groups=len(by_r) + 1, best=best, flat=_flat(r, f, m))


def composite(scores: Scores, weights: tuple[float, float, float] = (0.5, 0.3, 0.2)) -> Floats:
    """Weigh R, F and M into one number (n,) between 1 and the number of groups (variant d).

    Raises:
        BadMeasure: a weight is negative or they do not add up to 1.
    """
    if min(weights) < 0 or abs(sum(weights) - 1) > 1e-9:
        raise BadMeasure(f"weights: expected three from 0 on that add up to 1, found {weights}")
    r, f, m = weights
    total: Floats = r * scores.recency + f * scores.frequency + m * scores.money
    return total


def break_even_response(cost_per_contact: float, margin_per_order: float) -> float:
    """Answer the share of contacts that must order for a mailing to pay; both in one unit of money (Hughes).

    Raises:
        BadMeasure: a cost below 0, or a margin not above it.
    """
    if not (cost_per_contact >= 0 and margin_per_order > 0):
        raise BadMeasure("expected a cost of 0 or more and a margin above 0")
    return cost_per_contact / margin_per_order


def _scores(parts: tuple[Ints, Ints, Ints], *, groups: int, best: int, flat: tuple[str, ...]) -> Scores:
    if best not in {1, groups}:
        raise BadMeasure(f"best: expected 1 or {groups}, found {best}")
    r, f, m = parts if best == groups else (groups + 1 - part for part in parts)
    return Scores(r, f, m, best, groups, flat)


def _even(*values: ArrayLike) -> tuple[Floats, Floats, Floats]:
    r, f, m = (measure(each) for each in values)
    if not len(r) == len(f) == len(m):
        raise BadMeasure(f"expected as many of each measure, found {len(r)}, {len(f)} and {len(m)}")
    return r, f, m


def _limits(values: ArrayLike) -> Floats:
    limits = measure(values)
    if (np.diff(limits) <= 0).any():
        raise BadMeasure("cutoffs: expected limits that rise")
    return limits


def _flat(*measures: Floats) -> tuple[str, ...]:
    names = ("recency", "frequency", "money")
    return tuple(name for name, each in zip(names, measures, strict=True) if (each == each[0]).all())
