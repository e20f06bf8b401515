"""The scores as a workbook, row by row in little memory; a text is never a formula in it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from zhike.cli.score.sheet import WORDS, Column
from zhike.phrases import say

_WIDTH = 14


def write_workbook(found: Sequence[Column], draft: Path) -> None:
    """Write titles and rows; days as days, shares as per cent, words in Chinese."""
    with xlsxwriter.Workbook(draft, {"constant_memory": True, "tmpdir": str(draft.parent)}) as book:
        sheet = book.add_worksheet()
        forms = [book.add_format({"num_format": column.form}) if column.form else None for column in found]
        sheet.set_column(0, len(found) - 1, _WIDTH)
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(found):
            sheet.write_string(0, place, say(column.title))
        for line, cells in enumerate(zip(*map(_cells, found), strict=True), start=1):
            for place, cell in enumerate(cells):
                _write(sheet, line, place, cell=cell, form=forms[place])


def _cells(column: Column) -> list[Any]:
    values: list[Any] = column.values.tolist()
    if column.missing is None:
        return values
    return [None if missing else value for value, missing in zip(values, column.missing.tolist(), strict=True)]


def _write(sheet: Any, line: int, place: int, *, cell: Any, form: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(line, place, say(WORDS[cell]) if place and cell in WORDS else cell)
    elif isinstance(cell, int | float):
        sheet.write_number(line, place, cell, form)
    elif cell is not None:
        sheet.write_datetime(line, place, cell, form)
