"""Working time: a sum over days that is looked up, never walked, so that a year costs as little as an hour."""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property
from itertools import accumulate

from zhike.core.workdays.rules.plans import Plan
from zhike.core.workdays.rules.spans import Span, read_spans

MINUTE = 60_000_000  # microseconds, so that nothing is rounded
LAST = date.max.toordinal() - 1
Spans = tuple[Span, ...]
Counts = Callable[[Spans], int]


class NoWorkTime(ValueError):
    """There is not so much working time before the end of all calendars."""


@dataclass(frozen=True)
class Tally:
    """The sum of what each day counts; `own` are the days that count otherwise than their weekday."""

    week: tuple[int, ...]
    own: Mapping[int, int]

    @cached_property
    def _prefix(self) -> list[int]:
        return [0, *accumulate(self.week)]

    @cached_property
    def _days(self) -> list[int]:
        return sorted(self.own)

    @cached_property
    def _corrections(self) -> list[int]:
        return [0, *accumulate(self.own[day] - self.week[(day - 1) % 7] for day in self._days)]

    def before(self, ordinal: int) -> int:
        """Sum the days before one; the first day of all was a Monday."""
        weeks, rest = divmod(ordinal - 1, 7)
        return weeks * self._prefix[7] + self._prefix[rest] + self._corrections[bisect_left(self._days, ordinal)]

    def reaching(self, total: int) -> int:
        """Answer the first day by whose end the sum is reached.

        Raises:
            NoWorkTime: it never is.
        """
        days = range(1, LAST + 1)
        place = bisect_left(days, total, key=lambda day: self.before(day + 1))
        if total <= 0 or place == len(days):
            raise NoWorkTime
        return days[place]


@dataclass(frozen=True)
class WorkTime:
    """When is worked: the hours of each weekday from Monday on, and those of the days of their own.

    Instants come in with a zone and go out in the company's; days are days there.
    """

    week: tuple[Spans, ...]
    own: Mapping[date, Spans]
    zone: tzinfo

    @cached_property
    def _time(self) -> Tally:
        return self._tally(lambda spans: sum(span.end - span.begin for span in spans) * MINUTE)

    @cached_property
    def _days(self) -> Tally:
        return self._tally(lambda spans: 1 if spans else 0)

    def hours(self, day: date) -> Spans:
        return self.own.get(day, self.week[day.weekday()])

    def is_working_day(self, day: date) -> bool:
        return bool(self.hours(day))

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """Answer the first instant from `start` on by which so much working time has passed.

        Raises:
            ValueError: the duration is negative, or the instant has no zone.
            NoWorkTime: there is never so much.
        """
        if duration < timedelta(0):
            raise ValueError("working time cannot be taken back")
        begin = self._local(start)
        if not duration:
            return begin
        total = self._until(begin) + duration // timedelta(microseconds=1)
        ordinal = self._time.reaching(total)
        day = date.fromordinal(ordinal)
        passed = _clock(self.hours(day), total - self._time.before(ordinal))
        found = datetime.combine(day, time.min) + timedelta(microseconds=passed)
        return found.replace(tzinfo=self.zone)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Answer the working time from one instant to another; negative when the second is the earlier one."""
        return timedelta(microseconds=self._until(self._local(end)) - self._until(self._local(start)))

    def add_days(self, day: date, count: int) -> date:
        """Answer the working day that is so many after a day, or before it when the count is negative.

        Raises:
            NoWorkTime: there are never so many.
        """
        if not count:
            return day
        ordinal = day.toordinal()
        total = self._days.before(ordinal + 1) if count > 0 else self._days.before(ordinal) + 1
        return date.fromordinal(self._days.reaching(total + count))

    def days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to `end`; negative when `end` is the earlier one."""
        return self._days.before(end.toordinal() + 1) - self._days.before(start.toordinal() + 1)

    def _until(self, local: datetime) -> int:
        """Sum the working time before an instant, in microseconds since the first day of all."""
        day = local.date()
        now = (local.replace(tzinfo=None) - datetime.combine(day, time.min)) // timedelta(microseconds=1)
        spans = ((span.begin * MINUTE, span.end * MINUTE) for span in self.hours(day))
        return self._time.before(day.toordinal()) + sum(min(end, now) - begin for begin, end in spans if begin < now)

    def _local(self, instant: datetime) -> datetime:
        if instant.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return instant.astimezone(self.zone)

    def _tally(self, counts: Counts) -> Tally:
        own = {day.toordinal(): counts(spans) for day, spans in self.own.items()}
        return Tally(tuple(map(counts, self.week)), own)


def work_time(plan: Plan, zone: tzinfo) -> WorkTime:
    """Make of what is written down what can be calculated with."""
    known = {text: read_spans(text) for text in {*plan.hours, plan.make_up_hours, ""}}
    own = {day: known[plan.hours_on(day)] for day in plan.days}
    return WorkTime(tuple(known[text] for text in plan.hours), own, zone)


def _clock(spans: Spans, worked: int) -> int:
    """Answer the time of a day by which so much of it is worked, in microseconds since midnight."""
    for span in spans:
        length = (span.end - span.begin) * MINUTE
        if worked <= length:
            return span.begin * MINUTE + worked
        worked -= length
    raise NoWorkTime
