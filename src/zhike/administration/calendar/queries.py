"""A year of the work calendar as its page shows it."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS
from django.utils.functional import Promise

from zhike.administration import permissions
from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.workdays import queries, rules
from zhike.core.workdays.rules import OwnDay, Plan
from zhike.phrases import Phrase


@dataclass(frozen=True)
class DayShown:
    """A day with what is said of it alone, and whether it is worked after all."""

    date: date
    own: OwnDay | None
    is_working: bool
    is_today: bool = False


@dataclass(frozen=True)
class Month:
    """A month as weeks from Monday on; days of other months are left out."""

    title: Promise | str
    weeks: Sequence[Sequence[DayShown | None]]


@dataclass(frozen=True)
class YearShown:
    """A year month by month, its days of their own in order, and what somebody has to do about the calendar."""

    number: int
    plan: Plan
    months: Sequence[Month]
    own_days: Sequence[DayShown]
    working_days: int
    alarms: Sequence[Phrase]

    @property
    def is_prepared(self) -> bool:
        return self.number in self.plan.years

    @property
    def is_official(self) -> bool:
        return self.plan.years.get(self.number, False)

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number - 1 in rules.YEARS else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number + 1 in rules.YEARS else None


def company_plan(*, for_user: User) -> Plan:
    """Answer the calendar as written down.

    Raises:
        PermissionDenied: the user may not keep it.
    """
    access.require(for_user, permissions.CALENDAR)
    return queries.company_plan()


def year_shown(number: int, *, on: date, for_user: User) -> YearShown:
    """Answer a year as it is worked, and the alarms as of a day.

    Raises:
        PermissionDenied: the user may not keep the calendar.
    """
    plan = company_plan(for_user=for_user)
    months = [Month(title, _weeks(plan, date(number, month, 1), on=on)) for month, title in MONTHS.items()]
    days = [day for month in months for week in month.weeks for day in week if day is not None]
    return YearShown(
        number=number,
        plan=plan,
        months=months,
        own_days=[day for day in days if day.own],
        working_days=sum(day.is_working for day in days),
        alarms=rules.alarms(plan, on=on),
    )


def _weeks(plan: Plan, first: date, *, on: date) -> list[list[DayShown | None]]:
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return [[_day(plan, day, on=on) if day.month == first.month else None for day in week] for week in weeks]


def _day(plan: Plan, day: date, *, on: date) -> DayShown:
    return DayShown(day, plan.days.get(day), bool(plan.hours_on(day)), day == on)
