"""Look at the first rows of every sheet of a file and say what it seems to be."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
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
NO_HEADS: Mapping[int, tuple[int, int]] = MappingProxyType({})
LONGEST_SHOWN = 80
_LONGEST_SEEN = 400

EMPTY = Phrase("The file is empty: choose the file with your data.")

Row = tuple[int, list[Cell]]


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
        seen = [_first_rows(tab) for tab in book.tabs]
        understanding = understood(book, seen, layout, name=name, heads=heads)
    return Peek(
        understanding,
        tuple(
            _glance(tab, rows, table) for tab, rows, table in zip(book.tabs, seen, understanding.tables, strict=True)
        ),
        tuple(_samples(rows, table) for rows, table in zip(seen, understanding.tables, strict=True)),
    )


def understand(book: Book, layout: Layout | None, *, name: str = "") -> Understanding:
    """Understand an open file.

    Raises:
        Refused: there is nothing in it.
    """
    return understood(book, [_first_rows(tab) for tab in book.tabs], layout, name=name)


def understood(
    book: Book,
    seen: Sequence[Sequence[Row]],
    layout: Layout | None,
    *,
    name: str,
    heads: Mapping[int, tuple[int, int]] = NO_HEADS,
) -> Understanding:
    known = names_of(layout)
    tables = tuple(
        understand_table(tab.name, rows, known=known, is_hidden=tab.is_hidden, head_at=heads.get(place))
        for place, (tab, rows) in enumerate(zip(book.tabs, seen, strict=True))
    )
    chosen = choose(tables, layout)
    if not chosen:
        raise Refused(EMPTY) if any(not tab.is_hidden for tab in book.tabs) else no_visible_sheet()
    preset = preset_of(seen[chosen[0]])
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


def _first_rows(tab: Tab) -> list[Row]:
    rows = tab.walk()
    first = [(line, [_short(cell) for cell in cells]) for line, cells in islice(rows, SAMPLE)]
    rows.close()
    return first


def _short(cell: Cell) -> Cell:
    return cell[:_LONGEST_SEEN] if isinstance(cell, str) else cell


def _glance(tab: Tab, rows: Sequence[Row], table: Table) -> Glance:
    """Give the first rows, as far as some below the head, and of the later ones those that are left out."""
    head = next((place for place, (line, _) in enumerate(rows) if line == table.head_line), 0)
    far = max(SHOWN_ROWS, head + _BELOW_HEAD)
    left_out = {line for line, _ in table.left_out}
    later = [row for row in rows[far:] if row[0] in left_out][:_MORE_LEFT_OUT]
    return Glance(
        tab.name,
        tuple((line, tuple(written(cell)[:LONGEST_SHOWN] for cell in cells)) for line, cells in [*rows[:far], *later]),
    )


def _samples(rows: Sequence[Row], table: Table) -> tuple[tuple[str, ...], ...]:
    """Give the different texts of each column among the rows that count, in their order."""
    first, width, left_out = table.first_line, len(table.titles), {line for line, _ in table.left_out}
    counted = [cells for line, cells in rows if first and line >= first and line not in left_out]
    columns: list[dict[str, None]] = [{} for _ in range(width)]
    for cells in counted:
        for place, cell in enumerate(cells[:width]):
            if text := written(cell).strip():
                columns[place].setdefault(text[:LONGEST_SHOWN])
    return tuple(tuple(texts) for texts in columns)
