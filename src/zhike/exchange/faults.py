"""The error file: the bad rows of a table as they were, each with its line and what is wrong with it."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import xlsxwriter

from zhike.exchange.columns import LINE_TITLE, REASON_TITLE, Cell
from zhike.exchange.parsing.cells import DANGEROUS, written
from zhike.exchange.places import place_of, say_place
from zhike.exchange.reading.tables import LeftOut, open_tables
from zhike.exchange.sheets import Book, Limits, open_book
from zhike.exchange.spool import Fault, Seen, Spool
from zhike.exchange.understanding.plans import Plan
from zhike.exchange.understanding.together import all_titles, places_in
from zhike.phrases import say

_LONGEST_XLSX_CELL = 32_767

Write = Callable[[Sequence[str]], None]


def write_faults(source: Path, spool: Spool, target: Path, *, limits: Limits = Limits()) -> int:
    """Write the error file in the kind of its source, and count its rows; a corrected one can be imported as it is.

    Raises:
        Refused: the source is no longer the file that was read.
    """
    head = spool.head()
    plan = Plan.from_json(head.plan)
    titles = head.header
    kept = [place for place, title in enumerate(titles) if title.strip() not in (LINE_TITLE, REASON_TITLE)]
    count = 0
    with (
        open_book(source, limits, scratch=target.parent, encoding=plan.encoding) as book,
        (_csv if head.is_text else _xlsx)(target) as write,
    ):
        write([*(titles[place] for place in kept), LINE_TITLE, REASON_TITLE])
        for place, cells, reason in _bad_rows(_rows(book, plan, limits), spool):
            texts = [written(cells[place]) if place < len(cells) else "" for place in kept]
            beyond = [written(cell) for cell in cells[len(titles) :]]
            write([*texts, say_place(place, head.tables), reason, *beyond])
            count += 1
    return count


def keep_cells(source: Path, spool: Spool, *, scratch: Path, limits: Limits = Limits()) -> None:
    """Let the spool have the cells of all rows of which something is said: what was found in the end too.

    Raises:
        Refused: the source is no longer the file that was read.
    """
    wanted = set(spool.unseen())
    if not wanted:
        return
    plan, seen, last = Plan.from_json(spool.head().plan), list[Seen](), max(wanted)
    width = len(spool.head().header)
    with open_book(source, limits, scratch=scratch, encoding=plan.encoding) as book:
        for place, cells in _rows(book, plan, limits):
            if place in wanted:
                seen.append((place, [written(cell) for cell in cells[:width]]))
            if place >= last:
                break
    spool.show(seen)


def _rows(book: Book, plan: Plan, limits: Limits) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Walk the tables that were read, the columns of each in the order of all titles."""
    first: tuple[str, ...] = ()
    for table in open_tables(book, plan, limits=limits, left_out=LeftOut()):
        first = first or all_titles(plan, table.titles)
        moved = None if table.titles == first else places_in(first, table.titles, plan)
        own = len(table.titles)
        for line, cells in table.rows:
            row = cells if moved is None else [*_moved(cells, moved, width=len(first)), *cells[own:]]
            yield place_of(table.order, line), row


def _moved(cells: Sequence[Cell], places: Mapping[int, int], *, width: int) -> list[Cell]:
    there = [places.get(place, len(cells)) for place in range(width)]
    return [cells[place] if place < len(cells) else None for place in there]


def _bad_rows(rows: Iterator[tuple[int, Sequence[Cell]]], spool: Spool) -> Iterator[tuple[int, Sequence[Cell], str]]:
    """Walk the faults and the source side by side: both are in the order of places."""
    for line, faults in groupby(spool.faults(), key=attrgetter("line")):
        reason = "；".join(dict.fromkeys(_sentence(fault) for fault in faults))
        cells = next((cells for place, cells in rows if place == line), ())
        yield line, cells, reason


def _sentence(fault: Fault) -> str:
    words = say(fault.phrase).rstrip("。.")
    return f"{fault.column}：{words}" if fault.column else words


@contextmanager
def _csv(target: Path) -> Iterator[Write]:
    with target.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file)
        yield lambda texts: writer.writerow([guarded(text) for text in texts])


def guarded(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if DANGEROUS.match(text) else text


@contextmanager
def _xlsx(target: Path) -> Iterator[Write]:
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as workbook:
        worksheet = workbook.add_worksheet()
        row = 0

        def write(texts: Sequence[str]) -> None:
            nonlocal row
            for column, text in enumerate(texts):
                worksheet.write_string(row, column, text[:_LONGEST_XLSX_CELL])
            row += 1

        yield write
