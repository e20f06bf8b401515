"""Open an xlsx workbook: check it before unpacking, then stream its sheets."""

import posixpath
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from zhike.exchange.columns import Refused
from zhike.exchange.sheets.cells import SheetReader
from zhike.exchange.sheets.limits import Limits
from zhike.exchange.sheets.markup import damaged, walk
from zhike.exchange.sheets.strings import SharedStrings, read_strings
from zhike.exchange.sheets.styles import date_styles
from zhike.exchange.sheets.tabs import Facts, Line, Tab
from zhike.phrases import Phrase

_WORKBOOK = "xl/workbook.xml"
_LARGEST_RATIO = 300
_RATIO_FROM = 50 * 1024**2
FAILURES = (BadZipFile, zlib.error, ExpatError, EOFError, KeyError, ValueError, IndexError, NotImplementedError)


class _Book:
    """What a workbook says about its sheets."""

    def __init__(self, archive: ZipFile) -> None:
        self.from_1904 = False
        self._named: list[tuple[str, str, bool]] = []
        with archive.open(_WORKBOOK) as part:
            walk(part, self._start)
        self._targets = _targets(archive)
        places = {key: target for key, (kind, target) in self._targets.items() if kind == "worksheet"}
        self.sheets = [(name, places[key], hidden) for key, name, hidden in self._named if key in places]

    def part(self, kind: str) -> str | None:
        """Name the part of a kind, such as `styles`."""
        return next((target for found, target in self._targets.values() if found == kind), None)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            key = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            self._named.append((key, attributes.get("name", ""), hidden))


def _targets(archive: ZipFile) -> dict[str, tuple[str, str]]:
    """Find the kind and the place of each part that the workbook refers to."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            place = posixpath.normpath(posixpath.join("/xl", attributes["Target"])).lstrip("/")
            found[attributes["Id"]] = (attributes["Type"].rpartition("/")[2], place)

    with archive.open("xl/_rels/workbook.xml.rels") as part:
        walk(part, start)
    return found


@contextmanager
def open_workbook(path: Path, limits: Limits) -> Iterator[tuple[Tab, ...]]:
    """Open a workbook as its sheets, hidden ones too.

    Raises:
        Refused: this is no xlsx workbook, or one that would not fit.
    """
    try:
        archive = ZipFile(path)
    except FAILURES:
        raise damaged() from None
    with archive:
        check_archive(archive, limits)
        strings = SharedStrings()
        try:
            book = _Book(archive)
            if name := book.part("sharedStrings"):
                strings = _strings(archive, name, limits)
            styles = _date_styles(archive, book)
        except FAILURES:
            raise damaged() from None

        def rows(facts: Facts, place: str) -> Iterator[Line]:
            reader = SheetReader(strings, styles, from_1904=book.from_1904, facts=facts)
            return _rows(archive, reader, sheet=place, limits=limits)

        try:
            yield tuple(
                Tab(name, partial(rows, place=place), is_hidden=hidden, from_1904=book.from_1904)
                for name, place, hidden in book.sheets
            )
        finally:
            strings.close()


def _strings(archive: ZipFile, name: str, limits: Limits) -> SharedStrings:
    with archive.open(name) as part:
        return read_strings(part, longest=limits.max_text)


def _date_styles(archive: ZipFile, book: _Book) -> frozenset[str]:
    name = book.part("styles")
    if name is None:
        return frozenset()
    with archive.open(name) as part:
        return date_styles(part)


def _rows(archive: ZipFile, reader: SheetReader, *, sheet: str, limits: Limits) -> Iterator[Line]:
    try:
        with archive.open(sheet) as part:
            yield from reader.rows(part, max_columns=limits.max_columns, max_text=limits.max_text)
    except FAILURES:
        raise damaged() from None


def check_archive(archive: ZipFile, limits: Limits) -> None:
    """Look at the list of contents before anything is unpacked.

    Raises:
        Refused: it has a password, or unpacked it would be too large.
    """
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(Phrase("The file has a password: remove it, save the file again and import that."))
    size = sum(entry.file_size for entry in entries)
    is_bomb = any(
        entry.file_size > _RATIO_FROM and entry.file_size > _LARGEST_RATIO * entry.compress_size for entry in entries
    )
    if is_bomb or len(entries) > limits.max_entries or size > limits.max_uncompressed:
        raise Refused(
            Phrase(
                "Unpacked, the file would take %(size)d MB in %(entries)d parts, which is too much: "
                "copy the table into a new workbook, or split it.",
                {"size": size >> 20, "entries": len(entries)},
            )
        )
