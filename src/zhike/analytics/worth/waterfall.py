"""Why a loyal customer earns more each year: six measures, or no figure at all."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from zhike.analytics.lifetime.history import Floats
from zhike.analytics.worth.figures import LARGEST, even, row


@dataclass(frozen=True, eq=False)
class Measures:
    """What an average customer brings and takes in year 0, 1, …, T; each (T + 1,) 分, or None if not measured.

    Attributes:
        acquisition: spent on winning him, ≥ 0.
        base: margin of what he bought at first.
        growth: margin of what he buys beyond that.
        saving: what he costs less to serve than a newcomer.
        referral: margin of those he brought, times his share in it.
        premium: what he pays above the newcomer's price.
        service: spent on serving the loyal; None counts nothing.
        discount: granted to the loyal; None counts nothing.
    """

    acquisition: ArrayLike | None
    base: ArrayLike | None
    growth: ArrayLike | None
    saving: ArrayLike | None
    referral: ArrayLike | None
    premium: ArrayLike | None
    service: ArrayLike | None = None
    discount: ArrayLike | None = None


SIX = ("acquisition", "base", "growth", "saving", "referral", "premium")
_TAKEN = frozenset({"acquisition", "service", "discount"})


@dataclass(frozen=True, eq=False)
class Waterfall:
    """The profit of an average customer by year.

    Attributes:
        parts: what is measured, (T + 1,) 分 each, with its sign.
        missing: which of the six are not measured (无数据); then there is no profit and nothing is promised.
        profit: (T + 1,) 分 a year, or None.
        cumulative: (T + 1,) 分 until the end of each year, or None.
        payback: the year during which the cumulative profit passes 0, or None.
    """

    parts: dict[str, Floats]
    missing: tuple[str, ...]
    profit: Floats | None
    cumulative: Floats | None
    payback: int | None


def waterfall(measures: Measures) -> Waterfall:
    """Add up the six measures and what loyalty costs: base + growth + saving + referral + premium - the rest.

    Raises:
        BadFigures: rows of different lengths, or a cost below 0.

    Source: Reichheld, Sasser, "Zero defections", Harvard Business Review 68(5) 1990; domain book 2.11.
    """
    parts: dict[str, Floats] = {}
    for each in fields(measures):
        values = getattr(measures, each.name)
        if values is not None:
            taken = each.name in _TAKEN
            found = row(each.name, values, least=0 if taken else -LARGEST)
            parts[each.name] = -found if taken else found
    if parts:
        even(**parts)
    missing = tuple(name for name in SIX if name not in parts)
    if missing:
        return Waterfall(parts, missing, None, None, None)
    profit: Floats = np.sum(list(parts.values()), axis=0)
    return Waterfall(parts, missing, profit, np.cumsum(profit), payback(profit))


def payback(profit: ArrayLike) -> int | None:
    """Answer the year, from 0, in which the profits since then first make up for what was spent; None if none does.

    Raises:
        BadFigures: no number, or one that is missing.
    """
    total = np.cumsum(row("profit", profit))
    paid = total >= 0
    return int(np.argmax(paid)) if paid.any() else None
