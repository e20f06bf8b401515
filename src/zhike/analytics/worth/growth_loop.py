"""The loop of loyal growth: best customers buy again and bring others, which shows in sales. Does it turn?"""

from dataclasses import dataclass
from typing import Literal

from zhike.analytics.worth.figures import number

Arrow = Literal["up", "level", "down", "no_data"]
"""Where a measure went; no_data (无数据) where it was not taken in both periods."""


@dataclass(frozen=True)
class Turn:
    """The four measures of the loop in one period; None where not measured.

    Attributes:
        best: how many best customers.
        repeats: mean purchases of one of them.
        referred: customers whom customers brought.
        revenue: 分.
    """

    best: float | None
    repeats: float | None
    referred: float | None
    revenue: float | None


@dataclass(frozen=True)
class Loop:
    """How the loop turned from one period to the next.

    Attributes:
        arrows: by the names of the measures.
        up: how many of the four rose.
        growth: change of revenue as a share; None if there was none before.
    """

    arrows: dict[str, Arrow]
    up: int
    growth: float | None


def growth_loop(before: Turn, after: Turn) -> Loop:
    """Compare two periods of one length. Customers brought need not rise: any at all turns the loop on.

    Raises:
        BadFigures: a measure is negative or no number.

    Source: domain book row B08, after Reichheld, "The Loyalty Effect", 1996, chapter 1.
    """
    arrows = {
        "best": _arrow("best", before.best, after.best),
        "repeats": _arrow("repeats", before.repeats, after.repeats),
        "referred": _arrow("referred", 0, after.referred),
        "revenue": _arrow("revenue", before.revenue, after.revenue),
    }
    growth = None
    if before.revenue and after.revenue is not None:
        growth = after.revenue / before.revenue - 1
    return Loop(arrows, sum(arrow == "up" for arrow in arrows.values()), growth)


def _arrow(name: str, before: float | None, after: float | None) -> Arrow:
    if before is None or after is None:
        return "no_data"
    change = number(name, after, least=0) - number(name, before, least=0)
    if not change:
        return "level"
    return "up" if change > 0 else "down"
