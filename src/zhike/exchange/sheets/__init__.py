"""Open a table of any size as its rows, whatever its name says it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from zhike.exchange.columns import Refused
from zhike.exchange.sheets.archive import open_archive, too_many_sheets
from zhike.exchange.sheets.delimited import open_text
from zhike.exchange.sheets.kinds import kind_of
from zhike.exchange.sheets.limits import Limits
from zhike.exchange.sheets.tabs import Book, Facts, Line, Tab
from zhike.exchange.sheets.web import open_web
from zhike.exchange.sheets.whole import open_whole
from zhike.exchange.sheets.workbook import open_workbook
from zhike.exchange.sheets.xml2003 import open_xml
from zhike.phrases import Phrase

__all__ = ["Book", "Facts", "Limits", "Line", "Sheet", "Tab", "bounded", "open_book", "open_sheet"]


@dataclass(frozen=True)
class Sheet:
    """A table that is open: its rows can be walked once, blank ones are passed over."""

    kind: str
    encoding: str
    rows: Iterator[Line]


@contextmanager
def open_book(
    path: Path, limits: Limits = Limits(), *, scratch: Path | None = None, encoding: str = ""
) -> Iterator[Book]:
    """Open a file as its sheets; what must be unpacked is put into `scratch` and removed again.

    `encoding` is the one somebody chose for a text file; otherwise it is found out.

    Raises:
        Refused: it is no table that can be read, or a larger one than the limits allow.
    """
    kind = kind_of(path)
    if kind == "zip":
        opener = partial(_open_simple, limits=limits)
        with open_archive(path, limits, scratch=scratch, opener=opener) as book:
            yield book
    else:
        with _open_simple(path, limits, encoding=encoding) as book:
            yield book


@contextmanager
def open_sheet(path: Path, limits: Limits = Limits()) -> Iterator[Sheet]:
    """Open the first visible sheet of a file; a row is the number of its line and its cells, the header as any other.

    Raises:
        Refused: it is no table that can be read, or a larger one than the limits allow (also while walking).
    """
    with open_book(path, limits) as book:
        tab = next((tab for tab in book.tabs if not tab.is_hidden), None)
        if tab is None:
            raise no_visible_sheet()
        yield Sheet(book.kind, book.encoding, bounded(tab.walk(), limits))


def no_visible_sheet() -> Refused:
    """Refuse a workbook that shows nothing."""
    return Refused(Phrase("The workbook has no visible sheet with cells: show the sheet with your data and save."))


def bounded(rows: Iterator[Line], limits: Limits, *, before: int = 0) -> Iterator[Line]:
    """Pass rows on until there are too many; `before` have been read from other sheets.

    Raises:
        Refused: there are more than the limits allow.
    """
    left = limits.max_rows + 1 - before  # the header is no row of data
    for row in rows:
        if left <= 0:
            raise Refused(
                Phrase("There are more than %(rows)d rows: split the file into parts.", {"rows": limits.max_rows})
            )
        left -= 1
        yield row


@contextmanager
def _open_simple(path: Path, limits: Limits, *, encoding: str = "") -> Iterator[Book]:
    """Open a file that is no archive of files."""
    match kind_of(path):
        case "csv":
            with open_text(path, limits, encoding=encoding) as (found, delimiter, rows):
                yield Book("csv", (Tab("", rows, blank=""),), found, delimiter)
        case "html":
            with open_web(path, limits) as (found, tabs):
                yield _counted(Book("html", tabs, found), limits)
        case "xml":
            with open_xml(path, limits) as tabs:
                yield _counted(Book("xml", tabs), limits)
        case "xlsx":
            with open_workbook(path, limits) as tabs:
                yield _counted(Book("xlsx", tabs), limits)
        case kind:
            with open_whole(path, limits) as tabs:
                yield _counted(Book(kind, tabs), limits)


def _counted(book: Book, limits: Limits) -> Book:
    if len(book.tabs) > limits.max_sheets:
        raise too_many_sheets(limits)
    return book
