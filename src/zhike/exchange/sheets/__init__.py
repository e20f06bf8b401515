"""Open a table of any size as its rows, whatever its name says it is."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from zhike.exchange.columns import Cell, Refused
from zhike.exchange.sheets.delimited import open_text
from zhike.exchange.sheets.kinds import kind_of
from zhike.exchange.sheets.limits import Limits
from zhike.exchange.sheets.workbook import open_workbook
from zhike.phrases import Phrase

__all__ = ["Limits", "Line", "Sheet", "open_sheet"]

Line = tuple[int, Sequence[Cell]]


@dataclass(frozen=True)
class Sheet:
    """A table that is open: its rows can be walked once, blank ones are passed over."""

    kind: Literal["csv", "xlsx"]
    encoding: str
    rows: Iterator[Line]


@contextmanager
def open_sheet(path: Path, limits: Limits = Limits()) -> Iterator[Sheet]:
    """Open a table; a row is the number of its line in the file and its cells, the header is the first row.

    Raises:
        Refused: it is no table that can be read, or a larger one than the limits allow (also while walking).
    """
    if kind_of(path) == "zip":
        with open_workbook(path, limits) as rows:
            yield Sheet("xlsx", "", _bounded(rows, limits))
    else:
        with open_text(path, limits) as (encoding, lines):
            yield Sheet("csv", encoding, _bounded(lines, limits))


def _bounded(rows: Iterator[Line], limits: Limits) -> Iterator[Line]:
    left = limits.max_rows + 1  # the header is no row of data
    for line, cells in rows:
        if not _has_words(cells):
            continue
        if left == 0:
            raise Refused(
                Phrase("There are more than %(rows)d rows: split the file into parts.", {"rows": limits.max_rows})
            )
        left -= 1
        yield line, cells


def _has_words(cells: Sequence[Cell]) -> bool:
    return any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in cells)
