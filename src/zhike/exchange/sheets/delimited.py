"""Read csv and its relatives line by line."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOBase
from itertools import chain, islice
from pathlib import Path

from zhike.exchange.columns import Refused
from zhike.exchange.sheets.encoding import checked_encoding, encoding_of
from zhike.exchange.sheets.limits import Limits
from zhike.exchange.sheets.tabs import Facts, Line
from zhike.phrases import Phrase

_DELIMITERS = ",\t;|，"
_DECLARED = re.compile(r"sep=(.)\s*", re.IGNORECASE)
"""What some programs write into the first line for spreadsheets."""

_QUOTED = re.compile(r'"[^"]*"')
_SAMPLE = 30
_END = "\x00end of file\x00"
"""Fed to the reader behind the last line: if it comes out inside a cell, a quotation mark was never closed."""


@contextmanager
def open_text(
    path: Path, limits: Limits, *, encoding: str = ""
) -> Iterator[tuple[str, str, Callable[[Facts], Iterator[Line]]]]:
    """Open a text file: its encoding, its delimiter, and a way to walk its rows.

    Raises:
        Refused: its encoding is not known, or the file is not written in the one somebody chose.
    """
    encoding = checked_encoding(path, encoding) if encoding else encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = _delimiter(file, limits)

    def rows(facts: Facts) -> Iterator[Line]:
        with path.open(encoding=encoding, newline="") as file:
            yield from _rows(file, delimiter, limits=limits, facts=facts)

    yield encoding, delimiter, rows


def _delimiter(file: TextIOBase, limits: Limits) -> str:
    """Take the delimiter of which most of the first lines have the same number, outside of quotation marks."""
    first = list(islice((line for line in _lines(file, limits, Facts()) if line.strip()), _SAMPLE))
    if first and (declared := _DECLARED.fullmatch(first[0])):
        return declared[1]
    bare = [_QUOTED.sub("", line) for line in first]
    return max(_DELIMITERS, key=lambda delimiter: _agreement([line.count(delimiter) for line in bare]))


def _agreement(counts: list[int]) -> tuple[int, int]:
    """Say how many lines have the commonest number of a delimiter, and what that number is."""
    found = Counter(count for count in counts if count)
    return max(((lines, count) for count, lines in found.items()), default=(0, 0))


def _rows(file: TextIOBase, delimiter: str, *, limits: Limits, facts: Facts) -> Iterator[Line]:
    reader = csv.reader(chain(_lines(file, limits, facts), [_END]), delimiter=delimiter)
    first = 1
    try:
        for cells in reader:
            if cells and cells[-1].endswith(_END):
                if cells != [_END]:
                    raise _unclosed(first)
                return
            if first > 1 or not _DECLARED.fullmatch(delimiter.join(cells)):
                yield first, cells
            first = reader.line_num + 1
    except csv.Error:
        raise _unclosed(first) from None


def _lines(file: TextIOBase, limits: Limits, facts: Facts) -> Iterator[str]:
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
        if "\x00" in line:
            facts.broken_characters += line.count("\x00")
            line = line.replace("\x00", "")
        yield line


def _unclosed(line: int) -> Refused:
    return Refused(
        Phrase(
            "In the row that starts in line %(line)d a quotation mark is opened and never closed, "
            "or a cell has more than %(longest)d characters: close the quotation mark or remove it.",
            {"line": line, "longest": csv.field_size_limit()},
        )
    )
