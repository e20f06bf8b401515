"""Changes to the calendars; who may make them is asked by the callers."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import get_default_timezone

from zhike.core.workdays import queries, rules
from zhike.core.workdays.models import COMPANY, Calendar, Day, Year


@transaction.atomic
def seed_calendar() -> Calendar:
    """Make the company's calendar and the years it lacks; official lists come in where nobody has changed the year."""
    calendar = company_calendar()
    for number in rules.FIRST_YEARS:
        prepare_year(calendar, number=number)
    return calendar


def company_calendar() -> Calendar:
    """Answer the company's calendar, which is made with its first years when first asked for."""
    plan = rules.FIRST_PLAN
    told = {"title": "公司工作日历", "hours": list(plan.hours), "make_up_hours": plan.make_up_hours}
    calendar, is_new = Calendar.objects.get_or_create(code=COMPANY, defaults=told)
    for number in plan.years if is_new else ():
        prepare_year(calendar, number=number)
    return calendar


@transaction.atomic
def prepare_year(calendar: Calendar, *, number: int) -> Year:
    """Write the holidays of a year as far as they are certain; what is official or changed by hand stays."""
    is_announced = rules.is_announced(number)
    year, is_new = Year.objects.get_or_create(calendar=calendar, number=number, defaults={"is_official": is_announced})
    is_better = is_announced and not (year.is_official or year.is_changed)
    if is_new or is_better:
        Day.objects.filter(calendar=calendar, date__year=number).delete()
        days = rules.days_of(number).items()
        Day.objects.bulk_create(Day(calendar=calendar, date=day, **vars(own)) for day, own in days)
    if is_better:
        year.is_official = True
        year.save(update_fields=["is_official"])
    return year


@transaction.atomic
def due_at(*, start: datetime, duration: timedelta, at: datetime) -> datetime:
    """Answer when so much working time will have passed, and remember the years that are not official yet.

    The alarm then names them; a due time may move once the official list is entered.

    Raises:
        ValueError: the duration is negative, or there is never so much working time.
    """
    plan, zone = queries.company_plan(), get_default_timezone()
    due = rules.work_time(plan, zone).add(start, duration)
    years = range(start.astimezone(zone).year, due.year + 1)
    uncertain = [year for year in years if not plan.years.get(year) and year in rules.YEARS]
    if plan.asked.issuperset(uncertain):
        return due
    _remember_asked(uncertain, at=at)
    return queries.work_time().add(start, duration)


def _remember_asked(numbers: Iterable[int], *, at: datetime) -> None:
    calendar = company_calendar()
    for number in numbers:
        year = prepare_year(calendar, number=number)
        Year.objects.filter(pk=year.pk, asked_at=None).update(asked_at=at)
