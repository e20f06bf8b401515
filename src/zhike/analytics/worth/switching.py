"""What it would cost a customer to leave, of three kinds, and whether he stays only because of it."""

from dataclasses import dataclass
from typing import Literal

from zhike.analytics.worth.figures import number

Hold = Literal["hostage", "held", "free", "no_data"]
"""hostage 人质客户: high cost and low satisfaction; no_data 无数据: high cost, satisfaction unknown."""

HIGH = 60.0
"""A first proposal of what is a high score."""
DISSATISFIED = 2.0
"""Of five grades."""


@dataclass(frozen=True)
class SwitchingCost:
    """Scores from 0 to 100, never added up: each kind is shown for itself.

    Attributes:
        procedural: effort and risk of changing (systems joined, people trained).
        financial: money that would be lost (rebates, deposits).
        relational: ties to people and to the brand.
    """

    procedural: float
    financial: float
    relational: float


def hold(cost: SwitchingCost, satisfaction: float | None, *, high: float = HIGH) -> Hold:
    """Judge whether a customer is held against his wish: an alarm, never a lever.

    Args:
        cost: scores of the three kinds.
        satisfaction: his grade from 1 to 5, if he was asked.
        high: score from which a kind holds him.

    Raises:
        BadFigures: a score or grade is out of its limits.

    Source: Burnham, Frels, Mahajan, "Consumer switching costs", Journal of the Academy of Marketing Science 31(2) 2003;
    the alarm is the domain book's, row A24.
    """
    kinds = {"procedural": cost.procedural, "financial": cost.financial, "relational": cost.relational}
    strongest = max(number(name, score, least=0, most=100) for name, score in kinds.items())
    grade = None if satisfaction is None else number("satisfaction", satisfaction, least=1, most=5)
    if strongest < number("high", high, least=0, most=100):
        return "free"
    if grade is None:
        return "no_data"
    return "hostage" if grade <= DISSATISFIED else "held"
