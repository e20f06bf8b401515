"""Cells of words: names, codes, phones, addresses, choices."""

import re
from functools import lru_cache
from unicodedata import normalize

from zhike.exchange.columns import Cell, Column, shown
from zhike.exchange.parsing.cells import BadCell, cleaned, exact_digits, narrowed, written
from zhike.phrases import Phrase

LONGEST_PHONE = 20
FEWEST_PHONE_DIGITS = 5

_WHOLE_AS_FLOAT = re.compile(r"(\d+)\.0+", re.ASCII)
_PHONE_FILLING = re.compile(r"[\s\-()‐‑‒–—―−]+")
_PHONE = re.compile(r"\+?\d+", re.ASCII)
_EMAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@.,;<>()]+")


def text(column: Column, cell: Cell) -> str | None:
    """Read free text; rare characters stay as they are."""
    words = cleaned(cell if isinstance(cell, str) else written(cell))
    if not words.isascii():
        words = normalize("NFC", words)
    return _within(words, column.longest) or None


def code(column: Column, cell: Cell) -> str | None:
    """Read a number or code that names something; `1234.0` is what a spreadsheet made of `1234`."""
    if isinstance(cell, float):
        exact_digits(cell)
    words = narrowed(cell if isinstance(cell, str) else written(cell))
    if "+" in words:
        words = exact_digits(words) or words
    if words.endswith("0") and (match := _WHOLE_AS_FLOAT.fullmatch(words)):
        words = match[1]
    return _within(words, column.longest) or None


def phone(column: Column, cell: Cell) -> str | None:
    """Read a phone number as its digits, with a leading `+` if it has one."""
    if isinstance(cell, float):
        exact_digits(cell)
    words = narrowed(cell if isinstance(cell, str) else written(cell))
    digits = exact_digits(words) or _PHONE_FILLING.sub("", words)
    if not digits:
        return None
    if not _PHONE.fullmatch(digits):
        raise BadCell(
            Phrase(
                "“%(value)s” is not a phone number: write one number with digits only, further numbers in other rows.",
                {"value": shown(words)},
            )
        )
    if len(digits) < FEWEST_PHONE_DIGITS:
        raise BadCell(Phrase("The phone number %(value)s is too short.", {"value": digits}))
    return _within(digits, min(column.longest, LONGEST_PHONE))


def email(column: Column, cell: Cell) -> str | None:
    """Read an e-mail address."""
    words = narrowed(cell if isinstance(cell, str) else written(cell))
    if words and not _EMAIL.fullmatch(words):
        raise BadCell(Phrase("“%(value)s” is not an e-mail address.", {"value": shown(words)}))
    return _within(words, column.longest) or None


def choice(column: Column, cell: Cell) -> str | None:
    """Read one of the column's words as its code."""
    words = narrowed(cell if isinstance(cell, str) else written(cell))
    if not words:
        return None
    found = _choices(column).get(words.casefold())
    if found is None:
        raise BadCell(
            Phrase("“%(value)s” is not one of: %(words)s.", {"value": shown(words), "words": "、".join(column.choices)})
        )
    return found


@lru_cache
def _choices(column: Column) -> dict[str, str]:
    return {normalize("NFKC", word).casefold(): value for word, value in column.choices.items()}


def _within(words: str, longest: int) -> str:
    if len(words) > longest:
        raise BadCell(
            Phrase(
                "It has %(length)d characters, at most %(longest)d are possible: shorten it.",
                {"length": len(words), "longest": longest},
            )
        )
    return words
