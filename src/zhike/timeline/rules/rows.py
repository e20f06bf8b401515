"""The rows of a file of follow-ups, prepared before the transaction."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from unicodedata import normalize

from zhike.core.search.rules import Named
from zhike.exchange.spool import Fault, Row
from zhike.phrases import Phrase

FIRST_YEAR, LAST_YEAR = 1970, 2100
NOT_A_MOMENT = Phrase("“%(value)s” is no day or time: write it like 2026-03-05 14:30.")
NO_SUCH_DAY = Phrase("There is no such day or time: %(value)s.")
AFTERNOON = ("下午", "傍晚", "晚上", "PM")
MORNING = ("上午", "早上", "早晨", "凌晨", "AM")
IN_WORDS = {"半": 30, "一刻": 15, "三刻": 45}
_MOMENT = re.compile(
    r"(?P<y>\d{4})(?:\s*[-/.]\s*(?P<m>\d{1,2})\s*[-/.]\s*(?P<d>\d{1,2})|\s*年\s*(?P<m2>\d{1,2})\s*月\s*(?P<d2>\d{1,2})\s*[日号]?"
    r"|(?P<m3>\d{2})(?P<d3>\d{2}))"
    r"(?:[T\s]*(?P<half>上午|早上|早晨|凌晨|中午|下午|傍晚|晚上|AM|PM)?\s*(?P<h>\d{1,2})\s*[:时点]\s*"
    r"(?P<min>\d{1,2}|半|[一三]刻)?\s*[分钟整]?\s*(?::?\s*(?P<s>\d{1,2})(?:\.\d+)?\s*秒?)?\s*(?P<half2>AM|PM)?(?:\s*\+08:?00)?)?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True)
class Told:
    """One row: whom it is about, what was said by whom and when, in the company's zone; and what comes next."""

    line: int
    number: str
    name: str
    word: str
    way: str
    words: str
    author: str
    happened_at: datetime  # without a zone
    contact: str
    due_on: date | None
    purpose: str
    known_as: str = ""  # the number an export gave it

    def is_same_moment(self, other: datetime) -> bool:
        """Say whether something took place then, as far as the file tells: perhaps it has no seconds."""
        told = self.happened_at
        return told == other.replace(second=other.second if told.second else 0, microsecond=0, tzinfo=None)


@dataclass(frozen=True)
class Prepared:
    """The rows of a batch, and what is wrong with some of them."""

    told: list[Told]
    faults: list[Fault]


def prepare(rows: Sequence[Row]) -> Prepared:
    """Read what the cells mean; a row whose time cannot be read stays out."""
    prepared = Prepared([], [])
    for row in rows:
        try:
            prepared.told.append(_told(row))
        except _NoMoment as wrong:
            prepared.faults.append(Fault(row.line, "跟进时间", wrong.phrase))
    return prepared


def names(prepared: Prepared) -> Iterable[Named]:
    """Nothing here is looked for by name."""
    return ()


def read_moment(text: str) -> datetime:
    """Read a day with or without a time of day; a day alone is its midnight.

    Raises:
        ValueError: it is neither, or there is no such day or time; the phrase says which.
    """
    plain = normalize("NFKC", text).strip()
    found = _MOMENT.fullmatch(plain)
    if found is None:
        raise _NoMoment(NOT_A_MOMENT.given(value=text[:40]))
    try:
        day = date(*_parts(found, ("y",), ("m", "m2", "m3"), ("d", "d2", "d3")))
        moment = datetime.combine(day, _time(found))
    except ValueError:
        raise _NoMoment(NO_SUCH_DAY.given(value=text[:40])) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _NoMoment(NO_SUCH_DAY.given(value=text[:40]))
    return moment


class _NoMoment(ValueError):
    def __init__(self, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase


def _time(found: re.Match[str]) -> time:
    if found["h"] is None:
        return time()
    hour, half = int(found["h"]), (found["half"] or found["half2"] or "").upper()
    if (half in AFTERNOON and hour < 12) or (half == "中午" and hour < 4):
        hour += 12
    if half in MORNING and hour == 12:
        hour = 0
    return time(hour, IN_WORDS.get(found["min"]) or int(found["min"] or 0), int(found["s"] or 0))


def _parts(found: re.Match[str], *names: tuple[str, ...]) -> Iterator[int]:
    for alike in names:
        yield next(int(found[name]) for name in alike if found[name])


def _told(row: Row) -> Told:
    get: Any = row.values.get
    due_on = get("due_on")
    return Told(
        line=row.line,
        number=get("customer_number") or "",
        name=get("customer_name") or "",
        word=get("customer") or "",
        way=get("way") or "other",
        words=get("words") or "",
        author=get("author") or "",
        happened_at=read_moment(get("happened_at") or ""),
        contact=get("contact") or "",
        due_on=date.fromisoformat(due_on) if due_on else None,
        purpose=get("purpose") or "",
        known_as=get("known_as") or "",
    )
