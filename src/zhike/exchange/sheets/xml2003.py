"""Read an XML Spreadsheet 2003, which some programs still write and call .xls."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from xml.parsers.expat import ExpatError

from zhike.exchange.columns import Cell
from zhike.exchange.sheets.limits import Limits
from zhike.exchange.sheets.markup import damaged, feed, new_parser
from zhike.exchange.sheets.strings import check_length
from zhike.exchange.sheets.tabs import Facts, Line, Tab

_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet "


@contextmanager
def open_xml(path: Path, limits: Limits) -> Iterator[tuple[Tab, ...]]:
    """Open the worksheets of such a file; each walk reads the file anew.

    Raises:
        Refused: it is damaged.
    """
    yield tuple(
        Tab(name, partial(_rows, path=path, place=place, limits=limits))
        for place, name in enumerate(_names(path, limits))
    )


def _names(path: Path, limits: Limits) -> list[str]:
    reader = _Reader(limits, wanted=-1)
    for _ in reader.walk(path):
        pass
    return reader.names


def _rows(_: Facts, *, path: Path, place: int, limits: Limits) -> Iterator[Line]:
    return _Reader(limits, wanted=place).walk(path)


class _Reader:
    """Follows the elements of one worksheet."""

    def __init__(self, limits: Limits, wanted: int) -> None:
        self.names: list[str] = []
        self._limits, self._wanted = limits, wanted
        self._rows: list[tuple[int, list[Cell]]] = []
        self._cells: list[Cell] = []
        self._line = 0
        self._type = ""
        self._pieces: list[str] | None = None

    def walk(self, path: Path) -> Iterator[Line]:
        parser = new_parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        try:
            with path.open("rb") as file:
                for _ in feed(parser, file):
                    yield from self._rows
                    self._rows.clear()
        except (ExpatError, ValueError):
            raise damaged() from None

    @property
    def _is_wanted(self) -> bool:
        return len(self.names) - 1 == self._wanted

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        name = full.removeprefix(_NAMESPACE)
        if name == "Worksheet":
            self.names.append(attributes.get(f"{_NAMESPACE}Name", ""))
            self._line = 0
        elif not self._is_wanted:
            return
        elif name == "Row":
            self._line = int(attributes.get(f"{_NAMESPACE}Index", self._line + 1))
            self._cells = []
        elif name == "Cell":
            place = min(int(attributes.get(f"{_NAMESPACE}Index", len(self._cells) + 1)) - 1, self._limits.max_columns)
            self._cells += [None] * (place - len(self._cells))
            self._cells.append(None)
        elif name == "Data":
            self._type, self._pieces = attributes.get(f"{_NAMESPACE}Type", "String"), []

    def _text(self, data: str) -> None:
        if self._pieces is not None:
            self._pieces.append(data)

    def _end(self, full: str) -> None:
        name = full.removeprefix(_NAMESPACE)
        if name == "Data" and self._pieces is not None:
            text = "".join(self._pieces)
            check_length(len(text), self._limits.max_text)
            if self._cells and len(self._cells) <= self._limits.max_columns + 1:
                self._cells[-1] = _value(self._type, text)
            self._pieces = None
        elif name == "Row" and self._is_wanted:
            self._rows.append((self._line, self._cells))


def _value(kind: str, text: str) -> Cell:
    if kind == "Number":
        return int(text) if text.isdigit() else float(text)
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "DateTime":
        return datetime.fromisoformat(text)
    return text
