"""What a spool holds: the file's head, its good rows, what is said of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from zhike.exchange.parsing import Value
from zhike.phrases import Phrase

Grade = Literal["error", "warning", "note"]
Asking = Grade | Literal["question"]
SpooledRow = tuple[int, str, str | None]
"""Line, key, and the values as a JSON list; None when the row has a fault."""
Seen = tuple[int, Sequence[str]]
"""Line, and the cells of a row as they stand in the file, in the order of its first table."""


@dataclass(frozen=True)
class Head:
    """What the file is, and what its header says."""

    kind: str
    encoding: str
    header: tuple[str, ...]
    columns: tuple[str, ...]
    matched: tuple[str, ...]
    ignored: tuple[str, ...]
    rows: int
    mapped: tuple[tuple[str, str], ...] = ()
    """What the columns of the first table are: the title there and the column's own."""
    delimiter: str = ""
    tables: tuple[str, ...] = ()
    """The sheets that were read, in this order: `places.say_place` needs them."""
    plan: dict[str, Any] = field(default_factory=dict)
    """How it was read: `Plan.from_json` reads it."""
    understanding: dict[str, Any] = field(default_factory=dict)
    """What was understood of it: `Understanding.from_json` reads it; empty where a plan was given."""
    left_out: tuple[tuple[int, str], ...] = ()
    """The first rows that are not read, and why."""
    left_out_counts: dict[str, int] = field(default_factory=dict)
    remarks: tuple[tuple[str, str, str, int], ...] = ()
    """Grade, column, sentence and number of each thing remarked about cells."""

    @property
    def is_text(self) -> bool:
        """Whether a file that goes back is a text file; a workbook otherwise."""
        return self.kind == "csv"

    @property
    def suffix(self) -> str:
        """What the name of a file ends with that goes back to whom this one came from."""
        return "csv" if self.is_text else "xlsx"


@dataclass
class Row:
    """One good row: the value of each column of the layout by its name, None where the file has nothing.

    Neither frozen nor with slots: both are slow to make and to hand to another process, and there are millions.
    """

    line: int
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line; `column` is a title, empty when the whole row is meant.

    An error keeps the row out, a warning asks to look at it, a note says what was changed about it harmlessly.
    """

    line: int
    column: str
    phrase: Phrase
    grade: Grade = "error"


@dataclass(frozen=True)
class Message:
    """Something that is said of one row or of many: its first place, and how many there are."""

    first: Fault
    count: int


@dataclass(frozen=True)
class Half:
    """A row with cells that could not be read: its values as a JSON list as far as there are any, and those titles."""

    line: int
    key: str
    cells: str
    bad: tuple[str, ...]

    def row(self, columns: Sequence[str]) -> Row:
        """Give it as a row."""
        return Row(self.line, dict(zip(columns, json.loads(self.cells), strict=True)))


@dataclass(frozen=True)
class Counts:
    """How many rows the file has, and in how many of them something is wrong."""

    rows: int
    errored: int
