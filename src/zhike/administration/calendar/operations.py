"""Changes to the company's work calendar; due times are asked for anew by those who keep them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from zhike.administration import permissions
from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.workdays import operations as workdays
from zhike.core.workdays import rules
from zhike.core.workdays.models import Calendar, Day, Year
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase

DAYS_MOST = 60
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAMELESS = Phrase("Say what the day is, such as the name of the holiday.")
TURNED = Phrase("The last day comes before the first; choose a later one.")
TOO_LONG = Phrase("At most %(days)s days can be changed at once; choose an earlier last day.")
OUT_OF_YEARS = Phrase("The calendar reaches from %(first)s to %(last)s.")
NO_HOURS = Phrase("At least one day of the week must have hours.")
NO_MAKE_UP = Phrase("A make-up day needs hours.")


@transaction.atomic
def change_days(*, first_on: date, last_on: date, own: rules.OwnDay | None, version: int, by: User) -> Calendar:
    """Say of some days whether they are worked, or leave them to the week again.

    Raises:
        PermissionDenied: the user may not keep the calendar.
        StaleRecord: somebody else has changed the calendar meanwhile.
        FieldRefused: the days or their name cannot be.
    """
    calendar = _held(by, version=version)
    days = _days(first_on, last_on)
    if own is not None and not own.name:
        raise FieldRefused("name", NAMELESS)
    for number in {day.year for day in days}:
        workdays.prepare_year(calendar, number=number)
    rows = Day.objects.filter(calendar=calendar, date__in=days)
    before = {row.date: rules.OwnDay(row.is_working, row.name) for row in rows}
    changed = [day for day in days if before.get(day) != own]
    rows.filter(date__in=changed).delete()
    if own is not None:
        Day.objects.bulk_create(Day(calendar=calendar, date=day, **vars(own)) for day in changed)
    if changed:
        Year.objects.filter(calendar=calendar, number__in={day.year for day in changed}).update(is_changed=True)
        _save(calendar, {str(day): (_told(before.get(day)), _told(own)) for day in changed}, by=by)
    return calendar


@transaction.atomic
def change_hours(*, week: Sequence[str], make_up: str, version: int, by: User) -> Calendar:
    """Give the weekdays from Monday on other hours, and the make-up days.

    Raises:
        PermissionDenied: the user may not keep the calendar.
        StaleRecord: somebody else has changed the calendar meanwhile.
        FieldRefused: nobody would ever work, or hours cannot be.
    """
    calendar = _held(by, version=version)
    before = dict(zip(WEEKDAYS, calendar.hours, strict=True)) | {"make_up": calendar.make_up_hours}
    wanted = dict(zip(WEEKDAYS, week, strict=True)) | {"make_up": make_up}
    after = {name: _hours(name, text) for name, text in wanted.items()}
    if not any(after[name] for name in WEEKDAYS):
        raise FieldRefused(WEEKDAYS[0], NO_HOURS)
    if not after["make_up"]:
        raise FieldRefused("make_up", NO_MAKE_UP)
    changes = {name: (before[name], text) for name, text in after.items() if before[name] != text}
    calendar.hours, calendar.make_up_hours = [after[name] for name in WEEKDAYS], after["make_up"]
    if changes:
        _save(calendar, changes, by=by)
    return calendar


@transaction.atomic
def prepare_year(*, number: int, version: int, by: User) -> Calendar:
    """Write the holidays of a year as far as they are certain.

    Raises:
        PermissionDenied: the user may not keep the calendar.
        StaleRecord: somebody else has changed the calendar meanwhile.
        Year.DoesNotExist: the calendar does not reach so far.
    """
    calendar = _held(by, version=version)
    if number not in rules.YEARS:
        raise Year.DoesNotExist
    if not calendar.years.filter(number=number).exists():
        workdays.prepare_year(calendar, number=number)
        _save(calendar, {"prepared": (None, number)}, by=by)
    return calendar


@transaction.atomic
def mark_official(*, number: int, is_official: bool, version: int, by: User) -> Calendar:
    """Say that a year's announced list has been entered, or that it has not after all.

    Raises:
        PermissionDenied: the user may not keep the calendar.
        StaleRecord: somebody else has changed the calendar meanwhile.
        Year.DoesNotExist: the year has not been prepared.
    """
    calendar = _held(by, version=version)
    year = calendar.years.get(number=number)
    if year.is_official != is_official:
        year.is_official = is_official
        year.is_changed = True
        year.save(update_fields=["is_official", "is_changed"])
        _save(calendar, {"official": (None, number) if is_official else (number, None)}, by=by)
    return calendar


def _held(by: User, *, version: int) -> Calendar:
    """Answer the company's calendar, held until the transaction ends; before it was written, its version is nought."""
    access.require(by, permissions.CALENDAR)
    is_first = version == 0 and not Calendar.objects.exists()
    found = workdays.company_calendar()
    calendar = Calendar.objects.select_for_update().get(pk=found.pk)
    if calendar.version != version and not is_first:
        raise StaleRecord
    return calendar


def _save(calendar: Calendar, changes: Mapping[str, tuple[Any, Any]], *, by: User) -> None:
    calendar.version += 1
    calendar.save()
    audit.record(by=by, action="changed", about=calendar, changes=changes)


def _days(first_on: date, last_on: date) -> list[date]:
    if last_on < first_on:
        raise FieldRefused("last_on", TURNED)
    if first_on.year not in rules.YEARS or last_on.year not in rules.YEARS:
        raise FieldRefused("last_on", OUT_OF_YEARS.given(first=rules.YEARS[0], last=rules.YEARS[-1]))
    if (last_on - first_on).days >= DAYS_MOST:
        raise FieldRefused("last_on", TOO_LONG.given(days=DAYS_MOST))
    return [first_on + timedelta(days=n) for n in range((last_on - first_on).days + 1)]


def _hours(field: str, text: str) -> str:
    try:
        return rules.write_spans(rules.read_spans(text))
    except rules.BadSpans as wrong:
        raise FieldRefused(field, wrong.phrase) from wrong


def _told(own: rules.OwnDay | None) -> str | None:
    return None if own is None else str(own)
