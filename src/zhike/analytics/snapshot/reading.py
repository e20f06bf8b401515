"""Which way lines are read: the scanner, or else a cursor."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Protocol

import pyarrow as pa

from zhike.analytics.snapshot.cursors import cursor_reader
from zhike.analytics.snapshot.months import Figures
from zhike.analytics.snapshot.scanners import NoScanner, scanner_reader
from zhike.analytics.snapshot.source import Source


class Reader(Protocol):
    """Reads one state of the books: what it answers does not change while others write."""

    @property
    def name(self) -> str: ...

    def figures(self) -> dict[str, Figures]: ...

    def lines(self, month: str) -> Iterator[pa.RecordBatch]: ...


@contextmanager
def opened(source: Source) -> Iterator[Reader]:
    """Read a database by the quickest way that is at hand.

    Raises:
        BadSource: it cannot be reached.
    """
    with ExitStack() as stack:
        reader: Reader
        try:
            reader = stack.enter_context(scanner_reader(source))
        except NoScanner:
            reader = stack.enter_context(cursor_reader(source))
        yield reader
