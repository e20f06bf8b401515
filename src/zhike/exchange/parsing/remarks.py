"""What is worth saying of a cell that could be read: what was changed about it, and what one should look at."""

from collections.abc import Callable, Iterator
from typing import Literal
from unicodedata import normalize

from zhike.exchange.columns import Cell, Column, Kind, shown
from zhike.exchange.parsing.cells import is_nothing, one_line, written
from zhike.exchange.parsing.dates import form_of
from zhike.exchange.parsing.numbers import without_measure
from zhike.exchange.parsing.texts import phones_in
from zhike.phrases import Phrase

Grade = Literal["error", "warning", "note"]
Remark = tuple[Grade, Phrase]

FULL_WIDTH = Phrase("Full-width characters were written as ordinary ones.")
INVISIBLE = Phrase("Line breaks and invisible characters were taken out.")
NOTHING = Phrase("A mark for “nothing”, such as “-”, was read as empty.")
READ_AS = Phrase("“%(value)s” was read as %(meant)s.")
MORE_PHONES = Phrase("Several numbers: %(taken)s was taken, not: %(more)s.")
KEPT_PHONES = Phrase("Several numbers: %(taken)s was taken; the remarks keep: %(more)s.")
SHORT_YEAR = Phrase("“%(value)s” was read as %(meant)s: check the year.")
NO_YEAR = Phrase("“%(value)s” was read as %(meant)s, with the year of the file's name.")
MONTH = Phrase("“%(value)s” was read as %(meant)s, the first day of that month.")
MEASURE = Phrase("“%(value)s” was read as %(meant)s: look whether all rows count in the same unit.")
DAY_NUMBER = Phrase("The number %(value)s was read as the day %(meant)s, as spreadsheets count days.")

_PLAIN_PHONE = 13
_NUMBER_SIGNS = frozenset("%)-千万亿")


def _plain(cell: Cell) -> bool:
    return cell.__class__ is not str or (cell.isascii() and cell.isprintable())


def _odd_text(cell: Cell) -> bool:
    return cell.__class__ is str and not cell.isprintable()


def _odd_code(cell: Cell) -> bool:
    return not _plain(cell)


def _odd_number(cell: Cell) -> bool:
    return cell.__class__ is str and (not _plain(cell) or cell[-1:] in _NUMBER_SIGNS or cell[-1:].isalpha())


def _odd_day(cell: Cell) -> bool:
    if cell.__class__ is str:
        return len(cell) < 8 or not _plain(cell)
    return isinstance(cell, int | float)


def _odd_phone(cell: Cell) -> bool:
    return cell.__class__ is str and (len(cell) > _PLAIN_PHONE or not _plain(cell) or len(cell) < 5)


ODD: dict[Kind, Callable[[Cell], bool]] = {
    "text": _odd_text,
    "code": _odd_code,
    "money": _odd_number,
    "decimal": _odd_number,
    "whole": _odd_number,
    "date": _odd_day,
    "choice": _odd_text,
    "phone": _odd_phone,
    "email": _odd_code,
}
"""Whether a cell is worth a closer look: asked of every cell, so it is quick and may be wrong in that direction."""


def remarks(column: Column, cell: Cell, value: object) -> Iterator[Remark]:
    """Say what was done to a cell so that it could be read."""
    if not isinstance(cell, str):
        if column.kind == "date" and isinstance(cell, int | float) and cell < 10**6:
            yield from _of_day(written(cell), value) if form_of(written(cell)) == "month" else _of_number(cell, value)
        return
    words = normalize("NFKC", cell).strip()
    if not words:
        return
    if not (one_line(cell) if column.keeps_lines else cell).strip().isprintable():
        yield "note", INVISIBLE
    if column.kind not in ("text", "choice"):
        if value is None and is_nothing(words):
            yield "note", NOTHING
            return
        if _has_full_width(cell):
            yield "note", FULL_WIDTH
    yield from _OF_KIND.get(column.kind, _none)(words, value)


def _none(words: str, value: object) -> Iterator[Remark]:
    yield from ()


def _of_phone(words: str, value: object) -> Iterator[Remark]:
    if more := phones_in(words)[1:]:
        yield "warning", MORE_PHONES.given(taken=value, more="、".join(more))


def _of_money(words: str, value: object) -> Iterator[Remark]:
    if isinstance(value, int) and words[-1:] in _NUMBER_SIGNS | {"元"} and any(sign in words for sign in _NUMBER_SIGNS):
        yield "note", READ_AS.given(value=shown(words), meant=f"{value // 100}.{value % 100:02d}")


def _of_decimal(words: str, value: object) -> Iterator[Remark]:
    bare = words.replace(" ", "")
    if value is not None and without_measure(bare) != bare:
        yield "warning", MEASURE.given(value=shown(words), meant=value)
    elif words[-1:] in _NUMBER_SIGNS:
        yield "note", READ_AS.given(value=shown(words), meant=value)


def _of_number(cell: float, value: object) -> Iterator[Remark]:
    yield "note", DAY_NUMBER.given(value=cell, meant=value)


def _of_day(words: str, value: object) -> Iterator[Remark]:
    form = form_of(words)
    if form == "short year":
        yield "warning", SHORT_YEAR.given(value=shown(words), meant=value)
    elif form == "no year":
        yield "warning", NO_YEAR.given(value=shown(words), meant=value)
    elif form == "month":
        yield "warning", MONTH.given(value=shown(words), meant=value)
    elif form == "number":
        yield "warning", DAY_NUMBER.given(value=shown(words), meant=value)


_OF_KIND: dict[Kind, Callable[[str, object], Iterator[Remark]]] = {
    "phone": _of_phone,
    "money": _of_money,
    "decimal": _of_decimal,
    "whole": _of_decimal,
    "date": _of_day,
}


def _has_full_width(cell: str) -> bool:
    return any("\uff01" <= char <= "\uff5e" for char in cell)
