"""Birthdays by the solar and the lunar calendar: when the next one is, and how it is written."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal
from unicodedata import normalize

from borax.calendars.lunardate import LunarDate, TextUtils

from zhike.customers.rules import NotSo
from zhike.phrases import Phrase

Calendar = Literal["solar", "lunar"]
LUNAR: Calendar = "lunar"

_YEAR = re.compile(r"(\d{4})\s*[-/.年]\s*")
_TIME = re.compile(r"[ T]00:00(?::00)?$")  # as spreadsheets write a day
_NUMBERS = re.compile(r"(?:农历|阴历)?\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_MONTH, _DAY = "正|[一二三四五六七八九十冬腊]{1,2}", "初[一二三四五六七八九十]|[一二三四五六七八九十廿]+"
_LUNAR_WORDS = re.compile(rf"(?:农历|阴历)?\s*闰?({_MONTH})月({_DAY})日?")
_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九十", start=1)}
_MONTHS = {"正": 1, "冬": 11, "腊": 12}

NOT_A_DAY = Phrase("Write month and day, such as 05-01, or in the lunar calendar 农历八月十五")
NO_SUCH_DAY = Phrase("There is no %(month)d-%(day)d in this calendar")


@dataclass(frozen=True)
class Birthday:
    """A day of each year, in the calendar the family keeps it by; a leap month's day is kept in the month itself."""

    month: int
    day: int
    calendar: Calendar = "solar"
    year: int | None = None

    def in_year(self, year: int) -> date:
        """Answer when it is kept in a year of its calendar.

        Who was born on a day that a year has not (2-29, the 30th of a short month) keeps the last day of that month.
        The second of two months of one number, the leap one, is passed over.
        """
        if self.calendar == LUNAR:
            return _lunar_day(year, self.month, self.day)
        return date(year, self.month, min(self.day, calendar.monthrange(year, self.month)[1]))

    def next_on(self, on: date) -> date:
        """Answer the first one on or after a day."""
        years = (on.year - 1, on.year, on.year + 1)  # a lunar year ends in the next solar one
        return min(day for day in map(self.in_year, years) if day >= on)

    def words(self, on: date) -> str:
        """Write it with the day it falls on next: 农历八月十五 (2026-09-25)."""
        day = self.written if self.calendar == LUNAR else f"{self.month}月{self.day}日"
        return f"{day} ({self.next_on(on)})"

    @property
    def written(self) -> str:
        """As forms, files and the audit write it: 05-01, 农历八月十五."""
        if self.calendar == LUNAR:
            return f"农历{TextUtils.month_cn(self.month)}月{TextUtils.day_cn(self.day)}"
        return f"{self.month:02d}-{self.day:02d}"


def read_birthday(text: str) -> Birthday:
    """Read a month and a day as people write them, with or without the year: 5月1日, 农历8-15, 八月十五.

    Raises:
        NotSo: it is none, or the calendar has no such day.
    """
    words = _TIME.sub("", normalize("NFKC", text).strip())
    born = _YEAR.match(words)
    words, year = (words[born.end() :], int(born[1])) if born else (words, None)
    is_lunar = words.startswith(("农历", "阴历")) or _LUNAR_WORDS.fullmatch(words)
    calendar: Calendar = LUNAR if is_lunar else "solar"
    month, day = _month_and_day(words)
    longest = 30 if calendar == LUNAR else _longest(month)
    if not (1 <= month <= 12 and 1 <= day <= longest):
        raise NotSo(NO_SUCH_DAY.given(month=month, day=day))
    return Birthday(month, day, calendar, year)


def _month_and_day(words: str) -> tuple[int, int]:
    if match := _NUMBERS.fullmatch(words):
        return int(match[1]), int(match[2])
    if match := _LUNAR_WORDS.fullmatch(words):
        return _MONTHS.get(match[1]) or _counted(match[1]), _counted(match[2].removeprefix("初"))
    raise NotSo(NOT_A_DAY)


def _longest(month: int) -> int:
    return calendar.monthrange(2024, month)[1] if 1 <= month <= 12 else 31


def _lunar_day(year: int, month: int, day: int) -> date:
    try:
        found: date = LunarDate(year, month, day).to_solar_date()
    except ValueError:  # the month has 29 days this year
        found = LunarDate(year, month, 29).to_solar_date()
    return found


def _counted(word: str) -> int:
    """Read 十五, 廿三, 二十, 三十, 十一."""
    word = word.replace("廿", "二十")
    tens, ten, ones = word.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
