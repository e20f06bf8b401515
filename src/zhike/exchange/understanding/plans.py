"""What was understood of a file and what shall be read of it, as plain data that is kept with the run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from zhike.phrases import Phrase

TITLE = "title"
HEAD_AGAIN = "head again"
SUBTOTAL = "subtotal"
TOTAL = "total"
NOTE = "note"
NOT_WANTED = "not wanted"

WHY: dict[str, Phrase] = {
    TITLE: Phrase("stands above the table"),
    HEAD_AGAIN: Phrase("the head once more"),
    SUBTOTAL: Phrase("a subtotal"),
    TOTAL: Phrase("a total"),
    NOTE: Phrase("a note"),
    NOT_WANTED: Phrase("not part of this import"),
}
"""Why a line is not read, for people."""


@dataclass(frozen=True)
class Table:
    """One sheet: its head, its first row and what is no row of it. `head_line` 0: nothing was found in it."""

    sheet: str
    head_line: int = 0
    head_lines: int = 1
    titles: tuple[str, ...] = ()
    first_line: int = 0
    left_out: tuple[tuple[int, str], ...] = ()
    """Lines among the first rows that are not read, and why."""
    is_hidden: bool = False
    unit: int = 1
    """How many 元 one of its amounts is, where a line above the head says so."""
    rows_seen: int = 0
    """Rows among those that were looked at."""
    has_more: bool = False
    """The sheet is longer than what was looked at."""


@dataclass(frozen=True)
class Understanding:
    """A whole file; `chosen` are the places of the tables that are read together."""

    kind: str
    encoding: str
    delimiter: str
    tables: tuple[Table, ...]
    chosen: tuple[int, ...]
    preset: str = ""
    year: int | None = None
    """The year of days that are written without one, from the name of the file or sheet."""
    passed_over: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give it as it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read what `as_json` gave, also after it went through JSON."""
        tables = tuple(_table(each) for each in kept["tables"])
        return cls(
            **{
                **kept,
                "tables": tables,
                "chosen": tuple(kept["chosen"]),
                "passed_over": tuple(kept.get("passed_over", ())),
            }
        )


@dataclass(frozen=True)
class TablePlan:
    """Which part of a sheet is read; `table` counts the sheets of the file from 0."""

    table: int
    head_line: int
    head_lines: int = 1
    first_line: int | None = None
    last_line: int | None = None
    unit: int = 1


@dataclass(frozen=True)
class Plan:
    """What shall be read and how; what is empty is understood from the file.

    `titles`: the columns of all tables read together, those of the first one first; empty: they are the first one's.
    `mapping`: place among those → name of a column of the layout; further tables go by their titles.
    `also`: places that only further tables have, of columns which `mapping` has elsewhere.
    `values`: for a column's name, what is written → what is meant: a choice's code, or another word.
    `edits`: (place of a row, name of a column) → what shall stand there.
    `resting`: (sheet, line, place in it) → what was corrected in a cell that is not read as it is mapped now.
    `emptied`: names of columns whose cells are left empty where they cannot be read; `noted`: those of them of which
    the layout's note keeps what stood there.
    `kept`: places that are rows though they look like a total or note; `dropped`: places that are none.
    """

    tables: tuple[TablePlan, ...] = ()
    titles: tuple[str, ...] = ()
    mapping: Mapping[int, str] | None = None
    also: Mapping[int, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    edits: Mapping[tuple[int, str], str] = field(default_factory=dict)
    resting: Mapping[tuple[int, int, int], str] = field(default_factory=dict)
    emptied: frozenset[str] = frozenset()
    noted: frozenset[str] = frozenset()
    kept: frozenset[int] = frozenset()
    dropped: frozenset[int] = frozenset()
    preset: str = ""
    year: int | None = None
    encoding: str = ""
    """The one that somebody chose for a text file; empty: it is found out."""

    @property
    def columns(self) -> dict[int, str]:
        """What each place is taken for, in whichever table."""
        return {**(self.mapping or {}), **self.also}

    def mapped(self, columns: Mapping[int, str]) -> Self:
        """Take the columns for this; one that several tables call differently stands where the first one has it."""
        mapping: dict[int, str] = {}
        for place, name in sorted(columns.items()):
            if name not in mapping.values():
                mapping[place] = name
        also = {place: name for place, name in columns.items() if place not in mapping}
        return replace(self, mapping=mapping, also=also)

    def as_json(self) -> dict[str, Any]:
        """Give it as it is kept."""
        mapping = None if self.mapping is None else [[place, name] for place, name in sorted(self.mapping.items())]
        return {
            "tables": [asdict(table) for table in self.tables],
            "titles": list(self.titles),
            "mapping": mapping,
            "also": [[place, name] for place, name in sorted(self.also.items())],
            "values": {name: dict(words) for name, words in self.values.items()},
            "edits": [[place, column, text] for (place, column), text in sorted(self.edits.items())],
            "resting": [[*cell, text] for cell, text in sorted(self.resting.items())],
            "emptied": sorted(self.emptied),
            "noted": sorted(self.noted),
            "kept": sorted(self.kept),
            "dropped": sorted(self.dropped),
            "preset": self.preset,
            "year": self.year,
            "encoding": self.encoding,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read what `as_json` gave, also after it went through JSON."""
        mapping = kept.get("mapping")
        return cls(
            tables=tuple(TablePlan(**table) for table in kept.get("tables", ())),
            mapping=None if mapping is None else {int(place): str(name) for place, name in mapping},
            titles=tuple(kept.get("titles", ())),
            also={int(place): str(name) for place, name in kept.get("also", ())},
            values=kept.get("values", {}),
            edits={(int(place), str(column)): str(text) for place, column, text in kept.get("edits", ())},
            resting={(int(a), int(b), int(c)): str(text) for a, b, c, text in kept.get("resting", ())},
            emptied=frozenset(kept.get("emptied", ())),
            noted=frozenset(kept.get("noted", ())),
            kept=frozenset(kept.get("kept", ())),
            dropped=frozenset(kept.get("dropped", ())),
            preset=kept.get("preset", ""),
            year=kept.get("year"),
            encoding=kept.get("encoding", ""),
        )


def plan_of(understanding: Understanding) -> Plan:
    """Plan to read what was understood."""
    tables = (
        TablePlan(place, table.head_line, table.head_lines, table.first_line, unit=table.unit)
        for place, table in ((place, understanding.tables[place]) for place in understanding.chosen)
    )
    return Plan(tables=tuple(tables), preset=understanding.preset, year=understanding.year)


def _table(kept: Mapping[str, Any]) -> Table:
    left_out = tuple((int(line), str(why)) for line, why in kept["left_out"])
    return Table(**{**kept, "titles": tuple(kept["titles"]), "left_out": left_out})
