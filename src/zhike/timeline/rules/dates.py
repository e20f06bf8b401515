"""When the next contact is due, and how long own words may be corrected."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta

from zhike.core.workdays.rules import NoWorkTime, WorkTime

CORRECTED_WITHIN = timedelta(hours=24)
AHEAD = timedelta(minutes=5)  # clocks differ


def _a_month_later(day: date) -> date:
    """Answer the same day of the next month, or its last one."""
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


CHOICES: dict[str, Callable[[date], date]] = {
    "tomorrow": lambda day: day + timedelta(days=1),
    "three_days": lambda day: day + timedelta(days=3),
    "week": lambda day: day + timedelta(days=7),
    "month": _a_month_later,
}
"""How far ahead each quick choice is, before days off are passed over."""


def chosen_day(choice: str, *, on: date, work: WorkTime) -> date:
    """Answer the working day that a quick choice means."""
    return first_working_day(CHOICES[choice](on), work=work)


def first_working_day(day: date, *, work: WorkTime) -> date:
    """Answer the day itself if it is worked, else the next one that is; the day itself when none is known."""
    if work.hours(day):
        return day
    try:
        return work.add_days(day, 1)
    except NoWorkTime:
        return day


def is_future(happened_at: datetime, *, at: datetime) -> bool:
    """Say whether something cannot have happened yet, clocks being a little apart."""
    return happened_at > at + AHEAD


def may_correct(recorded_at: datetime, *, at: datetime) -> bool:
    """Say whether own words may still be corrected."""
    return at - recorded_at <= CORRECTED_WITHIN
