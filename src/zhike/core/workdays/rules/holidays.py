"""China's holidays and make-up days: as announced, and by law for years not announced yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from borax.calendars.lunardate import LunarDate, TermUtils

from zhike.core.workdays.rules.plans import OwnDay, Plan

MAKE_UP = "调休上班"
FIRST_YEARS = (2025, 2026, 2027)


@dataclass(frozen=True)
class Stretch:
    """A holiday from its first to its last day, with the days off that are worked instead; all as month-day."""

    name: str
    first: str
    last: str = ""
    made_up_on: tuple[str, ...] = ()

    def days(self, year: int) -> dict[date, OwnDay]:
        first, last = _day(year, self.first), _day(year, self.last or self.first)
        rest = {first + timedelta(days=n): OwnDay(False, self.name) for n in range((last - first).days + 1)}
        return rest | {_day(year, each): OwnDay(True, f"{self.name}{MAKE_UP}") for each in self.made_up_on}


# The State Council announces each year's list in the November before.
ANNOUNCED = {
    2025: (
        Stretch("元旦", "01-01"),
        Stretch("春节", "01-28", "02-04", ("01-26", "02-08")),
        Stretch("清明节", "04-04", "04-06"),
        Stretch("劳动节", "05-01", "05-05", ("04-27",)),
        Stretch("端午节", "05-31", "06-02"),
        Stretch("国庆节、中秋节", "10-01", "10-08", ("09-28", "10-11")),
    ),
    2026: (
        Stretch("元旦", "01-01", "01-03", ("01-04",)),
        Stretch("春节", "02-15", "02-23", ("02-14", "02-28")),
        Stretch("清明节", "04-04", "04-06"),
        Stretch("劳动节", "05-01", "05-05", ("05-09",)),
        Stretch("端午节", "06-19", "06-21"),
        Stretch("中秋节", "09-25", "09-27"),
        Stretch("国庆节", "10-01", "10-07", ("09-20", "10-10")),
    ),
}


def is_announced(year: int) -> bool:
    """Say whether this version of the product brings a year's official list along."""
    return year in ANNOUNCED


def days_of(year: int) -> dict[date, OwnDay]:
    """Answer the holidays and make-up days of a year as announced, else the holidays that the law gives for certain."""
    if year not in ANNOUNCED:
        return _legal(year)
    return {day: own for stretch in ANNOUNCED[year] for day, own in stretch.days(year).items()}


def _legal(year: int) -> dict[date, OwnDay]:
    """Answer the thirteen days of the law in force since 2025; where two holidays meet, both names."""
    spring = LunarDate(year, 1, 1).to_solar_date()
    found: dict[date, str] = {}
    for name, first, length in (
        ("元旦", date(year, 1, 1), 1),
        ("春节", spring - timedelta(days=1), 4),
        ("清明节", TermUtils.day_start_from_term(year, "清明"), 1),
        ("劳动节", date(year, 5, 1), 2),
        ("端午节", LunarDate(year, 5, 5).to_solar_date(), 1),
        ("中秋节", LunarDate(year, 8, 15).to_solar_date(), 1),
        ("国庆节", date(year, 10, 1), 3),
    ):
        for day in (first + timedelta(days=n) for n in range(length)):
            found[day] = f"{found[day]}、{name}" if day in found else name
    return {day: OwnDay(False, name) for day, name in found.items()}


def _day(year: int, month_day: str) -> date:
    return date.fromisoformat(f"{year}-{month_day}")


def _first_plan() -> Plan:
    days: Mapping[date, OwnDay] = {day: own for year in FIRST_YEARS for day, own in days_of(year).items()}
    return Plan(days=days, years={year: is_announced(year) for year in FIRST_YEARS})


FIRST_PLAN = _first_plan()
