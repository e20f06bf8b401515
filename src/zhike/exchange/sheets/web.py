"""Read the tables of a web page: many programs write one and call it .xls."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

from zhike.exchange.columns import Refused
from zhike.exchange.sheets.encoding import encoding_of
from zhike.exchange.sheets.limits import Limits
from zhike.exchange.sheets.strings import check_length
from zhike.exchange.sheets.tabs import Facts, Line, Tab
from zhike.phrases import Phrase

_CHUNK = 1 << 16
_SILENT = ("script", "style", "head")


@contextmanager
def open_web(path: Path, limits: Limits) -> Iterator[tuple[str, tuple[Tab, ...]]]:
    """Open a web page: its encoding and its tables; one inside another is no table of its own.

    Raises:
        Refused: it is too large, or holds no table.
    """
    if path.stat().st_size > limits.max_whole:
        raise Refused(
            Phrase("This is a web page, and too large to be read as a table: open it in Excel and save it as .xlsx.")
        )
    encoding = encoding_of(path)
    tables = _TableParser(limits).read(path, encoding)
    if not tables:
        raise Refused(
            Phrase("This is a web page without any table: open it in Excel or WPS, check it and save it as .xlsx.")
        )
    yield (
        encoding,
        tuple(
            Tab(f"{place}" if len(tables) > 1 else "", partial(_rows, table=table), blank="")
            for place, table in enumerate(tables, start=1)
        ),
    )


def _rows(_: Facts, *, table: list[list[str]]) -> Iterator[Line]:
    yield from enumerate(table, start=1)


class _TableParser(HTMLParser):
    """Collects the rows of each table, the cells a merged one covers being empty."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self._limits = limits
        self._tables: list[list[list[str]]] = []
        self._depth = 0
        self._silent = 0
        self._cell: list[str] | None = None
        self._span = 1
        self._covered: dict[int, int] = {}

    def read(self, path: Path, encoding: str) -> list[list[list[str]]]:
        with path.open(encoding=encoding) as file:
            while chunk := file.read(_CHUNK):
                self.feed(chunk)
                check_length(len(self.rawdata), self._limits.max_text)
        self.close()
        self._end_cell()
        return [table for table in self._tables if any(any(row) for row in table)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._tables.append([])
                self._covered = {}
        elif self._depth == 1:
            self._start_part(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table":
            if self._depth == 1:
                self._end_cell()
            self._depth = max(0, self._depth - 1)
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(data)

    def _start_part(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "tr":
            self._end_cell()
            self._tables[-1].append([])
            self._covered = {place: left - 1 for place, left in self._covered.items() if left > 1}
        elif tag in ("td", "th") and self._tables[-1]:
            self._end_cell()
            row = self._tables[-1][-1]
            while self._covered.get(len(row), 0) > 0:
                row.append("")
            self._cell, self._span = [], self._number(attributes.get("colspan"))
            if (rows := self._number(attributes.get("rowspan"))) > 1:
                self._covered |= dict.fromkeys(range(len(row), len(row) + self._span), rows)
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        row = self._tables[-1][-1]
        text = "".join(self._cell).strip()
        check_length(len(text), self._limits.max_text)
        if len(row) <= self._limits.max_columns:
            row += [text, *[""] * (self._span - 1)]
        self._cell = None

    def _number(self, text: str | None) -> int:
        return min(int(text), self._limits.max_columns) if text and text.isascii() and text.isdigit() else 1
