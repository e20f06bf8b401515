"""The leaky bucket: how a customer base grows by who stays and who comes, and what it costs to keep it full."""

from dataclasses import dataclass

import numpy as np

from zhike.analytics.lifetime.history import Floats
from zhike.analytics.worth.figures import number, whole


def base(retention: float, new: float, *, years: int, start: float = 1.0) -> Floats:
    """Answer (years + 1,) the customers at the start and after each year: baseₜ₊₁ = baseₜ (retention + new).

    Args:
        retention: share that stays a year, 0–1.
        new: new customers a year, as a share of the base, at most 10.
        years: whole years ahead, at most 200.
        start: customers now; 1 gives multiples.

    Raises:
        BadFigures: a figure is out of its limits.

    Source: Reichheld, "The Loyalty Effect", 1996, chapter 2; domain book 2.10.
    """
    found: Floats = number("start", start, least=0) * _factor(retention, new) ** np.arange(
        whole("years", years, most=200) + 1
    )
    return found


def doubling_years(retention: float, new: float) -> float | None:
    """Answer in how many years the base doubles; None if it does not grow.

    Raises:
        BadFigures: a figure is out of its limits.
    """
    factor = _factor(retention, new)
    return float(np.log(2) / np.log(factor)) if factor > 1 + 1e-12 else None


def expected_years(retention: float) -> float | None:
    """Answer how long a customer stays on average, 1 / (1 - R); None if nobody ever leaves.

    Raises:
        BadFigures: a share that is none.

    Source: domain book 2.5 and 2.11: said as years, never as profit promised.
    """
    leaving = 1 - number("retention", retention, least=0, most=1)
    return 1 / leaving if leaving else None


@dataclass(frozen=True)
class Refill:
    """What it takes a year to keep the same revenue.

    Attributes:
        customers: how many the revenue needs.
        replaced: how many of them must be won anew.
        cost: 分 that winning them costs.
    """

    customers: float
    replaced: float
    cost: float


def refill(revenue: float, *, a_customer: float, retention: float, winning: float) -> Refill:
    """Reckon what lost customers cost to replace while revenue stays the same.

    Args:
        revenue: 分 a year.
        a_customer: 分 a year and customer, above 0.
        retention: share that stays a year, 0–1.
        winning: 分 to win one customer.

    Raises:
        BadFigures: a figure is out of its limits.

    Source: domain book row B16.
    """
    needed = number("revenue", revenue, least=0) / number("a_customer", a_customer, least=1)
    replaced = needed * (1 - number("retention", retention, least=0, most=1))
    return Refill(needed, replaced, replaced * number("winning", winning, least=0))


def _factor(retention: float, new: float) -> float:
    return number("retention", retention, least=0, most=1) + number("new", new, least=0, most=10)
