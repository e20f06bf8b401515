"""What a cell means that only its row or its column explains: “next Wednesday” of a day, a year alone."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from zhike.exchange.columns import Cell, Column, shown
from zhike.exchange.parsing.cells import BadCell, narrowed, written
from zhike.exchange.parsing.dates import FIRST_YEAR, LAST_YEAR, day, small_number
from zhike.phrases import Phrase

FROM_ROW = Phrase("“%(value)s” was read as %(meant)s, counted from the day of its row.")
YEAR = Phrase("“%(value)s” was read as %(meant)s, the first day of that year.")

_DAYS = {
    "今天": 0,
    "今日": 0,
    "当天": 0,
    "当日": 0,
    "明天": 1,
    "明日": 1,
    "次日": 1,
    "第二天": 1,
    "后天": 2,
    "大后天": 3,
}
_AHEAD = {"下下": 2, "下": 1, "本": 0, "这": 0, "当": 0}
_UNIT_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}
_WEEKDAYS = "一二三四五六日"
_A_MONTH = 12
_LATEST = timedelta(days=400)
_TAIL = r"(?:上午|下午|早上|中午|晚上)?(?:\d{1,2}[点:时][\d半一三刻分]*)?(?:之?前|左右)?"
_WHOLE_YEAR = re.compile(r"(\d{4})年?", re.ASCII)

Match = re.Match[str]


def loosely(column: Column, cell: Cell, since: object) -> tuple[str, Phrase] | None:
    """Read a cell of a day that says no whole day, and say how it was taken; `since`: what the row says of its own day.

    None if it still cannot be read.
    """
    if column.kind != "date":
        return None
    try:
        words = narrowed(written(cell)).replace(" ", "")
        own = day(column, since) if isinstance(since, str) else None
    except BadCell:
        return None
    found, phrase = (_from_row(words, date.fromisoformat(own)), FROM_ROW) if own else (None, YEAR)
    if found is None and column.takes_years and (match := _WHOLE_YEAR.fullmatch(words)):
        found, phrase = (date(int(match[1]), 1, 1) if FIRST_YEAR <= int(match[1]) <= LAST_YEAR else None), YEAR
    return (found.isoformat(), phrase.given(value=shown(words), meant=found.isoformat())) if found else None


def _from_row(words: str, own: date) -> date | None:
    """Count from the day of the row; what would lie before it is no next day."""
    for form, meant in _FORMS:
        if match := form.fullmatch(words):
            try:
                found = meant(match, own)
            except ValueError:  # no such day in that month
                return None
            return found if own <= found <= own + _LATEST else None
    return None


def _word(match: Match, own: date) -> date:
    return own + timedelta(days=_DAYS[match[1]])


def _ahead(match: Match, own: date) -> date:
    if match[1] == "半":
        return own + timedelta(days=15)
    count = int(match[1]) if match[1].isdigit() else small_number(match[1].replace("两", "二"))
    if match[2] != "月":
        return own + timedelta(days=count * _UNIT_DAYS[match[2]])
    later = _months_later(own, count)
    return later.replace(day=min(own.day, monthrange(later.year, later.month)[1]))


def _of_week(match: Match, own: date) -> date:
    monday = own - timedelta(days=own.weekday()) + timedelta(weeks=_AHEAD[match[1]])
    return monday + timedelta(days=_WEEKDAYS.index((match[2] or "一").replace("天", "日")))


def _of_month(match: Match, own: date) -> date:
    month = _months_later(own, _AHEAD[match[1]])
    if match[3]:
        return month if match[3] == "初" else month.replace(day=monthrange(month.year, month.month)[1])
    return month.replace(day=int(match[2] or 1))


def _number(match: Match, own: date) -> date:
    found = own.replace(day=int(match[1]))
    return found if found >= own else _months_later(own, 1).replace(day=int(match[1]))


def _month_and_day(match: Match, own: date) -> date:
    found = date(own.year, int(match[1]), int(match[2]))
    return found if found >= own else found.replace(year=own.year + 1)


def _months_later(own: date, count: int) -> date:
    """Answer the first day of a month."""
    months = own.month - 1 + count
    return date(own.year + months // _A_MONTH, months % _A_MONTH + 1, 1)


def _form(words: str) -> re.Pattern[str]:
    return re.compile(words + _TAIL, re.ASCII)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[Match, date], date]], ...] = (
    (_form(f"({'|'.join(_DAYS)})"), _word),
    (_form(r"(\d{1,3}|[一二两三四五六七八九十]{1,3})个?(天|日|周|星期|礼拜|月)(?:之|以)?后"), _ahead),
    (_form(r"(半)个月(?:之|以)?后"), _ahead),
    (_form(r"(下下|下|本|这)个?(?:周|星期|礼拜)([一二三四五六日天])?"), _of_week),
    (_form(r"(下下|下|本|这|当)个?月(?:(\d{1,2})[日号]|(初|底|末))?"), _of_month),
    (_form(r"(\d{1,2})[日号]"), _number),
    (_form(r"(\d{1,2})月(\d{1,2})[日号]?"), _month_and_day),
)
