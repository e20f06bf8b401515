"""What a new customer costs beside what keeping one costs: own figures, and what others claim."""

from dataclasses import dataclass

from zhike.analytics.worth.figures import Span, number, whole

CLAIMED = {"key_accounts": Span(2, 6), "course": Span(5, 6), "workshop": Span(8, 8)}
"""How many times dearer a new customer is said to be: shown beside the own figure, never used in its stead."""


@dataclass(frozen=True)
class WinningCost:
    """What a period's spending came to by customer; money in 分.

    Attributes:
        winning: spent on winning / customers won; None if none was won (无数据).
        keeping: spent on keeping / active customers; None if there were none.
        times: winning / keeping; None if either is missing or keeping cost nothing.
        won, kept: customers that each was divided by.
    """

    winning: float | None
    keeping: float | None
    times: float | None
    won: int
    kept: int


def winning_cost(spent_on_winning: float, won: int, *, spent_on_keeping: float, kept: int) -> WinningCost:
    """Divide a period's spending by customers.

    Args:
        spent_on_winning: 分.
        won: new customers of the period.
        spent_on_keeping: 分.
        kept: active old customers of the period.

    Raises:
        BadFigures: a figure is negative or no number.

    Source: domain book row B15 and 4.1.
    """
    new, old = whole("won", won), whole("kept", kept)
    winning = number("spent_on_winning", spent_on_winning, least=0) / new if new else None
    keeping = number("spent_on_keeping", spent_on_keeping, least=0) / old if old else None
    times = winning / keeping if winning is not None and keeping else None
    return WinningCost(winning, keeping, times, new, old)
