"""Open .xls, .xlsb and .ods, which a library reads as a whole: only as large as the memory allows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from zhike.exchange.columns import Cell, Refused
from zhike.exchange.sheets.kinds import PASSWORD
from zhike.exchange.sheets.limits import Limits
from zhike.exchange.sheets.markup import damaged
from zhike.exchange.sheets.tabs import Facts, Line, Tab
from zhike.phrases import Phrase


@contextmanager
def open_whole(path: Path, limits: Limits) -> Iterator[tuple[Tab, ...]]:
    """Open a workbook as its sheets, hidden ones too.

    Raises:
        Refused: it is damaged, has a password, or is too large to be read as a whole.
    """
    size = _unpacked_size(path)
    if size > limits.max_whole:
        raise Refused(
            Phrase(
                "A file of this kind is read up to %(largest)d MB, unpacked, and this one has %(size)d MB: "
                "open it in Excel or WPS and save it as .xlsx.",
                {"largest": limits.max_whole >> 20, "size": size >> 20},
            )
        )
    try:
        book = CalamineWorkbook.from_path(path)
    except PasswordError:
        raise Refused(PASSWORD) from None
    except (CalamineError, OSError, ValueError):
        raise damaged() from None
    with book:
        yield tuple(
            Tab(sheet.name, partial(_rows, book=book, name=sheet.name, limits=limits), is_hidden=_is_hidden(sheet))
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        )


def _unpacked_size(path: Path) -> int:
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return size
    with ZipFile(path) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def _is_hidden(sheet: Any) -> bool:
    return bool(sheet.visible != SheetVisibleEnum.Visible)


def _rows(facts: Facts, *, book: CalamineWorkbook, name: str, limits: Limits) -> Iterator[Line]:
    try:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None:
            return
        top, left = sheet.start[0], min(sheet.start[1], limits.max_columns)
        before: list[Cell] = [None] * left
        for line, cells in enumerate(sheet.iter_rows(), start=1):
            if line > top:
                yield line, [*before, *map(_cell, cells[: limits.max_columns + 1 - left])]
    except (CalamineError, ValueError):
        raise damaged() from None


def _cell(cell: Any) -> Cell:
    if cell == "":
        return None
    if cell is None or isinstance(cell, str | int | float | bool | date):
        return cell
    return str(cell) if not isinstance(cell, timedelta) else str(cell.total_seconds() / 86400)
