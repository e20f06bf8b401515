"""One cell in, one value out, or a sentence that says what is wrong with it."""

from collections.abc import Callable

from zhike.exchange.columns import Cell, Column
from zhike.exchange.parsing import dates, numbers, texts
from zhike.exchange.parsing.cells import BadCell, written
from zhike.phrases import Phrase

__all__ = ["BadCell", "Value", "parse", "written"]

Value = str | int | None

_PARSERS: dict[str, Callable[[Column, Cell], Value]] = {
    "text": texts.text,
    "code": texts.code,
    "money": numbers.money,
    "decimal": numbers.decimal,
    "whole": numbers.whole,
    "date": dates.day,
    "choice": texts.choice,
    "phone": texts.phone,
    "email": texts.email,
}


def parse(column: Column, cell: Cell) -> Value:
    """Read a cell as its column's kind: 分 for money, YYYY-MM-DD for a date, None if it is empty.

    Raises:
        BadCell: the cell cannot be read as that, or is empty though needed.
    """
    value = None if cell is None else _PARSERS[column.kind](column, cell)
    if value is None and column.needed:
        raise _empty(cell)
    return value


def _empty(cell: Cell) -> BadCell:
    if cell is None:  # only a spreadsheet has cells without any text
        return BadCell(
            Phrase(
                "It is empty but needed. If you see a value there, it is a formula: copy it and paste it as a value."
            )
        )
    return BadCell(Phrase("It is empty but needed."))
