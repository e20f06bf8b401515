"""Read a table into a spool, in this process or in a child that cannot harm it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from zhike.exchange.columns import Cell, Layout, Refused, match_header
from zhike.exchange.parsing import written
from zhike.exchange.reading.parent import Cancelled, ReadingFailed, read_in_child
from zhike.exchange.reading.rows import RowReader
from zhike.exchange.sheets import Limits, Sheet, open_sheet
from zhike.exchange.spool import Fault, Head, Spool, SpooledRow
from zhike.phrases import Phrase

__all__ = ["Cancelled", "ReadingFailed", "Refused", "read_in_child", "read_into_spool"]

_CHUNK = 2_000


def read_into_spool(
    source: Path,
    spool: Path,
    layout: Layout,
    *,
    limits: Limits = Limits(),
    progress: Callable[[int], None] = lambda rows: None,
) -> Head:
    """Parse all rows of a table into a new spool; `progress` is told the rows read so far, often.

    Raises:
        Refused: the file as a whole cannot be read.
    """
    with open_sheet(source, limits) as sheet, Spool(spool) as target:
        header_cells = _header(sheet, limits)
        header = match_header(header_cells, layout)
        reader = RowReader(layout, header, sheet.kind)
        rows = 0
        for chunk, faults in _chunks(sheet, reader):
            target.add(chunk, faults)
            rows += len(chunk)
            progress(rows)
        head = Head(
            kind=sheet.kind,
            encoding=sheet.encoding,
            header=tuple(written(cell) for cell in header_cells),
            columns=tuple(column.name for column in layout.columns),
            matched=tuple(column.title for column in layout.columns if column.name in header.positions),
            ignored=header.ignored,
            rows=rows,
        )
        target.finish(head, layout)
    return head


def _header(sheet: Sheet, limits: Limits) -> Sequence[Cell]:
    _, cells = next(sheet.rows, (0, ()))
    while cells and cells[-1] in (None, ""):
        cells = cells[:-1]
    if not cells:
        raise Refused(Phrase("The file is empty: choose the file with your data."))
    if len(cells) > limits.max_columns:
        raise Refused(
            Phrase(
                "The table has more than %(columns)d columns: delete the ones that are not needed.",
                {"columns": limits.max_columns},
            )
        )
    return cells


def _chunks(sheet: Sheet, reader: RowReader) -> Iterator[tuple[list[SpooledRow], list[Fault]]]:
    rows: list[SpooledRow] = []
    faults: list[Fault] = []
    for line, cells in sheet.rows:
        row, found = reader.read(line, cells)
        rows.append(row)
        faults += found
        if len(rows) == _CHUNK:
            yield rows, faults
            rows, faults = [], []
    yield rows, faults
