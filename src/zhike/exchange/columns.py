"""What one kind of file looks like: its columns, what belongs together, and how a header is matched to it."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from unicodedata import normalize

from zhike.phrases import Phrase

Cell = str | int | float | bool | datetime | date | None
Kind = Literal["text", "code", "money", "decimal", "whole", "date", "choice", "phone", "email"]

LINE_TITLE = "原文件行号"
REASON_TITLE = "错误原因"
"""The two columns an error file has more than its source; a corrected file may still carry them.

`行号` alone would be taken for the line number within an order.
"""

JOINT = "/"
"""Stands between the lines of a title that has two, as in “联系人/电话”."""

_REMARK = re.compile(r"\([^)]*\)")
_LOOSE = re.compile(r"[\s_\-*:']+")  # the apostrophe is one that an error file puts before `-`
_FIGURES = re.compile(r"[\d\s.,:/¥年月日+-]*\d[\d\s.,:/¥年月日+-]*")
_SHOWN = 40


class Refused(Exception):
    """Say why a whole file cannot be read, and what to do about it."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(phrase)
        self.phrase = phrase


@dataclass(frozen=True)
class Column:
    """One column of a file: what people may call it and what its cells must be."""

    name: str
    title: str
    kind: Kind
    synonyms: tuple[str, ...] = ()
    needed: bool = False
    longest: int = 100
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)
    signed: bool = False
    """An amount or number may be below zero."""
    offers: tuple[str, ...] = ()
    """Words one of which is usually meant, where any word may be written."""
    names_colleague: bool = False
    keeps_strangers: bool = False
    """A name that no colleague has stays as it is written."""
    keeps_lines: bool = False
    """A text may have several lines."""
    takes_many: bool = False
    """Several columns of a file may be this one: their texts are put together."""
    by_title: bool = False
    """It is known by its title alone, not by what its cells look like."""
    unit: int = 1
    """How many 元 one is, where the file says so: 10,000 for 万元."""
    year: int | None = None
    """The year of days that are written without one, where the file says so."""
    from_1904: bool = False
    """Day numbers count from 1904, as in old workbooks of Macs."""
    counts_from: str = ""
    """The column, further up, whose day “tomorrow” and the like count from."""
    takes_years: bool = False
    """A year alone is its first day."""


@dataclass(frozen=True)
class Layout:
    """The columns of a file and what its rows owe each other.

    `key`: the first non-empty of these columns groups the rows into papers.
    `any_of`: of each of these sets at least one column must be in the header and filled in each row.
    `same`: columns that must agree on all rows of a key; an empty cell does not disagree.
    `one_to_one`: pairs (a, b): one a in a file has one b.
    `hold_groups`: a group with a bad row is kept back whole.
    `elsewhere`: titles of what files of another kind bring, and what to say of such a column.
    """

    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    same: tuple[str, ...] = ()
    one_to_one: tuple[tuple[str, str], ...] = ()
    hold_groups: bool = False
    elsewhere: Mapping[str, Phrase] = field(default_factory=dict, hash=False)

    def column(self, name: str) -> Column:
        """Find a column by its name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def many(self) -> frozenset[str]:
        """The columns that several of a file may be."""
        return frozenset(column.name for column in self.columns if column.takes_many)

    @property
    def note(self) -> Column | None:
        """The column that keeps what others have no room for."""
        return next((column for column in self.columns if column.takes_many and not column.by_title), None)

    def may_lack(self, name: str) -> bool:
        """Say whether a row is whole without this column."""
        needed = {*self.key, *(each for names in self.any_of for each in names)}
        return name not in needed and not self.column(name).needed

    def titles(self, names: Sequence[str]) -> str:
        """Write the titles of some columns as one choice."""
        return " / ".join(self.column(name).title for name in names)


@dataclass(frozen=True)
class Header:
    """Where each known column stands in a file, and which of its columns nobody asked for."""

    positions: Mapping[str, int]
    ignored: tuple[str, ...]
    width: int
    further: Mapping[int, str] = field(default_factory=dict)
    """Where columns stand that are put together with another one, and with which."""


def shown(value: object) -> str:
    """Write a value of any size as a short readable word for a message."""
    text = "".join(char if char.isprintable() else "�" for char in str(value)[: _SHOWN + 1])
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def known_names(layout: Layout) -> dict[str, str]:
    """Map every folded name of a column to the column's own; of two with one name the first counts."""
    listed = reversed(layout.columns)
    return {folded(word): column.name for column in listed for word in (*column.synonyms, column.title)}


def match_header(
    cells: Sequence[Cell], layout: Layout, words_for: Callable[[str], Sequence[str]] = lambda title: ()
) -> Header:
    """Find each column of the layout among the header cells; `words_for` a title gives better words if it has any.

    Raises:
        Refused: a needed column is missing, two headers mean the same column, or the row is no header at all.
    """
    names = known_names(layout)
    titles = [str(cell or "").strip() for cell in cells]
    positions: dict[str, int] = {}
    for position, title in enumerate(titles):
        if name := next((names[folded(word)] for word in words_for(title) if folded(word) in names), None):
            positions.setdefault(name, position)
    preset = set(positions.values())
    further: dict[int, str] = {}
    for position, title in enumerate(titles):
        name = names.get(folded(title)) or (names.get(folded(title.replace(JOINT, ""))) if JOINT in title else None)
        if name is None or position in preset:
            continue
        if name in positions and positions[name] not in preset:
            if not layout.column(name).takes_many:
                raise Refused(_twice(titles[positions[name]], title, layout.column(name)))
            further[position] = name
        positions.setdefault(name, position)
    _match_parts(titles, names, positions)
    refuse_what_is_missing(cells, layout, positions)
    return Header(positions, ignored_titles(titles, {*positions.values(), *further}), len(cells), further)


def ignored_titles(titles: Sequence[str], taken: Collection[int]) -> tuple[str, ...]:
    """Name the columns of a file that nobody asked for: none of these places."""
    return tuple(
        shown(title)
        for position, title in enumerate(titles)
        if position not in taken and title and title not in (LINE_TITLE, REASON_TITLE)
    )


def _match_parts(titles: Sequence[str], names: Mapping[str, str], positions: dict[str, int]) -> None:
    """Find the columns whose title has two lines by one of them, where nothing else has that name."""
    taken = {*positions.values()}
    for position, title in enumerate(titles):
        if position in taken or JOINT not in title:
            continue
        parts = title.split(JOINT)
        name = next((names[folded(part)] for part in (parts[-1], parts[0]) if folded(part) in names), None)
        if name is not None:
            positions.setdefault(name, position)


def folded(title: str) -> str:
    """Reduce a header to what matters: `* 客户_名称（元）：` and `客户名称` are one."""
    return _LOOSE.sub("", _REMARK.sub("", normalize("NFKC", title).casefold()))


def _twice(first: str, second: str, column: Column) -> Phrase:
    return Phrase(
        "The columns “%(first)s” and “%(second)s” both mean %(column)s: keep one of them or rename the other.",
        {"first": shown(first), "second": shown(second), "column": column.title},
    )


def refuse_what_is_missing(cells: Sequence[Cell], layout: Layout, found: Mapping[str, int]) -> None:
    """Refuse a header without a column that is needed.

    Raises:
        Refused: naming what is missing and what it may be called.
    """
    groups = [(column.name,) for column in layout.columns if column.needed] + list(layout.any_of)
    missing = [group for group in groups if not any(name in found for name in group)]
    if not missing:
        return
    if not found and any(_is_data(cell) for cell in cells):
        raise Refused(
            Phrase(
                "The first row looks like data, not like column names: put a row with the column names on top, "
                "for example %(columns)s.",
                {"columns": "、".join(layout.titles(group[:1]) for group in groups)},
            )
        )
    raise Refused(
        Phrase(
            "Not found in the first row: %(missing)s. It may be written: %(names)s.",
            {
                "missing": "、".join(layout.titles(group) for group in missing),
                "names": "；".join(_names(layout, group) for group in missing),
            },
        )
    )


def _names(layout: Layout, group: Sequence[str]) -> str:
    columns = [layout.column(name) for name in group]
    return "、".join(word for column in columns for word in (column.title, *column.synonyms))


def _is_data(cell: Cell) -> bool:
    if isinstance(cell, str):
        return _FIGURES.fullmatch(normalize("NFKC", cell)) is not None
    return cell is not None
