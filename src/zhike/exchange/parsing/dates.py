"""Cells of days: the year always comes first, day and month are never guessed."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from zhike.exchange.columns import Cell, Column, shown
from zhike.exchange.parsing.cells import BadCell, is_nothing, narrowed, written
from zhike.phrases import Phrase

FIRST_YEAR = 1970
LAST_YEAR = 2100

_HALF = "上午|下午|早上|早晨|清晨|凌晨|中午|傍晚|晚上"
_TIME = rf"(?:T|\s*)(?:{_HALF}|[AP]M)?\s*\d{{1,2}}[:时点][\d:.分秒半一三刻钟整\s]*(?:[AP]M)?(?:\+08:?00)?"
_WEEKDAY = r"(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)?"
_DAY = re.compile(
    r"(\d{4})(?:\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?|(\d{2})(\d{2}))"
    rf"{_WEEKDAY}(?:{_TIME})?",
    re.ASCII | re.IGNORECASE,
)
_SHORT_YEAR = re.compile(
    rf"(\d\d)(?:([-/.])(\d{{1,2}})\2(\d{{1,2}})|年(\d{{1,2}})月(\d{{1,2}})[日号]?)(?:{_TIME})?", re.ASCII
)
_NO_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?", re.ASCII)
_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|\s*年\s*(\d{1,2})\s*月份?)", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_IN_WORDS = re.compile(
    r"([〇零○一二三四五六七八九]{2,4}年)([一二三四五六七八九十]{1,2}月)([一二三四五六七八九十]{1,3})[日号]?"
)
_FIGURES = {word: str(figure) for figure, word in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_LONGEST = 60
_LAST_MONTH = 12
_CENTURY_TURNS = 70
_FIRST_SERIAL = (date(FIRST_YEAR, 1, 1) - date(1899, 12, 30)).days
_LAST_SERIAL = (date(LAST_YEAR, 12, 31) - date(1899, 12, 30)).days
_YEARS_TO_1904 = 1462


def day(column: Column, cell: Cell) -> str | None:
    """Read a day as YYYY-MM-DD; a time of day behind it is dropped."""
    if isinstance(cell, str):
        return _from_text(cell, column.year)
    if isinstance(cell, date):
        return _within_years(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and (found := _from_serial(cell, column)):
        return found
    if isinstance(cell, float) and (year := int(cell)) >= FIRST_YEAR and round(cell - year, 6) == 0.1:
        raise BadCell(
            Phrase(
                "“%(value)s” may be January or October: write it like %(year)d-10.",
                {"value": written(cell), "year": year},
            )
        )
    return _from_text(written(cell), column.year)


@lru_cache(maxsize=4096)
def _from_text(cell: str, year: int | None) -> str | None:
    words = narrowed(cell)
    if not words or is_nothing(words):
        return None
    if _IN_WORDS.match(words):
        words = in_figures(words)
    for form in (_DAY, _SHORT_YEAR, _NO_YEAR, _MONTH):
        if len(words) <= _LONGEST and (match := form.fullmatch(words)):
            numbers = [int(part) for part in match.groups() if part and part.isdigit()]
            return _within_years(_day_of(form, numbers, words=words, year=year))
    if _SERIAL.fullmatch(words) and _FIRST_SERIAL <= float(words) <= _LAST_SERIAL:
        return (date(1899, 12, 30) + timedelta(days=int(float(words)))).isoformat()
    raise _not_a_date(words)


def _day_of(form: re.Pattern[str], numbers: list[int], *, words: str, year: int | None) -> date:
    if form is _NO_YEAR:
        if year is None:
            raise BadCell(
                Phrase(
                    "“%(value)s” has no year: write it like 2026-03-05, or name the file with the year.",
                    {"value": shown(words)},
                )
            )
        numbers.insert(0, year)
    elif form is _SHORT_YEAR:
        if numbers[0] <= _LAST_MONTH:  # 05/03/26 and 05.03.26 may be any of three days
            raise _not_a_date(words)
        numbers[0] += 2000 if numbers[0] < _CENTURY_TURNS else 1900
    elif form is _MONTH:
        numbers.append(1)
    try:
        return date(*numbers)
    except ValueError:
        raise BadCell(Phrase("There is no such day: %(value)s.", {"value": shown(words)})) from None


def _from_serial(cell: float, column: Column) -> str | None:
    """Read a spreadsheet's day number, None if it cannot be one."""
    days = cell + _YEARS_TO_1904 if column.from_1904 else cell
    if not _FIRST_SERIAL <= days <= _LAST_SERIAL + 1:
        return None
    return (date(1899, 12, 30) + timedelta(days=int(days))).isoformat()


def in_figures(words: str) -> str:
    """Write a day in Chinese numerals with figures: 二〇二六年三月十五日 is 2026年3月15日."""
    match = _IN_WORDS.match(words)
    if match is None:
        return words
    year = "".join(_FIGURES[word] for word in match[1][:-1])
    return f"{year}年{small_number(match[2][:-1])}月{small_number(match[3])}日{words[match.end() :]}"


def small_number(words: str) -> int:
    """Read a number up to 99 in Chinese numerals."""
    tens, ten, ones = words.rpartition("十")
    return (int(_FIGURES.get(tens, "1")) * 10 if ten else 0) + int(_FIGURES.get(ones, "0"))


def form_of(words: str) -> str:
    """Say in which unusual form a day is written: its year short or missing, a month, a number, or none of these."""
    for name, form in (("short year", _SHORT_YEAR), ("no year", _NO_YEAR), ("month", _MONTH), ("number", _SERIAL)):
        if form.fullmatch(words):
            return name
    return ""


def _within_years(found: date) -> str:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadCell(
            Phrase(
                "The year of %(value)s is not between %(first)d and %(last)d.",
                {"value": found.isoformat(), "first": FIRST_YEAR, "last": LAST_YEAR},
            )
        )
    return found.isoformat()


def _not_a_date(words: str) -> BadCell:
    if words.isdigit():
        return BadCell(
            Phrase(
                "%(value)s is not a date: set the cell's format to date in the spreadsheet, or write 2026-03-05.",
                {"value": shown(words)},
            )
        )
    return BadCell(Phrase("“%(value)s” is not a date: write the year first, like 2026-03-05.", {"value": shown(words)}))
