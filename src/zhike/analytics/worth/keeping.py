"""Whether to keep a customer who loses money: three reasons on each side, looked at in order, our own faults first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from numpy.typing import ArrayLike

from zhike.analytics.worth.figures import LARGEST, cents, number, whole

Outcome = Literal["keep", "change", "drop"]
"""留, 改 (价格或服务方式), 放."""
Reason = Literal["profitable", "own_fault", "temporary", "word_of_mouth", "structural"]
Step = Literal["offer_change", "tell", "cool_off"]
"""What is still to be done before a customer is let go."""

TEMPORARY_PERIODS = 2
COOLING_DAYS = 30


@dataclass(frozen=True)
class Case:
    """A customer whose profit is in question; money in whole 分.

    Attributes:
        profits: (T,) by period, the latest last.
        own_fault: part of the latest loss that we caused ourselves.
        brought: yearly profit of those he brought and the worth of the share he gives us.
        outside_goal: whether serving him contradicts what we stand for; None if not answered.
        dilutes: whether he widens our positioning too far; None if not answered.
        change_offered: whether another price or way of service was offered.
        told: whether he was told, with dignity.
        days_since_told: days gone by since.
    """

    profits: ArrayLike
    own_fault: int = 0
    brought: int = 0
    outside_goal: bool | None = None
    dilutes: bool | None = None
    change_offered: bool = False
    told: bool = False
    days_since_told: float = 0


@dataclass(frozen=True)
class Decision:
    """What is proposed of a customer; a person decides.

    Attributes:
        outcome: keep, change or drop.
        reason: the first that settled it.
        for_keeping: each reason to keep and whether it holds.
        for_dropping: each reason to drop and whether it holds; None where nobody answered.
        outstanding: what must be done before he may be dropped.
        losing_periods: how many periods up to now brought a loss without a break.
    """

    outcome: Outcome
    reason: Reason
    for_keeping: dict[str, bool]
    for_dropping: dict[str, bool | None]
    outstanding: tuple[Step, ...]
    losing_periods: int


def decide(case: Case) -> Decision:
    """Go through all six reasons; only who fails each reason to keep him, and every step before parting, is dropped.

    Raises:
        BadFigures: no period, 分 that are not whole, a fault below 0.

    Source: domain book row B17 and 2.26.
    """
    profits = cents("profits", case.profits)
    latest, losing = int(profits[-1]), _losing(profits[::-1].tolist())
    mended = latest + whole("own_fault", case.own_fault)
    brought = whole("brought", case.brought, least=-LARGEST)
    keeping = {
        "own_fault": latest < 0 <= mended,
        "temporary": 0 < losing <= TEMPORARY_PERIODS,
        "word_of_mouth": latest < 0 and brought > 0 and mended + brought >= 0,
    }
    structural = losing > TEMPORARY_PERIODS and mended < 0
    dropping = {"outside_goal": case.outside_goal, "dilutes": case.dilutes, "weakens": structural}
    reason: Reason = "profitable" if latest >= 0 else _first(keeping)
    steps = tuple(_outstanding(case)) if reason == "structural" else ()
    outcome: Outcome = "keep" if reason != "structural" else "change" if steps else "drop"
    return Decision(outcome, reason, keeping, dropping, steps, losing)


def _first(keeping: dict[str, bool]) -> Reason:
    if keeping["own_fault"]:
        return "own_fault"
    if keeping["temporary"]:
        return "temporary"
    return "word_of_mouth" if keeping["word_of_mouth"] else "structural"


def _losing(latest_first: list[int]) -> int:
    return next((n for n, profit in enumerate(latest_first) if profit >= 0), len(latest_first))


def _outstanding(case: Case) -> Iterator[Step]:
    if not case.change_offered:
        yield "offer_change"
    if not case.told:
        yield "tell"
    if not case.told or number("days_since_told", case.days_since_told, least=0) < COOLING_DAYS:
        yield "cool_off"
