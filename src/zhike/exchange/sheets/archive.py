"""Open an archive of tables: every file in it as if it had been chosen by itself."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import ZipFile, ZipInfo

from zhike.exchange.columns import Refused
from zhike.exchange.sheets.kinds import kind_of
from zhike.exchange.sheets.limits import Limits
from zhike.exchange.sheets.tabs import Book, Tab
from zhike.exchange.sheets.workbook import FAILURES, check_archive
from zhike.phrases import Phrase, say

Opener = Callable[[Path], AbstractContextManager[Book]]

_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".htm", ".html", ".xml", ".zip", "")
_SYSTEM = ("__MACOSX/",)
_UTF8_NAME = 0x800
_SEPARATOR = " › "


@contextmanager
def open_archive(path: Path, limits: Limits, *, scratch: Path | None, opener: Opener) -> Iterator[Book]:
    """Open all tables in an archive as one book; they are unpacked into a directory of their own.

    Raises:
        Refused: it has a password, another archive in it, too much, or no table.
    """
    with ExitStack() as stack:
        archive = stack.enter_context(ZipFile(path))
        check_archive(archive, limits)
        place = Path(stack.enter_context(TemporaryDirectory(prefix="zhike-files-", dir=scratch)))
        books: list[tuple[str, Book]] = []
        passed_over: list[str] = []
        for number, (name, entry) in enumerate(_files(archive)):
            if PurePosixPath(name).suffix.lower() not in _ENDINGS:
                passed_over.append(name)
                continue
            target = place / str(number)
            _unpack(archive, entry, target)
            books.append((name, stack.enter_context(_opened(target, name, opener))))
            if sum(len(book.tabs) for _, book in books) > limits.max_sheets:
                raise too_many_sheets(limits)
        if not books:
            raise Refused(Phrase("There is no table in the archive: pack .xlsx or .csv files into it."))
        yield _joined(books, passed_over)


@contextmanager
def _opened(target: Path, name: str, opener: Opener) -> Iterator[Book]:
    """Open a file of the archive, naming it if that cannot be done."""
    with ExitStack() as stack:
        try:
            is_nested = kind_of(target) == "zip"
            book = None if is_nested else stack.enter_context(opener(target))
        except Refused as refused:
            phrase = Phrase("%(name)s: %(why)s", {"name": name, "why": say(refused.phrase)})
            raise Refused(phrase) from None
        if book is None:
            raise Refused(
                Phrase("There is an archive in the archive (%(name)s): unpack it and import its files.", {"name": name})
            )
        yield book


def too_many_sheets(limits: Limits) -> Refused:
    """Refuse a file with more sheets than anybody looks at."""
    return Refused(
        Phrase("There are more than %(sheets)d sheets: split the file into parts.", {"sheets": limits.max_sheets})
    )


def _files(archive: ZipFile) -> Iterator[tuple[str, ZipInfo]]:
    for entry in archive.infolist():
        name = _readable(entry)
        if not entry.is_dir() and not name.startswith(_SYSTEM) and not PurePosixPath(name).name.startswith("."):
            yield name, entry


def _readable(entry: ZipInfo) -> str:
    """Read a name that Chinese Windows wrote in its own encoding without saying so."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _unpack(archive: ZipFile, entry: ZipInfo, target: Path) -> None:
    try:
        with archive.open(entry) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file)
    except FAILURES:
        raise Refused(
            Phrase("The archive is damaged: pack the files anew, or import them one after the other.")
        ) from None


def _joined(books: list[tuple[str, Book]], passed_over: list[str]) -> Book:
    tabs: list[Tab] = []
    for name, book in books:
        shown = [tab for tab in book.tabs if not tab.is_hidden]
        for tab in book.tabs:
            is_alone = len(shown) == 1 and not tab.is_hidden
            tabs.append(replace(tab, name=name if is_alone or not tab.name else f"{name}{_SEPARATOR}{tab.name}"))
    first = next((book for _, book in books if book.encoding), books[0][1])
    return Book("zip", tuple(tabs), first.encoding, first.delimiter, tuple(passed_over))
