"""Read csv and its relatives line by line."""

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOBase
from itertools import chain
from pathlib import Path

from zhike.exchange.columns import Cell, Refused
from zhike.exchange.sheets.encoding import encoding_of
from zhike.exchange.sheets.limits import Limits
from zhike.phrases import Phrase

Line = tuple[int, Sequence[Cell]]

_DELIMITERS = ",;\t，"
_QUOTED = re.compile(r'"[^"]*"')
_END = "\x00end of file\x00"
"""Fed to the reader behind the last line: if it comes out inside a cell, a quotation mark was never closed."""


@contextmanager
def open_text(path: Path, limits: Limits) -> Iterator[tuple[str, Iterator[Line]]]:
    """Open a text file as its encoding and its rows.

    Raises:
        Refused: its encoding is not known.
    """
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = _delimiter(file, limits)
        file.seek(0)
        yield encoding, _rows(file, delimiter, limits)


def _delimiter(file: TextIOBase, limits: Limits) -> str:
    """Take the delimiter that stands most often in the header line, outside of quotation marks."""
    header = next((line for line in _lines(file, limits) if line.strip()), "")
    bare = _QUOTED.sub("", header)
    return max(_DELIMITERS, key=bare.count)


def _rows(file: TextIOBase, delimiter: str, limits: Limits) -> Iterator[Line]:
    reader = csv.reader(chain(_lines(file, limits), [_END]), delimiter=delimiter)
    first = 1
    try:
        for cells in reader:
            if cells and cells[-1].endswith(_END):
                if cells != [_END]:
                    raise _unclosed(first)
                return
            yield first, cells
            first = reader.line_num + 1
    except csv.Error:
        raise _unclosed(first) from None


def _lines(file: TextIOBase, limits: Limits) -> Iterator[str]:
    number = 0
    while line := file.readline(limits.max_text):
        number += 1
        if len(line) >= limits.max_text:
            raise Refused(
                Phrase(
                    "Line %(line)d is longer than %(longest)d characters: this is no table, or line ends are missing.",
                    {"line": number, "longest": limits.max_text},
                )
            )
        yield line


def _unclosed(line: int) -> Refused:
    return Refused(
        Phrase(
            "In the row that starts in line %(line)d a quotation mark is opened and never closed, "
            "or a cell has more than %(longest)d characters: close the quotation mark or remove it.",
            {"line": line, "longest": csv.field_size_limit()},
        )
    )
