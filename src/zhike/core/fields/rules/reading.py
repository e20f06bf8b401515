"""What a person typed or a file holds, read as the value of a field; what a field cannot be is said in a phrase."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from unicodedata import category, normalize

from zhike.core.fields.rules import types
from zhike.core.fields.rules.types import NOBODY, Field, Known, Stored, choice_now, choices_of
from zhike.phrases import Phrase

LARGEST_NUMBER = Decimal(999_999_999_999)
LARGEST_MONEY = Decimal("99999999999.99")
NUMBER_PLACES, MONEY_PLACES = 6, 2
FIRST_YEAR, LAST_YEAR = 1800, 2200
TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}
SHOWN_LONGEST = 40
SEPARATORS = re.compile(r"[、,，;；|\n]")

_NUMBER = re.compile(r"([+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|[+-]?\.\d+)(万|亿)?", re.ASCII)
_DAY = re.compile(
    r"(\d{4})(?:\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?|(\d{2})(\d{2}))"
    r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2})?)?",
    re.ASCII,
)
_BREAKS = re.compile(r"[\t\r\n\u2028\u2029]+")
_INVISIBLE = re.compile("[\u200b\ufeff]")

NEEDED = Phrase("It is empty but needed.")
NOT_A_NUMBER = Phrase("“%(value)s” is not a number: write digits, like 1280.5 or 3万.")
NOT_MONEY = Phrase("“%(value)s” is not an amount: write digits, like 1280.50 or 3.5万元.")
NOT_A_DATE = Phrase("“%(value)s” is not a date: write the year first, like 2026-03-05.")
NO_SUCH_DAY = Phrase("There is no such day: %(value)s.")
TOO_LARGE = Phrase("%(value)s is too large, at most %(largest)s is possible.")
TOO_PRECISE = Phrase("At most %(places)d decimal places are possible.")
TOO_LONG = Phrase("It has %(length)d characters, at most %(longest)d are possible.")
CONTROL = Phrase("There is an invisible control character in it: type it anew.")
NO_CHOICE = Phrase("“%(value)s” is not one of: %(words)s.")
NO_PERSON = Phrase("No colleague is called “%(value)s”.")
SEVERAL_PEOPLE = Phrase("Several colleagues are called “%(value)s”.")
NO_RECORD = Phrase("“%(value)s” is no number of a record you may see.")
NO_FILE = Phrase("A file is added on the record's own form.")
CALCULATED = Phrase("It is calculated and cannot be written.")


class BadValue(ValueError):
    """A value cannot be what its field asks for; the phrase names the remedy."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase


def read(field: Field, raw: str | Sequence[str] | None, known: Known = NOBODY) -> Stored | None:
    """Read a value as it is kept; None when there is none.

    Raises:
        BadValue: it cannot be read as the field's type.
    """
    words = raw if isinstance(raw, str) else "\n".join(raw or ())
    if not words.strip():
        return None
    return _READERS[field.type](field, words, known)


def clean(
    fields: Iterable[Field], raw: Mapping[str, str | Sequence[str]], *, known: Known = NOBODY, is_whole: bool = True
) -> tuple[dict[str, Stored | None], dict[str, Phrase]]:
    """Read the values of a record by code; answer them, None for what is empty, and what is wrong with the others.

    Of a part of a record (`is_whole` false), a field that is not named stays as it is.
    """
    told: dict[str, Stored | None] = {}
    faults: dict[str, Phrase] = {}
    for field in fields:
        if field.type == types.FORMULA or (not is_whole and field.code not in raw):
            continue
        try:
            told[field.code] = needed(field, read(field, raw.get(field.code, ""), known))
        except BadValue as bad:
            faults[field.code] = bad.phrase
    return told, faults


def needed(field: Field, value: Stored | None) -> Stored | None:
    """Let a value through unless it is empty though needed.

    Raises:
        BadValue: it is.
    """
    if value is None and field.is_needed:
        raise BadValue(NEEDED)
    return value


def merged(extra: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a record's values with some of them told anew; None empties one."""
    return {code: value for code, value in {**extra, **told}.items() if value is not None}


def decimal(words: str, *, unit: str = "") -> Decimal | None:
    """Read digits as people write them: 1,280.5, １２８０, 3万, 3 个; None if they are no number."""
    bare = normalize("NFKC", words).replace("−", "-").replace("¥", "").replace(" ", "")
    match = _NUMBER.fullmatch(bare.removesuffix(normalize("NFKC", unit).replace(" ", ""))) if len(bare) <= 60 else None
    return Decimal(match[1].replace(",", "")) * TIMES[match[2] or ""] if match else None


def day(words: str) -> date:
    """Read a day, the year first: 2026-3-5, 2026/03/05, 2026年3月5日, 20260305.

    Raises:
        BadValue: it is none.
    """
    text = normalize("NFKC", words).strip()
    match = _DAY.fullmatch(text) if len(text) <= 60 else None
    if match is None:
        raise BadValue(NOT_A_DATE.given(value=cut(words)))
    year, month, of_month = (int(part) for part in match.groups() if part and part.isdigit())
    try:
        found = date(year, month, of_month)
    except ValueError:
        raise BadValue(NO_SUCH_DAY.given(value=cut(words))) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadValue(NO_SUCH_DAY.given(value=cut(words)))
    return found


def plain(number: Decimal) -> str:
    """Write a number without useless zeros and without an exponent."""
    return format(number.normalize(), "f") if number else "0"


def cut(words: str) -> str:
    return words if len(words) <= SHOWN_LONGEST else f"{words[:SHOWN_LONGEST]}…"


def _text(field: Field, words: str, known: Known) -> str | None:
    return _within(_BREAKS.sub(" ", words), types.TEXT_LONGEST)


def _long_text(field: Field, words: str, known: Known) -> str | None:
    return _within(words.replace("\r\n", "\n").replace("\r", "\n"), types.LONG_TEXT_LONGEST)


def _within(words: str, longest: int) -> str | None:
    text = normalize("NFC", _INVISIBLE.sub("", words)).strip()
    if any(category(char) in ("Cc", "Cs") and char not in "\n\t" for char in text):
        raise BadValue(CONTROL)
    if len(text) > longest:
        raise BadValue(TOO_LONG.given(length=len(text), longest=longest))
    return text or None


def _number(field: Field, words: str, known: Known) -> str:
    found = decimal(words, unit=field.unit)
    if found is None:
        raise BadValue(NOT_A_NUMBER.given(value=cut(words)))
    return plain(_fitting(found, largest=LARGEST_NUMBER, places=NUMBER_PLACES))


def _money(field: Field, words: str, known: Known) -> int:
    found = decimal(words, unit="元")
    if found is None:
        raise BadValue(NOT_MONEY.given(value=cut(words)))
    return int(_fitting(found, largest=LARGEST_MONEY, places=MONEY_PLACES).scaleb(2))


def _fitting(number: Decimal, *, largest: Decimal, places: int) -> Decimal:
    if abs(number) > largest:
        raise BadValue(TOO_LARGE.given(value=cut(f"{number:,f}"), largest=f"{largest:,}"))
    if -int(number.normalize().as_tuple().exponent) > places:
        raise BadValue(TOO_PRECISE.given(places=places))
    return number


def _day(field: Field, words: str, known: Known) -> str:
    return day(words).isoformat()


def _choice(field: Field, words: str, known: Known) -> str:
    return _chosen(field, words.strip())


def _choices(field: Field, words: str, known: Known) -> list[str] | None:
    """Read several choices, each once and in the order they are offered."""
    named = (part.strip() for part in SEPARATORS.split(words))
    chosen = {_chosen(field, part) for part in named if part}
    return [key for key in choices_of(field) if key in chosen] or None


def _chosen(field: Field, word: str) -> str:
    """Find a choice by its key or by its title, also one that is no longer offered."""
    choices = choices_of(field)
    if word in choices:
        return choice_now(choices, word)
    wanted = types.name_key(word)
    for choice in choices.values():
        if types.name_key(choice.title) == wanted:
            return choice_now(choices, choice.key)
    titles = "、".join(choice.title for choice in choices.values() if choice.is_offered)
    raise BadValue(NO_CHOICE.given(value=cut(word), words=titles))


def _person(field: Field, words: str, known: Known) -> int:
    word = words.strip()
    if word.isascii() and word.isdigit() and int(word) in known.people:
        return int(word)
    found = [pk for pk, name in known.people.items() if name == word]
    if len(found) != 1:
        raise BadValue((SEVERAL_PEOPLE if found else NO_PERSON).given(value=cut(word)))
    return found[0]


def record_number(words: str) -> str:
    """Answer the number that was typed for another record."""
    return normalize("NFKC", words).strip()


def _record(field: Field, words: str, known: Known) -> int:
    number = record_number(words)
    found = next((pk for pk, own in known.records.items() if own == number), None) or known.find_record(number)
    if found is None:
        raise BadValue(NO_RECORD.given(value=cut(number)))
    return found


def _file(field: Field, words: str, known: Known) -> int:
    word = words.strip()
    if word.isascii() and word.isdigit() and int(word) in known.files:
        return int(word)
    raise BadValue(NO_FILE)


def _formula(field: Field, words: str, known: Known) -> None:
    raise BadValue(CALCULATED)


_READERS: dict[str, Callable[[Field, str, Known], Stored | None]] = {
    types.TEXT: _text,
    types.LONG_TEXT: _long_text,
    types.NUMBER: _number,
    types.MONEY: _money,
    types.DATE: _day,
    types.CHOICE: _choice,
    types.CHOICES: _choices,
    types.PERSON: _person,
    types.RECORD: _record,
    types.FILE: _file,
    types.FORMULA: _formula,
}
