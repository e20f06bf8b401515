"""Open an xlsx workbook: check it before unpacking, then stream its first visible sheet."""

import posixpath
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from zhike.exchange.columns import Cell, Refused
from zhike.exchange.sheets.cells import SheetReader
from zhike.exchange.sheets.limits import Limits
from zhike.exchange.sheets.markup import damaged, walk
from zhike.exchange.sheets.strings import SharedStrings, read_strings
from zhike.exchange.sheets.styles import date_styles
from zhike.phrases import Phrase

_WORKBOOK = "xl/workbook.xml"
_LARGEST_RATIO = 300
_RATIO_FROM = 50 * 1024**2
_FAILURES = (BadZipFile, zlib.error, ExpatError, EOFError, KeyError, ValueError, IndexError, NotImplementedError)


class _Book:
    """What a workbook says about its sheets."""

    def __init__(self, archive: ZipFile) -> None:
        self.from_1904 = False
        self._visible: list[str] = []
        with archive.open(_WORKBOOK) as part:
            walk(part, self._start)
        self._targets = _targets(archive)
        sheets = {key: target for key, (kind, target) in self._targets.items() if kind == "worksheet"}
        self.sheet = next((sheets[key] for key in self._visible if key in sheets), None)

    def part(self, kind: str) -> str | None:
        """Name the part of a kind, such as `styles`."""
        return next((target for found, target in self._targets.values() if found == kind), None)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif name == "sheet" and attributes.get("state", "visible") == "visible":
            self._visible += [value for key, value in attributes.items() if key.endswith(" id")]


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
def open_workbook(path: Path, limits: Limits) -> Iterator[Iterator[tuple[int, list[Cell]]]]:
    """Open the first visible sheet of a workbook as its rows.

    Raises:
        Refused: this is no xlsx workbook, or one that would not fit.
    """
    try:
        archive = ZipFile(path)
    except _FAILURES:
        raise damaged() from None
    with archive:
        _check(archive, limits)
        strings = SharedStrings()
        try:
            book = _Book(archive)
            if name := book.part("sharedStrings"):
                strings = _strings(archive, name, limits)
            reader = SheetReader(strings, _date_styles(archive, book), from_1904=book.from_1904)
        except _FAILURES:
            raise damaged() from None
        try:
            yield _rows(archive, reader, sheet=book.sheet, limits=limits)
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


def _rows(
    archive: ZipFile, reader: SheetReader, *, sheet: str | None, limits: Limits
) -> Iterator[tuple[int, list[Cell]]]:
    if sheet is None:
        raise Refused(Phrase("The workbook has no visible sheet with cells: show the sheet with your data and save."))
    try:
        with archive.open(sheet) as part:
            yield from reader.rows(part, max_columns=limits.max_columns, max_text=limits.max_text)
    except _FAILURES:
        raise damaged() from None


def _check(archive: ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    if _WORKBOOK not in archive.NameToInfo:
        raise Refused(
            Phrase("This is a compressed file but no .xlsx workbook: save the table as .xlsx and import that.")
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(Phrase("The workbook has a password: remove it and save the workbook again."))
    size = sum(entry.file_size for entry in entries)
    is_bomb = any(
        entry.file_size > _RATIO_FROM and entry.file_size > _LARGEST_RATIO * entry.compress_size for entry in entries
    )
    if is_bomb or len(entries) > limits.max_entries or size > limits.max_uncompressed:
        raise Refused(
            Phrase(
                "Unpacked, the workbook would take %(size)d MB in %(entries)d parts, which is too much: "
                "copy the table into a new workbook, or split it.",
                {"size": size >> 20, "entries": len(entries)},
            )
        )
