"""What a customer is worth over the time he stays: the closed formulas and the finite table."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from zhike.analytics.lifetime.history import Floats
from zhike.analytics.worth.figures import BadFigures, number, numbers, row, together

Variant = Literal["infinite", "margin_now", "growing", "table", "contract", "lifetime_model", "gap_rule"]
"""By which formula a value was found."""
Margin = Literal["sales", "gross_margin", "contribution"]
"""What is summed: turnover, turnover less goods, or what is left after service too (domain book 2.26)."""

YEAR = 365.0


@dataclass(frozen=True, eq=False)
class Value:
    """What customers are worth, never without how it was found.

    Attributes:
        amount: (n,) or () 分, discounted to today.
        variant: the formula.
        horizon_days: how far it looks ahead, in days; None is for ever.
        margin: what was summed.
    """

    amount: Floats
    variant: Variant
    horizon_days: float | None
    margin: Margin

    @property
    def equity(self) -> float:
        """Customer equity: the values of all, summed, in 分."""
        return float(np.sum(self.amount))


def infinite(
    margin: ArrayLike, retention: ArrayLike, *, discount: float, kind: Margin, acquisition: ArrayLike = 0.0
) -> Value:
    """Value customers for ever, the first margin coming in a year: m r / (1 + d - r) - AC.

    Args:
        margin: (n,) or one, 分 a year.
        retention: (n,) or one, share that stays a year, 0–1.
        discount: rate a year; 0.1 is 10 %.
        kind: what the margin is.
        acquisition: (n,) or one, 分 still to be spent on winning them.

    Raises:
        BadFigures: a figure is out of its limits, or nothing is discounted and nobody leaves.

    Source: Gupta, Lehmann, "Customers as assets", Journal of Interactive Marketing 17(1) 2003; domain book 2.8.
    """
    return _perpetual(margin, retention, discount=discount, kind=kind, acquisition=acquisition, variant="infinite")


def margin_now(
    margin: ArrayLike, retention: ArrayLike, *, discount: float, kind: Margin, acquisition: ArrayLike = 0.0
) -> Value:
    """Value customers for ever, the first margin coming now: m (1 + d) / (1 + d - r) - AC.

    Args, Raises and Source: as of `infinite`.
    """
    return _perpetual(margin, retention, discount=discount, kind=kind, acquisition=acquisition, variant="margin_now")


def growing(
    margin: ArrayLike,
    retention: ArrayLike,
    *,
    discount: float,
    growth: float,
    kind: Margin,
    acquisition: ArrayLike = 0.0,
) -> Value:
    """Value customers for ever whose margin grows each year they stay: m r / (1 + d - r (1 + g)) - AC.

    Args:
        margin: (n,) or one, 分 a year, the first of them not grown yet.
        retention: (n,) or one, share that stays a year, 0–1.
        discount: rate a year.
        growth: rate a year, -1 or more.
        kind: what the margin is.
        acquisition: (n,) or one, 分 still to be spent on winning them.

    Raises:
        BadFigures: a figure is out of its limits, or the margin grows faster than it is discounted and lost.

    Source: Gupta, Lehmann, Stuart, "Valuing customers", Journal of Marketing Research 41(1) 2004; domain book 2.8.
    """
    return _perpetual(
        margin, retention, discount=discount, kind=kind, acquisition=acquisition, variant="growing", growth=growth
    )


def table(
    margins: ArrayLike,
    retention: ArrayLike,
    *,
    discount: float,
    kind: Margin,
    acquisition: float = 0.0,
    period_days: float = YEAR,
) -> Value:
    """Value a customer over some periods, each with its own margin and retention: Σ mₜ sₜ / (1 + d)ᵗ - AC.

    Args:
        margins: (T,) 分 in the 1st, 2nd, … period of those still there.
        retention: (T,) share that stays from the period before, by tenure.
        discount: rate a period; `discount_a_period` makes it from a yearly one.
        kind: what the margins are.
        acquisition: 分 still to be spent on winning the customer.
        period_days: length of a period.

    Raises:
        BadFigures: the rows are not of one length or a figure is out of its limits.

    Source: domain book 2.8.
    """
    m = row("margins", margins)
    stay = row("retention", retention, least=0, most=1)
    if len(m) != len(stay):
        raise BadFigures(f"margins and retention: one of each a period is expected, not {len(m)} and {len(stay)}")
    rate = number("discount", discount, least=0)
    worth = float(m @ np.cumprod(stay / (1 + rate)))
    days = len(m) * number("period_days", period_days, least=1)
    return Value(np.float64(worth - number("acquisition", acquisition)) + np.zeros(()), "table", days, known(kind))


def discount_a_period(yearly: float, *, periods_a_year: float = 12) -> float:
    """Answer the rate a period, by default a month, that makes the yearly one: (1 + d)^(1/12) - 1."""
    return float((1 + number("yearly", yearly, least=0)) ** (1 / number("periods_a_year", periods_a_year, least=1)) - 1)


def known(kind: Margin) -> Margin:
    """Answer the definition of a margin.

    Raises:
        BadFigures: it is none of the three.
    """
    if kind not in get_args(Margin):
        raise BadFigures(f"kind: one of {', '.join(get_args(Margin))} is expected, not {kind!r}")
    return kind


def _perpetual(
    margin: ArrayLike,
    retention: ArrayLike,
    *,
    discount: float,
    kind: Margin,
    acquisition: ArrayLike,
    variant: Variant,
    growth: float = 0.0,
) -> Value:
    m, spent = numbers("margin", margin), numbers("acquisition", acquisition)
    r = numbers("retention", retention, least=0, most=1)
    together(margin=m, retention=r, acquisition=spent)
    d = number("discount", discount, least=0)
    g = number("growth", growth, least=-1)
    left = 1 + d - r * (1 + g)
    if (left <= 0).any():
        raise BadFigures("retention: the value has no bound; less retention or growth, or more discount, is expected")
    amount = m * ((1 + d) if variant == "margin_now" else r) / left - spent
    return Value(np.asarray(amount, dtype=np.float64), variant, None, known(kind))
