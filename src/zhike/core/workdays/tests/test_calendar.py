"""The calendar as it is kept: seeded, read anew, and remembering what was asked."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from zhike.core.workdays import operations, queries, rules
from zhike.core.workdays.models import Calendar, Day, Year

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 9, 30, 17, 50, tzinfo=ZONE)
HOUR = timedelta(hours=1)


def test_before_anything_is_written_the_first_plan_holds(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert queries.work_time() == rules.work_time(rules.FIRST_PLAN, ZONE)
    assert queries.alarms(on=date(2026, 6, 1)) == []


def test_the_seeded_calendar_says_the_same_and_seeding_twice_adds_nothing(django_assert_num_queries: Any) -> None:
    operations.seed_calendar()
    operations.seed_calendar()
    with django_assert_num_queries(3):
        assert queries.work_time() == rules.work_time(rules.FIRST_PLAN, ZONE)
    assert Day.objects.count() == len(rules.FIRST_PLAN.days)
    assert dict(Year.objects.values_list("number", "is_official")) == {2025: True, 2026: True, 2027: False}


def test_seeding_keeps_what_was_changed_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    calendar = operations.seed_calendar()
    Day.objects.filter(date=date(2026, 10, 7)).delete()
    Year.objects.filter(number=2027).update(is_changed=True)
    announced = rules.holidays.ANNOUNCED | {2027: rules.holidays.ANNOUNCED[2026]}
    monkeypatch.setattr(rules.holidays, "ANNOUNCED", announced)
    operations.seed_calendar()
    assert not calendar.days.filter(date=date(2026, 10, 7)).exists()
    assert calendar.days.filter(date__year=2027).count() == 13
    assert not calendar.years.get(number=2027).is_official


def test_an_official_list_that_comes_with_an_update_takes_the_place_of_the_certain_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calendar = operations.seed_calendar()
    announced = rules.holidays.ANNOUNCED | {2027: rules.holidays.ANNOUNCED[2026]}
    monkeypatch.setattr(rules.holidays, "ANNOUNCED", announced)
    operations.seed_calendar()
    assert calendar.days.filter(date__year=2027).count() == calendar.days.filter(date__year=2026).count()
    assert calendar.years.get(number=2027).is_official


def test_a_change_is_seen_at_once() -> None:
    calendar = operations.seed_calendar()
    calendar.days.filter(date=date(2026, 10, 10)).update(is_working=False)
    assert queries.work_time().add(AT, 24 * HOUR) == datetime(2026, 10, 12, 17, 50, tzinfo=ZONE)
    Calendar.objects.update(hours=["00:00-24:00"] * 7)
    assert queries.work_time().add(AT, HOUR) == AT + HOUR


def test_a_due_time_in_an_official_year_writes_nothing(django_assert_num_queries: Any) -> None:
    operations.seed_calendar()
    with django_assert_num_queries(3 + 2):  # the savepoint's begin and end
        due = operations.due_at(start=AT, duration=24 * HOUR, at=AT)
    assert due == datetime(2026, 10, 10, 17, 50, tzinfo=ZONE)
    assert not Year.objects.exclude(asked_at=None).exists()


@pytest.mark.parametrize("is_seeded", [True, False])
def test_a_due_time_in_2027_is_found_and_raises_the_alarm(is_seeded: bool) -> None:
    if is_seeded:
        operations.seed_calendar()
    assert queries.alarms(on=date(2026, 10, 1)) == []
    start = datetime(2026, 12, 31, 17, 0, tzinfo=ZONE)
    assert operations.due_at(start=start, duration=2 * HOUR, at=AT) == datetime(2027, 1, 4, 10, 0, tzinfo=ZONE)
    assert [phrase.values["year"] for phrase in queries.alarms(on=date(2026, 10, 1))] == [2027]
    operations.due_at(start=start, duration=2 * HOUR, at=AT + HOUR)
    assert Year.objects.get(number=2027).asked_at == AT


def test_a_due_time_in_a_year_nobody_has_prepared_knows_its_certain_holidays() -> None:
    start = datetime(2030, 9, 30, 17, 0, tzinfo=ZONE)
    due = operations.due_at(start=start, duration=2 * HOUR, at=AT)
    assert due == datetime(2030, 10, 4, 10, 0, tzinfo=ZONE)
    assert [phrase.values["year"] for phrase in queries.alarms(on=date(2030, 1, 1))] == [2030]


def test_a_due_time_beyond_all_tables_is_found_by_the_week_alone() -> None:
    start = datetime(2150, 1, 1, 9, 0, tzinfo=ZONE)
    assert operations.due_at(start=start, duration=HOUR, at=AT) == start + HOUR
    assert not Year.objects.filter(number__gt=2100).exists()


def test_a_calendar_and_its_parts_say_what_they_are() -> None:
    calendar = operations.company_calendar()
    assert str(calendar) == "公司工作日历"
    assert str(calendar.days.get(date=date(2026, 10, 10))) == "2026-10-10 国庆节调休上班"
    assert [str(each) for each in calendar.years.order_by("number")] == ["2025", "2026", "2027"]
