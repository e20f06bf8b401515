"""Look at the first rows of every sheet of a file and say what it seems to be."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from zhike.exchange.columns import Cell, Layout, Refused
from zhike.exchange.parsing import written
from zhike.exchange.sheets import Book, Limits, Tab, no_visible_sheet, open_book
from zhike.exchange.understanding.plans import Table, Understanding
from zhike.exchange.understanding.tables import SAMPLE, choose, names_of, preset_of, understand_table
from zhike.exchange.understanding.words import year_in
from zhike.phrases import Phrase

SHOWN_ROWS = 20
_BELOW_HEAD = 8
_MORE_LEFT_OUT = 12
_LAST_ROWS = 5
LOOKED_AT = 5_000
"""So many rows of a sheet are looked at, as long as all sheets together have not too many cells."""

_MOST_CELLS = 200_000
NO_HEADS: Mapping[int, tuple[int, int]] = MappingProxyType({})
LONGEST_SHOWN = 80
_LONGEST_SEEN = 400

EMPTY = Phrase("The file is empty: choose the file with your data.")

Row = tuple[int, list[Cell]]


@dataclass(frozen=True)
class Looked:
    """The rows of one sheet that were looked at, and whether there are more."""

    rows: Sequence[Row]
    has_more: bool


@dataclass(frozen=True)
class Glance:
    """The first rows of one sheet as they stand there: line and texts."""

    sheet: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Peek:
    """What is shown before anything is read: the understanding, each sheet's first rows, samples of each column.

    `samples`: for each table the different texts among the first rows of each of its columns, at most a few.
    """

    understanding: Understanding
    glances: tuple[Glance, ...]
    samples: tuple[tuple[tuple[str, ...], ...], ...]

    def as_json(self) -> dict[str, Any]:
        """Give it as it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """Read what `as_json` gave, also after it went through JSON."""
        return cls(
            Understanding.from_json(kept["understanding"]),
            tuple(
                Glance(each["sheet"], tuple((line, tuple(cells)) for line, cells in each["rows"]))
                for each in kept["glances"]
            ),
            tuple(tuple(tuple(texts) for texts in columns) for columns in kept["samples"]),
        )


def peek(
    source: Path,
    layout: Layout | None = None,
    *,
    name: str = "",
    limits: Limits = Limits(),
    scratch: Path | None = None,
    encoding: str = "",
    heads: Mapping[int, tuple[int, int]] = NO_HEADS,
) -> Peek:
    """Understand a file from the first rows of its sheets; `name` is what its owner calls it.

    `heads`: for the place of a sheet the line and the height of the head that somebody chose.

    Raises:
        Refused: it is no table that can be read.
    """
    with open_book(source, limits, scratch=scratch, encoding=encoding) as book:
        seen = _looked_at(book)
        looked = [each.rows for each in seen]
        understanding = understood(book, seen, layout, name=name, heads=heads)
    return Peek(
        understanding,
        tuple(
            _glance(tab, rows, table) for tab, rows, table in zip(book.tabs, looked, understanding.tables, strict=True)
        ),
        tuple(_samples(rows, table) for rows, table in zip(looked, understanding.tables, strict=True)),
    )


def understand(book: Book, layout: Layout | None, *, name: str = "") -> Understanding:
    """Understand an open file.

    Raises:
        Refused: there is nothing in it.
    """
    return understood(book, [_first_rows(tab, 0) for tab in book.tabs], layout, name=name)


def understood(
    book: Book,
    seen: Sequence[Looked],
    layout: Layout | None,
    *,
    name: str,
    heads: Mapping[int, tuple[int, int]] = NO_HEADS,
) -> Understanding:
    known = names_of(layout)
    tables = tuple(
        understand_table(
            tab.name,
            looked.rows,
            known=known,
            is_hidden=tab.is_hidden,
            has_more=looked.has_more,
            head_at=heads.get(place),
        )
        for place, (tab, looked) in enumerate(zip(book.tabs, seen, strict=True))
    )
    chosen = choose(tables, layout)
    if not chosen:
        raise Refused(EMPTY) if any(not tab.is_hidden for tab in book.tabs) else no_visible_sheet()
    preset = preset_of(seen[chosen[0]].rows)
    names = (name, *(tables[place].sheet for place in chosen))
    return Understanding(
        kind=book.kind,
        encoding=book.encoding,
        delimiter=book.delimiter,
        tables=tables,
        chosen=chosen,
        preset=preset.name if preset else "",
        year=year_in(*names),
        passed_over=book.passed_over,
    )


def _looked_at(book: Book) -> list[Looked]:
    """Give the first rows of all sheets: most files are looked at to their end."""
    left = _MOST_CELLS
    found: list[Looked] = []
    for tab in book.tabs:
        found.append(_first_rows(tab, left))
        left -= sum(len(cells) for _, cells in found[-1].rows)
    return found


def _first_rows(tab: Tab, most_cells: int) -> Looked:
    """Give the sample of a sheet and what follows; damage below the sample is told when the sheet is read."""
    walk = tab.walk()
    rows: list[Row] = []
    try:
        for line, cells in walk:
            if len(rows) >= SAMPLE and (most_cells < 0 or len(rows) == LOOKED_AT):
                return Looked(rows, has_more=True)
            rows.append((line, [_short(cell) for cell in cells]))
            most_cells -= len(cells)
    except Refused:
        if len(rows) < SAMPLE:
            raise
        return Looked(rows, has_more=True)
    finally:
        walk.close()
    return Looked(rows, has_more=False)


def _short(cell: Cell) -> Cell:
    return cell[:_LONGEST_SEEN] if isinstance(cell, str) else cell


def _glance(tab: Tab, rows: Sequence[Row], table: Table) -> Glance:
    """Give the first rows, as far as some below the head, then those that are left out and the end of the sheet."""
    head = next((place for place, (line, _) in enumerate(rows) if line == table.head_line), 0)
    far = max(SHOWN_ROWS, head + _BELOW_HEAD)
    left_out = {line for line, _ in table.left_out}
    out = [row for row in rows[far:] if row[0] in left_out]
    named = {line for line, _ in [*out[:_MORE_LEFT_OUT], *out[-_MORE_LEFT_OUT:]]}
    named |= set() if table.has_more else {line for line, _ in rows[-_LAST_ROWS:]}
    later = [row for row in rows[far:] if row[0] in named]
    return Glance(
        tab.name,
        tuple((line, tuple(written(cell)[:LONGEST_SHOWN] for cell in cells)) for line, cells in [*rows[:far], *later]),
    )


def _samples(rows: Sequence[Row], table: Table) -> tuple[tuple[str, ...], ...]:
    """Give the different texts of each column among the rows that count, in their order."""
    first, width, left_out = table.first_line, len(table.titles), {line for line, _ in table.left_out}
    counted = [cells for line, cells in rows[:SAMPLE] if first and line >= first and line not in left_out]
    columns: list[dict[str, None]] = [{} for _ in range(width)]
    for cells in counted:
        for place, cell in enumerate(cells[:width]):
            if text := written(cell).strip():
                columns[place].setdefault(text[:LONGEST_SHOWN])
    return tuple(tuple(texts) for texts in columns)
