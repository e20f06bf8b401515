"""Cells of days: the year always comes first, day and month are never guessed."""

import re
from datetime import date, datetime
from functools import lru_cache

from zhike.exchange.columns import Cell, Column, shown
from zhike.exchange.parsing.cells import BadCell, narrowed, written
from zhike.phrases import Phrase

FIRST_YEAR = 1970
LAST_YEAR = 2100

_TIME = r"(?:T|\s*)(?:上午|下午|[AP]M)?\s*\d{1,2}[:时点][\d:.分秒\s]*(?:[AP]M)?(?:\+08:?00)?"
_DAY = re.compile(
    r"(\d{4})(?:\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?|(\d{2})(\d{2}))"
    rf"(?:{_TIME})?",
    re.ASCII | re.IGNORECASE,
)
_LONGEST = 60


def day(_: Column, cell: Cell) -> str | None:
    """Read a day as YYYY-MM-DD; a time of day behind it is dropped."""
    if isinstance(cell, str):
        return _from_text(cell)
    if isinstance(cell, date):
        return _within_years(cell.date() if isinstance(cell, datetime) else cell)
    return _from_text(written(cell))


@lru_cache(maxsize=4096)
def _from_text(cell: str) -> str | None:
    words = narrowed(cell)
    if not words:
        return None
    match = _DAY.fullmatch(words) if len(words) <= _LONGEST else None
    if match is None:
        raise _not_a_date(words)
    year, month, month_day = (int(part) for part in match.groups() if part and part.isdigit())
    try:
        found = date(year, month, month_day)
    except ValueError:
        raise BadCell(Phrase("There is no such day: %(value)s.", {"value": shown(words)})) from None
    return _within_years(found)


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
