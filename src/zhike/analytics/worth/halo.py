"""Whether old customers are worth more (老客户光环): measured by tenure, not believed."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from zhike.analytics.lifetime.history import Floats
from zhike.analytics.worth.figures import BadFigures, Flags, even, flags, row

Verdict = Literal["holds", "fails", "too_little_data"]

FEWEST_DEALS = 30
"""Deals in each of the two groups that are compared (domain book 4.30)."""


@dataclass(frozen=True, eq=False)
class Deals:
    """Deals offered to n customers; money in 分.

    Attributes:
        tenure_days: (n,) how long each had been a customer.
        won: (n,) whether the deal was made; money is looked at only where it was.
        sales: (n,) at list price.
        discount: (n,) granted.
        cost: (n,) of goods.
        service: (n,) cost of serving.
        referred: (n,) whether a customer brought it.
    """

    tenure_days: Floats
    won: Flags
    sales: Floats
    discount: Floats
    cost: Floats
    service: Floats
    referred: Flags


def deals(
    tenure_days: ArrayLike,
    won: ArrayLike,
    *,
    sales: ArrayLike,
    discount: ArrayLike,
    cost: ArrayLike,
    service: ArrayLike,
    referred: ArrayLike,
) -> Deals:
    """Check deals.

    Raises:
        BadFigures: rows of different lengths, a negative or missing number.
    """
    tenure, made, brought = row("tenure_days", tenure_days, least=0), flags("won", won), flags("referred", referred)
    money = (
        row("sales", sales, least=0),
        row("discount", discount, least=0),
        row("cost", cost, least=0),
        row("service", service, least=0),
    )
    even(tenure_days=tenure, won=made, referred=brought, sales=money[0], discount=money[1], cost=money[2])
    even(sales=money[0], service=money[3])
    return Deals(tenure, made, *money, brought)


@dataclass(frozen=True)
class Cohort:
    """The deals of customers of like tenure; a rate is None where there is nothing to divide by.

    Attributes:
        from_days: shortest tenure.
        offered, won: how many deals.
        margin: (net sales - cost) / net sales of those won.
        discount: discount / list price.
        service: cost of serving / net sales.
        referred: share of the won that a customer brought.
        closed: won / offered.
    """

    from_days: float
    offered: int
    won: int
    margin: float | None
    discount: float | None
    service: float | None
    referred: float | None
    closed: float | None


@dataclass(frozen=True)
class Halo:
    """What was found of the claims that old customers pay more, cost less, bring others and say yes more readily.

    Attributes:
        cohorts: from the newest customers to the oldest.
        margin, discount, service, closed: whether the oldest are no worse than the newest.
    """

    cohorts: tuple[Cohort, ...]
    margin: Verdict
    discount: Verdict
    service: Verdict
    closed: Verdict


def halo(given: Deals, *, borders: ArrayLike = (365.0, 1095.0), fewest: int = FEWEST_DEALS) -> Halo:
    """Compare the deals of the newest and the oldest customers.

    Args:
        given: deals.
        borders: (k,) rising tenures in days at which a cohort ends and the next begins.
        fewest: deals that each of the two must have.

    Raises:
        BadFigures: borders that do not rise.

    Source: Reinartz, Kumar, "The mismanagement of customer loyalty", Harvard Business Review 80(7) 2002;
    domain book row A80 and 4.5. It compares single deals: what a customer brings in all his time is another question.
    """
    ends = row("borders", borders, least=0)
    if (np.diff(ends) <= 0).any():
        raise BadFigures("borders: rising numbers of days are expected")
    place = np.searchsorted(ends, given.tenure_days, side="right")
    starts = np.append(0.0, ends)
    cohorts = tuple(_cohort(given, place == k, float(start)) for k, start in enumerate(starts))
    new, old = cohorts[0], cohorts[-1]

    def verdict(name: str, sign: int, counted: str) -> Verdict:
        one, other = getattr(old, name), getattr(new, name)
        if min(getattr(old, counted), getattr(new, counted)) < fewest or one is None or other is None:
            return "too_little_data"
        return "holds" if sign * (one - other) >= 0 else "fails"

    return Halo(
        cohorts,
        verdict("margin", 1, "won"),
        verdict("discount", -1, "won"),
        verdict("service", -1, "won"),
        verdict("closed", 1, "offered"),
    )


def _cohort(given: Deals, here: Flags, from_days: float) -> Cohort:
    won = here & given.won
    listed = float(given.sales[won].sum())
    off, cost = float(given.discount[won].sum()), float(given.cost[won].sum())
    net, made, offered = listed - off, int(won.sum()), int(here.sum())
    return Cohort(
        from_days,
        offered,
        made,
        _ratio(net - cost, net),
        _ratio(off, listed),
        _ratio(float(given.service[won].sum()), net),
        _ratio(int(given.referred[won].sum()), made),
        _ratio(made, offered),
    )


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None
