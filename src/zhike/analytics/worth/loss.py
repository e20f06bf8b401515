"""What one lost customer costs: his own purchases and those of the people he tells. Always a range."""

import math
from dataclasses import dataclass
from typing import Literal

from zhike.analytics.worth.figures import TINY, BadFigures, Span, number, span
from zhike.analytics.worth.lifetime_value import Margin, known

Reading = Literal["both_rings", "second_ring"]
"""Who may be lost: a share of all who hear of it (reading A, the default) or only of the second ring (B)."""
People = Literal["fractions", "floor", "ceil"]


TOLD = Span(10, 20)
"""People whom a dissatisfied customer tells, by the course."""


@dataclass(frozen=True)
class Story:
    """What is assumed of a lost customer; a number is known exactly, a `Span` only between two ends.

    Attributes:
        a_week: 分 spent a week.
        weeks: weeks a year in which he buys.
        years: how long he would have stayed.
        told: people he tells.
        believing: share of these who are influenced, 0–1; the source says "at least".
        passed_on: people each of these tells; the source says "at least".
        leaving: share of the influenced who leave too, 0–1.
    """

    a_week: Span | float = 50_00
    weeks: Span | float = 52
    years: Span | float = 10
    told: Span | float = TOLD
    believing: Span | float = 0.5
    passed_on: Span | float = 5
    leaving: Span | float = 0.25


@dataclass(frozen=True)
class Loss:
    """What is lost with a customer; money in 分.

    Attributes:
        own: his own purchases.
        first_ring: people he influences.
        second_ring: people whom these tell.
        people: how many of them leave.
        others: what these would have bought.
        total: both together.
        reading: of whom a share leaves.
        margin: what was summed.
        open_above: the shares are minimums in the source, so the true upper end is open.
    """

    own: Span
    first_ring: Span
    second_ring: Span
    people: Span
    others: Span
    total: Span
    reading: Reading
    margin: Margin
    open_above: bool = True


def loss(
    story: Story = Story(),
    *,
    reading: Reading = "both_rings",
    people: People = "fractions",
    discount: float = 0.0,
    margin_rate: float = 1.0,
    kind: Margin = "sales",
) -> Loss:
    """Reckon what is lost with a customer.

    Args:
        story: what is assumed.
        reading: of whom a share leaves.
        people: whether part of a person counts, or is left away, or counts as one.
        discount: rate a year; purchases come at the end of each year.
        margin_rate: margin per 分 of sales, 0–1.
        kind: what the result is once multiplied by the margin rate.

    Raises:
        BadFigures: a figure is out of its limits or a range is upside down.

    Source: domain book 2.1, after Timm, "Customer Service".
    """
    a_year = span("a_week", story.a_week) * span("weeks", story.weeks, most=53)
    rate = number("margin_rate", margin_rate, least=0, most=1)
    own = a_year * _years(span("years", story.years, most=200), number("discount", discount, least=0)) * rate
    first = span("told", story.told) * span("believing", story.believing, most=1)
    second = first * span("passed_on", story.passed_on)
    heard = _heard(first, second, reading)
    lost = _people(heard * span("leaving", story.leaving, most=1), people)
    others = own * lost
    return Loss(own, first, second, lost, others, own + others, reading, known(kind))


def annuity(years: float, discount: float) -> float:
    """Answer what 1 at the end of each of so many years is worth today: (1 - (1 + d)^-n) / d.

    Raises:
        BadFigures: a figure is negative or missing.
    """
    n, d = number("years", years, least=0), number("discount", discount, least=0)
    return float(-math.expm1(-n * math.log1p(d)) / d) if d else n


@dataclass(frozen=True)
class TextbookLoss:
    """The American textbook's reckoning.

    Attributes:
        heard: people who know of it, the customer included.
        leaving: how many leave, whole people.
        yearly: 分 lost a year.
        total: 分 lost in all years.
    """

    heard: float
    leaving: int
    yearly: float
    total: float


def textbook_loss(
    a_year: float = 2_600_00, *, years: float = 10, told: float = 11, passed_on: float = 5, leaving: float = 0.25
) -> TextbookLoss:
    """Reckon as the textbook does: the customer, those he tells, those whom each of these tells; a share leaves.

    Raises:
        BadFigures: a figure is out of its limits.

    Source: Timm, "Customer Service", the grocery's lost customer; domain book 2.1.
    """
    first = number("told", told, least=0)
    heard = 1 + first + first * number("passed_on", passed_on, least=0)
    people = math.floor(heard * number("leaving", leaving, least=0, most=1) + 0.5)
    yearly = people * number("a_year", a_year, least=0)
    return TextbookLoss(heard, people, yearly, yearly * number("years", years, least=0))


TELLING: dict[str, Span] = {
    "course": TOLD,
    "workshop": Span(5, 5),
    "folk": Span(8, 10),
    "folk_with_one_in_five_telling_twenty": Span(0.8 * 8 + 0.2 * 20, 0.8 * 10 + 0.2 * 20),
}
"""How many people a dissatisfied customer tells, by who says so: presets for `Story.told`, none of them measured."""


def _years(years: Span, discount: float) -> Span:
    return Span(annuity(years.low, discount), annuity(years.high, discount))


def _heard(first: Span, second: Span, reading: Reading) -> Span:
    if reading == "both_rings":
        return first + second
    if reading == "second_ring":
        return second
    raise BadFigures(f"reading: both_rings or second_ring is expected, not {reading!r}")


def _people(lost: Span, people: People) -> Span:
    if people == "fractions":
        return lost
    if people == "floor":
        return Span(math.floor(lost.low + TINY), math.floor(lost.high + TINY))
    if people == "ceil":
        return Span(math.ceil(lost.low - TINY), math.ceil(lost.high - TINY))
    raise BadFigures(f"people: fractions, floor or ceil is expected, not {people!r}")
