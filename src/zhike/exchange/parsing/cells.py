"""What every kind of cell has in common: cleaning what was written, and the faults of any cell."""

import re
from datetime import date, datetime, time
from unicodedata import category, normalize

from zhike.exchange.columns import Cell, shown
from zhike.phrases import Phrase

EXACT_INTEGERS = 10**15
"""Spreadsheets keep 15 digits: a larger float has lost some."""

_ERROR_VALUES = frozenset(
    ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"]
)
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?E\+(\d+)", re.ASCII | re.IGNORECASE)
_LINE_BREAKS = re.compile(r"[\t\r\n\u2028\u2029]+")
_NEW_LINES = re.compile(r"\r\n?|[\u2028\u2029]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
DANGEROUS = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
"""How a text begins that a spreadsheet may take for a formula; an export puts an apostrophe before it."""

_GUARD = re.compile(rf"\A'(?={DANGEROUS.pattern}|[\d.]+\Z)")
_ODD_STARTS = frozenset("=＝#＃")
_AS_TEXT = re.compile(r'=\s*"([^"=]*)"')
"""How some programs keep a spreadsheet from taking digits for a number."""

_NOTHING = frozenset(["-", "--", "—", "——", "/", "无", "暂无", "没有", "n/a", "na", "null", "none", "nil", "\\"])


class BadCell(Exception):
    """Say what is wrong with one cell."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(phrase)
        self.phrase = phrase


def cleaned(cell: str, *, keeps_lines: bool = False) -> str:
    """Strip a written cell, and take off the apostrophe that an export puts before what looks like a formula.

    Its lines become one unless they are to be kept.

    Raises:
        BadCell: the cell holds a formula, an error value or a control character.
    """
    text = cell.strip()
    if text.startswith(("'", "`")):
        text = (_GUARD.sub("", text) if text[0] == "'" else text[1:]).strip()
    if not text.isprintable():
        text = _without_controls(text, keeps_lines=keeps_lines)
    if text and text[0] in _ODD_STARTS:
        if match := _AS_TEXT.fullmatch(text):
            return match[1].strip()
        _refuse_what_is_no_value(text)
    return text


def narrowed(cell: str) -> str:
    """Clean a cell and make its full-width figures and letters plain."""
    text = cleaned(cell)
    return text if text.isascii() else normalize("NFKC", text).strip()


def is_nothing(words: str) -> bool:
    """Tell what people write where there is nothing to write."""
    return len(words) < 5 and words.casefold() in _NOTHING


def written(cell: Cell) -> str:
    """Write a typed spreadsheet cell the way a person would have typed it."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT_INTEGERS else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return str(cell.date()) if cell.time() == time.min else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def refuse_lost_digits(cell: Cell) -> None:
    """Refuse a number that is longer than spreadsheets keep numbers.

    Raises:
        BadCell: its last digits are lost.
    """
    if isinstance(cell, float):
        exact_digits(cell)
    elif isinstance(cell, int) and abs(cell) >= EXACT_INTEGERS and cell % 10 ** (len(str(abs(cell))) - 15) == 0:
        raise _lost_digits(str(cell))


def exact_digits(cell: str | float) -> str | None:
    """Give the digits of a number in scientific form, None if it is not in that form.

    Raises:
        BadCell: digits were lost when the file was saved.
    """
    if isinstance(cell, float):
        if abs(cell) < EXACT_INTEGERS:
            return None
        raise _lost_digits(f"{cell:.15g}")
    match = _SCIENTIFIC.fullmatch(cell)
    if match is None:
        return None
    first, rest, power = match[1], match[2] or "", int(match[3])
    if len(rest) != power:
        raise _lost_digits(cell)
    return first + rest


def _lost_digits(value: str) -> BadCell:
    return BadCell(
        Phrase(
            "“%(value)s” is a number in short form whose last digits are lost: "
            "set the cells to text in the spreadsheet and enter the whole number.",
            {"value": shown(value)},
        )
    )


def one_line(text: str) -> str:
    """Put the lines of a text into one."""
    return _LINE_BREAKS.sub(" ", text)


def _without_controls(text: str, *, keeps_lines: bool) -> str:
    text = _NEW_LINES.sub("\n", text) if keeps_lines else one_line(text)
    text = _INVISIBLE.sub("", text).strip()
    for char in one_line(text):
        if category(char) in ("Cc", "Cs"):
            raise BadCell(
                Phrase(
                    "There is an invisible control character (code %(code)s) in it: type the cell anew.",
                    {"code": f"U+{ord(char):04X}"},
                )
            )
    return text


def _refuse_what_is_no_value(text: str) -> None:
    if text[0] in "=＝":
        raise BadCell(
            Phrase("“%(value)s” looks like a formula: copy the column and paste it as values.", {"value": shown(text)})
        )
    if normalize("NFKC", text).upper() in _ERROR_VALUES:
        raise BadCell(
            Phrase(
                "The spreadsheet shows the error %(value)s here: correct it and save again.", {"value": text.upper()}
            )
        )
