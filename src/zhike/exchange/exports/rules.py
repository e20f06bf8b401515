"""When a scheduled export is due, and what its files are called."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

LONGEST_WAIT_DAYS = 31
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


@dataclass(frozen=True)
class Days:
    """On which days and at what time something is due: on weekdays (Monday is 0), or on a day of each month."""

    time: time
    weekdays: frozenset[int] = frozenset()
    month_day: int | None = None

    def has(self, day: date) -> bool:
        """Say whether a day is one of them; the 31st of a shorter month is its last day."""
        if self.month_day is None:
            return day.weekday() in self.weekdays
        return day.day == min(self.month_day, monthrange(day.year, day.month)[1])


def last_due(days: Days, now: datetime) -> datetime | None:
    """Answer when it was due last, in the zone of `now`; of many times missed only this one is caught up on."""
    for back in range(LONGEST_WAIT_DAYS + 1):
        day = now.date() - timedelta(days=back)
        due = datetime.combine(day, days.time, now.tzinfo)
        if days.has(day) and due <= now:
            return due
    return None


def next_due(days: Days, now: datetime) -> datetime | None:
    """Answer when it is due next, in the zone of `now`."""
    for ahead in range(LONGEST_WAIT_DAYS + 1):
        day = now.date() + timedelta(days=ahead)
        due = datetime.combine(day, days.time, now.tzinfo)
        if days.has(day) and due > now:
            return due
    return None


def is_file_name(name: str) -> bool:
    """Say whether a name can begin the name of a file on every system."""
    return bool(name) and not FORBIDDEN.search(name) and name == name.strip() and not name.startswith(".")


def file_name(name: str, on: date, suffix: str) -> str:
    return f"{name}-{on:%Y-%m-%d}{suffix}"


def outdated(names: Iterable[str], *, name: str, suffix: str, kept: int) -> list[str]:
    """Answer which files of this name are older than those that are kept; others are none of our business."""
    dated = {day: each for each in names if (day := _day_of(each, name=name, suffix=suffix)) is not None}
    return [dated[day] for day in sorted(dated, reverse=True)[kept:]]


def _day_of(file: str, *, name: str, suffix: str) -> date | None:
    if not (file.startswith(f"{name}-") and file.endswith(suffix)):
        return None
    told = file[len(name) + 1 : len(file) - len(suffix)]
    try:
        return date.fromisoformat(told) if len(told) == 10 else None
    except ValueError:
        return None
