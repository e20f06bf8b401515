"""Read a table into a spool, in this process or in a child that cannot harm it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from zhike.exchange.columns import Cell, Layout, Refused
from zhike.exchange.parsing import written
from zhike.exchange.reading.parent import Cancelled, ReadingFailed, peek_in_child, read_in_child
from zhike.exchange.reading.rows import Remarks, RowReader
from zhike.exchange.reading.seeing import Peek, peek, understand
from zhike.exchange.reading.tables import LeftOut, OpenTable, header_of, open_tables, wanted_rows
from zhike.exchange.sheets import Book, Limits, bounded, open_book
from zhike.exchange.spool import Fault, Half, Head, Seen, Spool, SpooledRow
from zhike.exchange.understanding.leaving_out import is_bare_total
from zhike.exchange.understanding.plans import TOTAL, Plan, Understanding, plan_of
from zhike.exchange.understanding.together import all_titles, places_in
from zhike.exchange.understanding.words import unit_of
from zhike.phrases import Phrase

__all__ = [
    "Cancelled",
    "Peek",
    "Plan",
    "ReadingFailed",
    "Refused",
    "Understanding",
    "peek",
    "peek_in_child",
    "read_in_child",
    "read_into_spool",
]

_CHUNK = 2_000
_NOWHERE = 1 << 40
_UNIT_WORDS = {
    10**3: "千元",
    10**4: "万元",
    10**5: "十万元",
    10**6: "百万元",
    10**7: "千万元",
    10**8: "亿元",
    100: "百元",
}

Progress = Callable[[int], None]


def read_into_spool(
    source: Path,
    spool: Path,
    layout: Layout,
    *,
    plan: Plan | None = None,
    name: str = "",
    limits: Limits = Limits(),
    progress: Progress = lambda rows: None,
) -> Head:
    """Parse all rows of a file into a new spool as a plan says; what the plan leaves open is understood from the file.

    `name` is what the file's owner calls it. `progress` is told the rows read so far, often.

    Raises:
        Refused: the file as a whole cannot be read.
    """
    encoding = plan.encoding if plan else ""
    with open_book(source, limits, scratch=spool.parent, encoding=encoding) as book, Spool(spool) as target:
        understanding = None
        if plan is None or not plan.tables:
            understanding = understand(book, layout, name=name or source.name)
            plan = _completed(plan or Plan(), understanding)
        reading = _Reading(book, layout, plan=plan, limits=limits, progress=progress)
        for rows, faults, seen in reading.chunks():
            target.add(rows, faults, seen)
        target.halves.keep(reading.halves)
        head = reading.head(understanding)
        target.finish(head, layout)
    return head


def _completed(plan: Plan, understanding: Understanding) -> Plan:
    """Fill in what a plan leaves open."""
    proposal = plan_of(understanding)
    return replace(plan, tables=proposal.tables, preset=plan.preset or proposal.preset, year=plan.year or proposal.year)


class _Reading:
    """One walk through the tables of a file."""

    def __init__(self, book: Book, layout: Layout, *, plan: Plan, limits: Limits, progress: Progress) -> None:
        self._book, self._layout, self._plan, self._limits = book, layout, plan, limits
        self._progress = progress
        self._left_out = LeftOut()
        self._remarks = Remarks()
        self._rows = 0
        self._first: tuple[str, ...] = ()
        self._header: tuple[str, ...] = ()
        self._matched: dict[str, None] = {}
        self._ignored: dict[str, None] = {}
        self._mapped: dict[str, str] = {}

    def chunks(self) -> Iterator[tuple[list[SpooledRow], list[Fault], list[Seen]]]:
        """Give the rows of all tables with their faults, and the cells of those that have some, many at once."""
        for table in open_tables(self._book, self._plan, limits=self._limits, left_out=self._left_out):
            reader = self._reader(table)
            rows: list[SpooledRow] = []
            faults: list[Fault] = []
            seen: list[Seen] = []
            there = self._there(table)
            for row, found, cells in self._table(table, reader):
                rows.append(row)
                faults += found
                if found:
                    seen.append((row[0], [written(cells[place]) if place < len(cells) else "" for place in there]))
                if len(rows) == _CHUNK:
                    yield self._counted(rows), faults, seen
                    rows, faults, seen = [], [], []
            yield self._counted(rows), [*faults, *_facts(table)], seen
        if not self._rows:
            yield [], [Fault(0, "", Phrase("There is a head but no row below it."), "warning")], []

    @property
    def halves(self) -> list[Half]:
        return self._remarks.halves

    def head(self, understanding: Understanding | None) -> Head:
        """Say what was read."""
        return Head(
            kind=self._book.kind,
            encoding=self._book.encoding,
            header=self._header,
            columns=tuple(column.name for column in self._layout.columns),
            matched=tuple(column.title for column in self._layout.columns if column.name in self._matched),
            ignored=tuple(self._ignored),
            rows=self._rows,
            mapped=tuple(self._mapped.items()),
            delimiter=self._book.delimiter,
            tables=tuple(self._book.tabs[table.table].name for table in self._plan.tables),
            plan=self._plan.as_json(),
            understanding=understanding.as_json() if understanding else {},
            left_out=tuple(self._left_out.named),
            left_out_counts=dict(self._left_out.counts),
            remarks=tuple((*key, count) for key, count in self._remarks.counts.items()),
        )

    def _reader(self, table: OpenTable) -> RowReader:
        if not self._first:
            self._first = all_titles(self._plan, table.titles)
        header = header_of(table.titles, self._layout, self._plan, first=self._first)
        if not self._header:
            names = {place: name for name, place in header.positions.items()}
            self._header = (*_with_units(table, self._layout, names), *self._first[len(table.titles) :])
        self._matched |= dict.fromkeys(header.positions)
        self._ignored |= dict.fromkeys(header.ignored)
        for name, place in (*header.positions.items(), *((name, place) for place, name in header.further.items())):
            self._mapped.setdefault(table.titles[place] if place < len(table.titles) else "", self._title(name))
        return RowReader(
            self._layout,
            header,
            blank=table.tab.blank,
            titles=table.titles,
            plan=self._plan,
            unit=table.plan.unit,
            from_1904=table.tab.from_1904,
            told=self._remarks,
        )

    def _title(self, name: str) -> str:
        return self._layout.column(name).title

    def _there(self, table: OpenTable) -> list[int]:
        """Say where the cells of a table's rows are found, in the order of all titles."""
        moved = places_in(self._first, table.titles, self._plan)
        return [moved.get(place, _NOWHERE) for place in range(len(self._first))]

    def _table(self, table: OpenTable, reader: RowReader) -> Iterator[tuple[SpooledRow, list[Fault], Sequence[Cell]]]:
        """Read a table; its last row may turn out to be its totals only when nothing follows."""
        before: Sequence[Cell] = ()
        last: tuple[int, Sequence[Cell]] | None = None
        result: tuple[SpooledRow, list[Fault], Sequence[Cell]] | None = None
        rows = bounded(wanted_rows(table, self._plan, self._left_out), self._limits, before=self._rows)
        for place, cells in rows:
            if result is not None:
                yield result
            before, last = (last[1] if last else ()), (place, cells)
            result = (*reader.read(place, cells), cells)
        if result is None or last is None:
            return
        is_bad = result[0][2] is None and last[0] not in self._plan.kept
        if is_bad and is_bare_total(last[1], before):
            self._left_out.add(last[0], TOTAL)
        else:
            yield result

    def _counted(self, rows: list[SpooledRow]) -> list[SpooledRow]:
        self._rows += len(rows)
        self._progress(self._rows)
        return rows


def _with_units(table: OpenTable, layout: Layout, names: dict[int, str]) -> tuple[str, ...]:
    """Give the titles with the unit that a line above the head declared: the line itself does not go back."""
    if table.plan.unit == 1:
        return table.titles
    return tuple(
        f"{title}({_UNIT_WORDS[table.plan.unit]})"
        if place in names and layout.column(names[place]).kind == "money" and unit_of(title) is None
        else title
        for place, title in enumerate(table.titles)
    )


def _facts(table: OpenTable) -> Iterator[Fault]:
    """Tell what was noticed about a whole sheet."""
    facts, place = table.tab.facts, table.order << 40
    if facts.links:
        phrase = Phrase(
            "%(count)d cells take their value from another file: the value saved here was read.", {"count": facts.links}
        )
        yield Fault(place, "", phrase, "warning")
    if facts.uncalculated:
        values = {"count": facts.uncalculated, "cells": "、".join(facts.uncalculated_at)}
        phrase = Phrase(
            "%(count)d formulas have no saved value and were read as empty (%(cells)s): "
            "open the file in Excel or WPS and save it.",
            values,
        )
        yield Fault(place, "", phrase, "warning")
    if facts.broken_characters:
        phrase = Phrase(
            "%(count)d characters without any meaning (zero) were left out.", {"count": facts.broken_characters}
        )
        yield Fault(place, "", phrase, "warning")
    if facts.hidden_rows:
        phrase = Phrase("%(count)d hidden rows were read too.", {"count": facts.hidden_rows})
        yield Fault(place, "", phrase, "note")
    if facts.hidden_columns:
        phrase = Phrase("%(count)d hidden columns were read too.", {"count": facts.hidden_columns})
        yield Fault(place, "", phrase, "note")
