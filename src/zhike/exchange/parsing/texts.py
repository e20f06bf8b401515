"""Cells of words: names, codes, phones, addresses, choices."""

import re
from functools import lru_cache
from unicodedata import normalize

from zhike.exchange.columns import Cell, Column, shown
from zhike.exchange.parsing.cells import (
    BadCell,
    cleaned,
    exact_digits,
    is_nothing,
    narrowed,
    refuse_lost_digits,
    written,
)
from zhike.phrases import Phrase

ALIKE = (
    ("是", "yes", "y", "true", "1", "√", "✓", "✔", "☑", "有", "对", "已"),
    ("否", "no", "n", "false", "0", "×", "✗", "✘", "☐", "没有", "不", "未"),
    ("男", "男性", "先生", "male", "m"),
    ("女", "女性", "女士", "小姐", "female", "f"),
)
"""Words that mean the same choice, wherever one of them is one."""

LONGEST_PHONE = 20
FEWEST_PHONE_DIGITS = 5

_WHOLE_AS_FLOAT = re.compile(r"(\d+)\.0+", re.ASCII)
_PHONE_FILLING = re.compile(r"[\s\-()‐‑‒–—―−]+")
_PHONE = re.compile(r"\+?\d+", re.ASCII)
_BETWEEN_PHONES = re.compile(r"[、/;,|\\和或]|\s*\n\s*|(?<=\d{7})\s+(?=\+?\d{7})|\s(?=1\d{10}\b)|(?<=\d{11})\s+")
_BEFORE_PHONE = re.compile(
    r"(?:手机|电话|座机|固话|联系电话|mobile|tel|phone|办|宅|公|m|t)号?码?\s*[:.]?\s*", re.IGNORECASE
)
_BESIDE_PHONE = re.compile(r"^\s*\([^()\d]{1,10}\)\s*|\s*\([^()\d]{1,10}\)\s*$")
"""Whose number it is, in brackets before or behind it."""
_MOBILE = re.compile(r"(?:\+?86|0086)?1[3-9]\d{9}", re.ASCII)
_LONGEST_ALONE = 14
"""Digits of one number with the code of its country; more may be two, with only a space between them."""
_EXTENSION = re.compile(r"([^转]+?)\s*(?:转|分机|ext\.?|x|#)\s*(\d{1,6})\)?", re.IGNORECASE)
_TWO_MOBILES = re.compile(r"(?:1[3-9]\d{9}){2,}", re.ASCII)
_EMAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@.,;<>()]+")


def text(column: Column, cell: Cell) -> str | None:
    """Read free text; rare characters stay as they are."""
    if not isinstance(cell, str):
        refuse_lost_digits(cell)
        cell = written(cell)
    words = cleaned(cell, keeps_lines=True) if column.keeps_lines else cleaned(cell)
    if not words.isascii():
        words = normalize("NFC", words)
    return within(words, column.longest) or None


def code(column: Column, cell: Cell) -> str | None:
    """Read a number or code that names something; `1234.0` is what a spreadsheet made of `1234`."""
    refuse_lost_digits(cell)
    words = narrowed(cell if isinstance(cell, str) else written(cell))
    if "+" in words:
        words = exact_digits(words) or words
    if words.endswith("0") and (match := _WHOLE_AS_FLOAT.fullmatch(words)):
        words = match[1]
    return within(words, column.longest) or None


def phone(column: Column, cell: Cell) -> str | None:
    """Read a phone number as its digits, with a leading `+` if it has one; of several a mobile, else the first."""
    refuse_lost_digits(cell)
    words = narrowed(cell if isinstance(cell, str) else written(cell))
    if not words or is_nothing(words):
        return None
    found = phones_in(words)
    if not found:
        raise BadCell(
            Phrase(
                "“%(value)s” is not a phone number: write one number with digits only, further numbers in other rows.",
                {"value": shown(words)},
            )
        )
    if len(found[0].lstrip("+")) < FEWEST_PHONE_DIGITS:
        raise BadCell(Phrase("The phone number %(value)s is too short.", {"value": found[0]}))
    return within(found[0], min(column.longest, LONGEST_PHONE))


def phones_in(words: str) -> list[str]:
    """Give the phone numbers of a cell, mobiles first; none if something else stands in it."""
    whole = exact_digits(words) or _digits(words)
    if whole and len(whole) <= _LONGEST_ALONE:
        return [whole]
    parts = [part for part in _BETWEEN_PHONES.split(words) if part.strip()]
    found = [_digits(_BESIDE_PHONE.sub("", _BEFORE_PHONE.sub("", part.strip()))) for part in parts]
    phones = [each for each in found if each and len(each) >= FEWEST_PHONE_DIGITS]
    if whole and len(phones) < 2:
        return [whole]
    if not whole and len(parts) < 2 and not _BEFORE_PHONE.match(words) and not _BESIDE_PHONE.search(words):
        return []
    return sorted(phones, key=lambda each: _MOBILE.fullmatch(each) is None)


def _digits(words: str) -> str:
    if match := _EXTENSION.fullmatch(words):
        whole = _digits(match[1])
        return f"{whole}转{match[2]}" if whole else ""
    digits = _PHONE_FILLING.sub("", words)
    if not _PHONE.fullmatch(digits) or _TWO_MOBILES.fullmatch(digits):
        return ""
    return digits


def email(column: Column, cell: Cell) -> str | None:
    """Read an e-mail address."""
    words = narrowed(cell if isinstance(cell, str) else written(cell))
    if words and not _EMAIL.fullmatch(words):
        raise BadCell(Phrase("“%(value)s” is not an e-mail address.", {"value": shown(words)}))
    return within(words, column.longest) or None


def choice(column: Column, cell: Cell) -> str | None:
    """Read one of the column's words as its code; marks and words for yes and no are known where those are choices."""
    words = narrowed(cell if isinstance(cell, str) else written(cell))
    if not words:
        return None
    found = _choices(column).get(words.casefold())
    if found is None and is_nothing(words):
        return None
    if found is None:
        raise BadCell(
            Phrase("“%(value)s” is not one of: %(words)s.", {"value": shown(words), "words": "、".join(column.choices)})
        )
    return found


@lru_cache
def _choices(column: Column) -> dict[str, str]:
    named = {normalize("NFKC", word).casefold(): value for word, value in column.choices.items()}
    alike: dict[str, str] = {}
    for words in ALIKE:
        if value := next((named[word] for word in words if word in named), None):
            alike |= dict.fromkeys(words, value)
    return alike | named


def within(words: str, longest: int) -> str:
    if len(words) > longest:
        raise BadCell(
            Phrase(
                "It has %(length)d characters, at most %(longest)d are possible: shorten it.",
                {"length": len(words), "longest": longest},
            )
        )
    return words
