"""What relative dates mean on a day: this month, the last 30 days, more than 90 days ago."""

from calendar import monthrange
from datetime import date, timedelta

Span = tuple[date | None, date | None]
UNITS = ("week", "month", "quarter", "year")
FURTHEST_DAYS = 36_500


def last_days(count: int, *, on: date) -> Span:
    """Answer the last days, today being one of them."""
    return on - timedelta(days=count - 1), on


def next_days(count: int, *, on: date) -> Span:
    """Answer the coming days, beginning with today."""
    return on, on + timedelta(days=count - 1)


def older_than(count: int, *, on: date) -> Span:
    """Answer all days that lie more than so many days back."""
    return None, on - timedelta(days=count + 1)


def this(unit: str, *, on: date) -> Span:
    """Answer the week (from Monday), month, quarter or year of a day."""
    if unit == "week":
        monday = on - timedelta(days=on.weekday())
        return monday, monday + timedelta(days=6)
    first = {"month": on.month, "quarter": (on.month - 1) // 3 * 3 + 1, "year": 1}[unit]
    last = {"month": on.month, "quarter": first + 2, "year": 12}[unit]
    return date(on.year, first, 1), date(on.year, last, monthrange(on.year, last)[1])


def previous(unit: str, *, on: date) -> Span:
    """Answer the week, month, quarter or year before that of a day."""
    begin = this(unit, on=on)[0]
    assert begin is not None  # noqa: S101 - a unit has a first day
    return this(unit, on=begin - timedelta(days=1))
