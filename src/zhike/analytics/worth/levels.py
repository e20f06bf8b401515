"""The five relationship levels and which of them a customer's margin pays for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhike.analytics.lifetime.history import Floats
from zhike.analytics.worth.figures import BadFigures, number, row

Level = Literal["basic", "reactive", "accountable", "proactive", "partnership"]
"""基本型, 被动型, 负责型, 能动型, 伙伴型, from the least served to the most."""
Evidence = Literal["expert_estimate", "experiment"]
"""Where a retention is from: 专家估计 until own experiments say otherwise."""
Size = Literal["many", "medium", "few"]
Degree = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class Policy:
    """What a level costs and what it keeps.

    Attributes:
        level: which.
        retention: share of customers so served that stays a year, 0–1.
        service: 分 a year and customer.
        entry: 分 once, to bring a customer to this level.
        evidence: where the retention is from.
    """

    level: Level
    retention: float
    service: float
    entry: float = 0.0
    evidence: Evidence = "expert_estimate"


POLICIES = (
    Policy("basic", 0.60, 0),
    Policy("reactive", 0.66, 40_00),
    Policy("accountable", 0.74, 120_00),
    Policy("proactive", 0.80, 300_00),
    Policy("partnership", 0.85, 1_500_00),
)
"""A first proposal, to be replaced by own numbers (domain book 2.8)."""


@dataclass(frozen=True, eq=False)
class Choice:
    """The best level of n customers among k, with the numbers of all.

    Attributes:
        levels: (k,) the levels in the order of the columns.
        values: (n, k) 分, what a customer is worth if so served, for ever.
        best: (n,) column of the greatest value; of equal ones the cheaper level.
        pays: (n,) whether the best is above 0; where not, the question is whether to keep the customer at all.
        evidence: (k,) where each retention is from.
    """

    levels: tuple[Level, ...]
    values: Floats
    best: NDArray[np.intp]
    pays: NDArray[np.bool_]
    evidence: tuple[Evidence, ...]

    @property
    def chosen(self) -> list[Level]:
        """The best level of each customer by name."""
        return [self.levels[column] for column in self.best]


def choose(margin: ArrayLike, *, discount: float, policies: Sequence[Policy] = POLICIES) -> Choice:
    """Choose the level that leaves most: argmax over L of (m - c_L) r_L / (1 + d - r_L) - A_L.

    Args:
        margin: (n,) yearly margin before the cost of the relationship, 分.
        discount: rate a year.
        policies: the levels to choose from, from the cheapest on.

    Raises:
        BadFigures: no policy, or a figure out of its limits.

    Source: Kotler, "Marketing Management", on levels of relationship; formula of domain book 2.8.
    """
    m, d = row("margin", margin), number("discount", discount, least=1e-6)
    if not policies:
        raise BadFigures("policies: at least one level is expected")
    r = row("retention", [each.retention for each in policies], least=0, most=1)
    service = row("service", [each.service for each in policies], least=0)
    entry = row("entry", [each.entry for each in policies], least=0)
    values = (m[:, None] - service) * r / (1 + d - r) - entry
    best = values.argmax(axis=1)
    return Choice(
        tuple(each.level for each in policies),
        values,
        best,
        values.max(axis=1) > 0,
        tuple(each.evidence for each in policies),
    )


_MATRIX: dict[tuple[Size, Degree], Level] = {
    ("many", "high"): "accountable",
    ("many", "medium"): "reactive",
    ("many", "low"): "basic",
    ("medium", "high"): "proactive",
    ("medium", "medium"): "accountable",
    ("medium", "low"): "reactive",
    ("few", "high"): "partnership",
    ("few", "medium"): "proactive",
    ("few", "low"): "accountable",
}


def usual_level(customers: Size, margin: Degree) -> Level:
    """Answer the level that is usual for so many customers of such a margin: the default where nothing is measured.

    Raises:
        BadFigures: no such size or degree.

    Source: Kotler, "Marketing Management", levels of relationship marketing; domain book 2.8 and 4.14.
    """
    found = _MATRIX.get((customers, margin))
    if found is None:
        raise BadFigures(f"expected many, medium or few and high, medium or low, not {customers!r} and {margin!r}")
    return found
