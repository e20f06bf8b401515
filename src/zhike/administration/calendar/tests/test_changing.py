"""What the operations on the work calendar write and refuse."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import Cast
from tests.factories.files import tables
from zhike.administration.calendar import operations
from zhike.core.audit import queries as audit
from zhike.core.workdays import operations as workdays
from zhike.core.workdays import queries
from zhike.core.workdays.models import Calendar, Year
from zhike.core.workdays.rules import OwnDay
from zhike.kit.refusals import FieldRefused, StaleRecord

USUAL = "09:00-12:00 13:00-18:00"
FEAST, SHIFT = date(2027, 5, 20), date(2027, 5, 22)
OWN = OwnDay(False, "厂庆")


@pytest.fixture
def calendar(people: Cast) -> Calendar:
    return workdays.seed_calendar()


def change(people: Cast, first_on: date = FEAST, last_on: date = FEAST, **more: Any) -> Calendar:
    told: dict[str, Any] = {"own": OWN, "version": 1, "by": people.owner} | more
    return operations.change_days(first_on=first_on, last_on=last_on, **told)


def test_who_may_not_keep_the_calendar_changes_nothing(people: Cast, calendar: Calendar) -> None:
    before = tables()
    calls: list[Any] = [
        lambda: change(people, by=people.rep),
        lambda: operations.change_hours(week=[USUAL] * 7, make_up=USUAL, version=1, by=people.rep),
        lambda: operations.prepare_year(number=2028, version=1, by=people.rep),
        lambda: operations.mark_official(number=2027, is_official=True, version=1, by=people.rep),
    ]
    for call in calls:
        with pytest.raises(PermissionDenied):
            call()
    assert tables() == before


def test_a_stale_change_is_refused_whatever_it_is(people: Cast, calendar: Calendar) -> None:
    change(people)
    calls: list[Any] = [
        lambda: change(people, own=None),
        lambda: operations.change_hours(week=[USUAL] * 7, make_up=USUAL, version=1, by=people.owner),
        lambda: operations.prepare_year(number=2028, version=1, by=people.owner),
        lambda: operations.mark_official(number=2027, is_official=True, version=1, by=people.owner),
    ]
    for call in calls:
        with pytest.raises(StaleRecord):
            call()


def test_a_day_is_given_up_and_worked_for_and_the_log_says_so(people: Cast, calendar: Calendar) -> None:
    change(people)
    change(people, SHIFT, SHIFT, own=OwnDay(True, "补班"), version=2)
    time = queries.work_time()
    assert not time.is_working_day(FEAST)
    assert time.is_working_day(SHIFT)
    entries = [entry.values.get() for entry in audit.entries_about(calendar).order_by("pk")]
    assert [(each.field, each.before, each.after) for each in entries] == [
        ("2027-05-20", None, "休 厂庆"),
        ("2027-05-22", None, "班 补班"),
    ]
    assert Year.objects.get(number=2027).is_changed


def test_a_stretch_of_days_is_written_at_once_and_only_what_changes_is_logged(people: Cast, calendar: Calendar) -> None:
    spring = OwnDay(False, "春节")
    changed = change(people, date(2027, 2, 4), date(2027, 2, 11), own=spring)
    assert changed.days.filter(date__range=(date(2027, 2, 4), date(2027, 2, 11)), name="春节").count() == 8
    assert audit.entries_about(changed).get().fields == ["2027-02-04", "2027-02-09", "2027-02-10", "2027-02-11"]
    assert change(people, date(2027, 2, 4), date(2027, 2, 11), own=spring, version=2).version == 2


def test_a_day_is_left_to_the_week_again(people: Cast, calendar: Calendar) -> None:
    change(people, date(2026, 10, 10), date(2026, 10, 10), own=None)
    assert not queries.work_time().is_working_day(date(2026, 10, 10))


def test_a_day_of_a_year_that_is_not_there_prepares_the_year(people: Cast, calendar: Calendar) -> None:
    change(people, date(2030, 12, 31), date(2031, 1, 2))
    assert calendar.days.filter(date__year=2031, name__contains="国庆节").count() == 3
    assert {*calendar.years.values_list("number", flat=True)} >= {2030, 2031}


@pytest.mark.parametrize(
    ("first_on", "last_on", "own", "field"),
    [
        (FEAST, date(2027, 5, 19), OWN, "last_on"),
        (FEAST, date(2027, 7, 19), OWN, "last_on"),
        (date(2024, 12, 31), date(2025, 1, 1), OWN, "last_on"),
        (FEAST, FEAST, OwnDay(False, ""), "name"),
    ],
)
def test_days_that_cannot_be_are_refused(
    first_on: date, last_on: date, own: OwnDay, field: str, people: Cast, calendar: Calendar
) -> None:
    with pytest.raises(FieldRefused) as refused:
        change(people, first_on, last_on, own=own)
    assert refused.value.field == field


def test_sixty_days_can_be_changed_at_once(people: Cast, calendar: Calendar) -> None:
    change(people, FEAST, date(2027, 7, 18))
    assert calendar.days.filter(name="厂庆").count() == 60


def test_the_hours_of_the_week_are_changed_and_logged(people: Cast, calendar: Calendar) -> None:
    week = [USUAL] * 4 + ["9:00-12:00"] + ["", "10:00-12:00"]
    operations.change_hours(week=week, make_up=USUAL, version=1, by=people.owner)
    assert queries.work_time().is_working_day(date(2026, 11, 22))
    values = audit.entries_about(calendar).get().values.order_by("field")
    assert [(each.field, each.after) for each in values] == [("friday", "09:00-12:00"), ("sunday", "10:00-12:00")]
    operations.change_hours(week=week, make_up=USUAL, version=2, by=people.owner)
    assert audit.entries_about(calendar).count() == 1


@pytest.mark.parametrize(
    ("week", "make_up", "field"),
    [
        ([""] * 7, USUAL, "monday"),
        ([USUAL] * 7, "", "make_up"),
        ([USUAL, "25:00-26:00", *[""] * 5], USUAL, "tuesday"),
    ],
)
def test_hours_that_cannot_be_are_refused(
    week: list[str], make_up: str, field: str, people: Cast, calendar: Calendar
) -> None:
    with pytest.raises(FieldRefused) as refused:
        operations.change_hours(week=week, make_up=make_up, version=1, by=people.owner)
    assert refused.value.field == field


def test_a_year_is_prepared_once_and_marked_official(people: Cast, calendar: Calendar) -> None:
    assert operations.prepare_year(number=2028, version=1, by=people.owner).version == 2
    assert operations.prepare_year(number=2028, version=2, by=people.owner).version == 2
    assert queries.alarms(on=date(2028, 3, 1))
    operations.mark_official(number=2028, is_official=True, version=2, by=people.owner)
    assert operations.mark_official(number=2028, is_official=True, version=3, by=people.owner).version == 3
    assert not queries.alarms(on=date(2028, 3, 1))
    operations.mark_official(number=2028, is_official=False, version=3, by=people.owner)
    assert queries.alarms(on=date(2028, 3, 1))
    fields = [entry.fields for entry in audit.entries_about(calendar).order_by("pk")]
    assert fields == [["prepared"], ["official"], ["official"]]


def test_years_beyond_all_tables_are_not_there(people: Cast, calendar: Calendar) -> None:
    with pytest.raises(Year.DoesNotExist):
        operations.prepare_year(number=2100, version=1, by=people.owner)
    with pytest.raises(Year.DoesNotExist):
        operations.mark_official(number=2040, is_official=True, version=1, by=people.owner)


def test_the_first_change_of_all_writes_the_calendar(people: Cast) -> None:
    assert change(people, version=0).version == 2
    assert not queries.work_time().is_working_day(date(2026, 10, 1))
    with pytest.raises(StaleRecord):
        change(people, version=0)
