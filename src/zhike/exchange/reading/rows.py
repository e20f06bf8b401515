"""Turn the rows of a sheet into spooled rows: parse every cell and collect what is wrong with them."""

import json
from collections.abc import Iterator, Sequence

from zhike.exchange.columns import Cell, Header, Layout
from zhike.exchange.parsing import BadCell, Value, parse
from zhike.exchange.settling import group_key
from zhike.exchange.spool import Fault, SpooledRow
from zhike.phrases import Phrase

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class RowReader:
    """Knows where each column of the layout stands in one file."""

    def __init__(self, layout: Layout, header: Header, kind: str) -> None:
        places = {column.name: place for place, column in enumerate(layout.columns)}
        self._plan = [
            (places[column.name], header.positions[column.name], column)
            for column in layout.columns
            if column.name in header.positions
        ]
        self._width = header.width
        self._blank: Cell = None if kind == "xlsx" else ""
        self._nothing: list[Value] = [None] * len(places)
        self._key = [places[name] for name in layout.key]
        self._any_of = [([places[name] for name in names], layout.titles(names)) for names in layout.any_of]

    def read(self, line: int, cells: Sequence[Cell]) -> tuple[SpooledRow, list[Fault]]:
        """Parse a row; where it is shorter than the header its cells are empty."""
        values = self._nothing.copy()
        faults: list[Fault] = []
        bad: set[int] = set()
        width = len(cells)
        for place, position, column in self._plan:
            try:
                values[place] = parse(column, cells[position] if position < width else self._blank)
            except BadCell as error:
                faults.append(Fault(line, column.title, error.phrase))
                bad.add(place)
        faults += [Fault(line, "", phrase) for phrase in self._faults_of_row(cells, values, bad)]
        return (line, self._key_of(line, values), None if faults else _encode(values)), faults

    def _faults_of_row(self, cells: Sequence[Cell], values: Sequence[Value], bad: set[int]) -> Iterator[Phrase]:
        if len(cells) > self._width and any(cell not in (None, "") for cell in cells[self._width :]):
            yield Phrase(
                "The row has more cells than the header: a delimiter too many, or a cell outside the table?",
            )
        for places, titles in self._any_of:
            if all(values[place] is None and place not in bad for place in places):
                yield Phrase("One of these is needed: %(columns)s.", {"columns": titles})

    def _key_of(self, line: int, values: Sequence[Value]) -> str:
        """Give the key of the row's group; a row without one is a group of its own."""
        for place in self._key:
            if values[place] is not None:
                return group_key(values[place])
        return f"\n{line:012d}"  # no key holds a line break
