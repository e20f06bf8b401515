"""Working time, worked out by hand and by its laws."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.core.workdays.rules import FIRST_PLAN, NoWorkTime, OwnDay, Plan, WorkTime, work_time

ZONE = ZoneInfo("Asia/Shanghai")
COMPANY = work_time(FIRST_PLAN, ZONE)
HOUR = timedelta(hours=1)
WEEKS = st.lists(
    st.sampled_from(["", "09:00-12:00 13:00-18:00", "08:30-11:45", "00:00-24:00", "22:00-24:00", "00:00-00:01"]),
    min_size=7,
    max_size=7,
).filter(any)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(ZONE))
DURATIONS = st.timedeltas(timedelta(0), timedelta(days=120))


@st.composite
def calendars(draw: st.DrawFn) -> WorkTime:
    own = st.builds(OwnDay, st.booleans(), st.just("某日"))
    days = draw(st.dictionaries(DAYS, own, max_size=40))
    return work_time(Plan(tuple(draw(WEEKS)), "10:00-16:00", days), ZONE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_a_target_of_24_hours_skips_the_national_holiday_and_ends_on_the_make_up_saturday() -> None:
    due = COMPANY.add(at("2026-09-30 17:50"), 24 * HOUR)
    assert due == at("2026-10-10 17:50")
    assert due.weekday() == 5
    assert COMPANY.between(at("2026-09-30 17:50"), due) == 24 * HOUR


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-23 09:00", 8, "2026-11-23 18:00"),  # to the end of the day, not to the begin of the next
        ("2026-11-23 11:30", 1, "2026-11-23 13:30"),  # over noon
        ("2026-11-23 12:30", 1, "2026-11-23 14:00"),  # from within noon
        ("2026-11-20 17:30", 1, "2026-11-23 09:30"),  # over a weekend
        ("2026-11-21 03:00", 1, "2026-11-23 10:00"),  # from a day off
        ("2026-02-13 17:00", 2, "2026-02-14 10:00"),  # into a make-up Saturday
        ("2026-12-31 17:00", 2, "2027-01-04 10:00"),  # into a year whose list is not official yet
    ],
)
def test_a_due_time_is_found(start: str, hours: int, due: str) -> None:
    assert COMPANY.add(at(start), hours * HOUR) == at(due)


def test_an_instant_of_another_zone_is_understood_and_answered_in_the_companys() -> None:
    due = COMPANY.add(datetime(2026, 11, 23, 1, 0, tzinfo=UTC), HOUR)
    assert (due, due.tzinfo) == (at("2026-11-23 10:00"), ZONE)


def test_an_instant_without_a_zone_and_a_negative_duration_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        COMPANY.add(datetime(2026, 11, 23, 9), HOUR)
    with pytest.raises(ValueError, match="taken back"):
        COMPANY.add(at("2026-11-23 09:00"), -HOUR)


def test_who_never_works_is_never_done() -> None:
    idle = work_time(replace(FIRST_PLAN, hours=("",) * 7, days={}), ZONE)
    with pytest.raises(NoWorkTime):
        idle.add(at("2026-11-23 09:00"), HOUR)
    with pytest.raises(NoWorkTime):
        idle.add_days(date(2026, 11, 23), 1)
    with pytest.raises(NoWorkTime):
        COMPANY.add(at("2026-11-23 09:00"), timedelta(days=999_999_999))
    with pytest.raises(NoWorkTime):
        COMPANY.add_days(date(1, 1, 3), -9)


def test_working_days_are_counted_without_the_first_and_with_the_last() -> None:
    assert COMPANY.add_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert COMPANY.days_between(date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert COMPANY.add_days(date(2026, 10, 10), -3) == date(2026, 9, 30)
    assert COMPANY.add_days(date(2026, 10, 4), 0) == date(2026, 10, 4)
    assert COMPANY.add_days(date(2026, 10, 4), -1) == date(2026, 9, 30)


def test_a_make_up_day_has_hours_of_its_own_unless_the_weekday_is_worked_anyway() -> None:
    plan = replace(FIRST_PLAN, make_up_hours="10:00-12:00")
    assert work_time(plan, ZONE).add(at("2026-10-10 00:00"), 2 * HOUR) == at("2026-10-10 12:00")
    days = {date(2026, 11, 23): OwnDay(True, "照常上班")}
    assert work_time(replace(plan, days=days), ZONE).add(at("2026-11-23 00:00"), HOUR) == at("2026-11-23 10:00")


@given(calendars(), INSTANTS, DURATIONS)
def test_what_was_added_lies_between(calendar: WorkTime, start: datetime, duration: timedelta) -> None:
    due = calendar.add(start, duration)
    assert due >= start
    assert calendar.between(start, due) == duration
    assert calendar.between(due, start) == -duration


@given(calendars(), INSTANTS, DURATIONS, DURATIONS)
def test_more_is_never_earlier_and_later_is_never_sooner(
    calendar: WorkTime, start: datetime, one: timedelta, other: timedelta
) -> None:
    less, more = sorted((one, other))
    assert calendar.add(start, less) <= calendar.add(start, more)
    assert calendar.add(start, more) <= calendar.add(start + other, more)
    if less:  # of nothing at all, the start itself is due, at work or not
        assert calendar.add(calendar.add(start, less), more) == calendar.add(start, less + more)


@given(calendars(), INSTANTS)
def test_nothing_added_changes_nothing(calendar: WorkTime, start: datetime) -> None:
    assert calendar.add(start, timedelta(0)) == start


@given(calendars(), INSTANTS, DURATIONS)
def test_a_due_time_is_the_end_of_worked_time(calendar: WorkTime, start: datetime, duration: timedelta) -> None:
    due, instant = calendar.add(start, duration), timedelta(microseconds=1)
    assert not duration or calendar.between(start, due - instant) == duration - instant


@given(calendars(), DAYS, st.integers(1, 200))
def test_days_added_lie_between_and_the_last_is_worked(calendar: WorkTime, day: date, count: int) -> None:
    later, earlier = calendar.add_days(day, count), calendar.add_days(day, -count)
    assert calendar.days_between(day, later) == count
    assert calendar.is_working_day(later)
    assert calendar.is_working_day(earlier)
    assert calendar.days_between(earlier, day) == count - 1 + calendar.is_working_day(day)


@given(calendars(), DAYS, st.integers(0, 400))
def test_days_between_are_those_that_one_would_count(calendar: WorkTime, day: date, length: int) -> None:
    days = [day + timedelta(days=n) for n in range(1, length + 1)]
    assert calendar.days_between(day, day + timedelta(days=length)) == sum(map(calendar.is_working_day, days))
