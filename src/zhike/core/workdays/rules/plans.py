"""A calendar as it is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

USUAL = "09:00-12:00 13:00-18:00"
USUAL_WEEK = (USUAL,) * 5 + ("",) * 2
YEARS = range(2025, 2100)  # today's holidays are law since 2025; the lunar tables end with 2100


@dataclass(frozen=True)
class OwnDay:
    """What is said of one day, whatever the week says."""

    is_working: bool
    name: str

    def __str__(self) -> str:
        return f"{'班' if self.is_working else '休'} {self.name}"


@dataclass(frozen=True)
class Plan:
    """The hours of each weekday from Monday on, those of a make-up day, and the days of their own.

    `years` says of each year that was prepared whether its official list has been entered, `asked` names the years
    for which a due time was wanted before that.
    """

    hours: tuple[str, ...] = USUAL_WEEK
    make_up_hours: str = USUAL
    days: Mapping[date, OwnDay] = field(default_factory=dict)
    years: Mapping[int, bool] = field(default_factory=dict)
    asked: frozenset[int] = frozenset()
    version: int = 0

    def hours_on(self, day: date) -> str:
        """Answer the hours of a day; a make-up day on a usual working day has that day's own."""
        usual, own = self.hours[day.weekday()], self.days.get(day)
        if own is None:
            return usual
        return (usual or self.make_up_hours) if own.is_working else ""
