"""The rows of a trial of which something is said."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from zhike.exchange import spools
from zhike.exchange.columns import Cell, Layout
from zhike.exchange.deciding import shapes
from zhike.exchange.deciding.choosing import choice_for
from zhike.exchange.deciding.names import names_asked
from zhike.exchange.deciding.pages.choices import layout_of
from zhike.exchange.deciding.pages.looking import ROWS_AT_ONCE, Look
from zhike.exchange.deciding.pages.shown import CellShown, Checked, MessageShown, RowShown, grade_of
from zhike.exchange.deciding.questions import asked_in
from zhike.exchange.models import ImportRun
from zhike.exchange.places import say_place, table_of
from zhike.exchange.reading import Peek, Plan
from zhike.exchange.reading.joining import joins_of
from zhike.exchange.reading.rows import EMPTIED, NOTED
from zhike.exchange.spool import Fault, Head, Message, Spool
from zhike.exchange.understanding.together import places_in

MOST_EMPTIED = 5_000
"""So many cells may be emptied one by one, where it is the books that cannot take what stands there."""


def checked(run: ImportRun, look: Look) -> Checked | None:
    """Answer what a trial has found, None if its spool is not here."""
    layout = layout_of(run)
    path = spools.find(run, layout)
    if path is None:
        return None
    with Spool(path) as spool:
        head = spool.head()
        first = (look.page - 1) * ROWS_AT_ONCE
        count, lines = spool.said(look.grade, look.column or None, first=first, most=ROWS_AT_ONCE)
        seen, said = spool.seen(lines), spool.said_of(lines)
        there = _there(run)
        rows = [
            _row(line, seen.get(line, []), said[line], run=run, layout=layout, head=head, there=there) for line in lines
        ]
        names = names_asked(run, spool)
        messages = [
            replace(_counted(each, head, layout), choice=choice_for(each.first.phrase.text, run))
            for each in spool.messages()
        ]
    order = _order(rows, run, layout, width=len(head.header))
    return Checked(
        tuple(head.header[place] for place in order),
        messages,
        tuple(replace(row, cells=tuple(row.cells[place] for place in order if row.cells)) for row in rows),
        count,
        names,
    )


def _order(rows: Sequence[RowShown], run: ImportRun, layout: Layout, *, width: int) -> list[int]:
    """Put first the columns that say whose row it is, then those of which something is said, those with hints last."""
    keys = {place for place, name in Plan.from_json(run.plan).columns.items() if name in layout.key}
    told = {cell.place for row in rows for cell in row.cells if not cell.is_plain}
    open_ones = {cell.place for row in rows for cell in row.cells if not cell.is_quiet}
    return sorted(range(width), key=lambda place: (place not in keys, place not in open_ones, place not in told))


def _counted(each: Message, head: Head, layout: Layout) -> MessageShown:
    """Put in how often a thing was remarked where only the first places are kept, and what can be done about it."""
    counts = {(grade, column, text): count for grade, column, text, count in head.remarks}
    fault, key = each.first, (each.first.grade, each.first.column, each.first.phrase.text)
    count = each.count if fault.grade == "error" else counts.get(key, each.count)
    name = next((column.name for column in layout.columns if column.title == fault.column), "")
    if not name or not layout.may_lack(name):
        return MessageShown(fault, count)
    if grade_of(fault) == "error" and (key in counts or count <= MOST_EMPTIED):
        note = layout.note
        return MessageShown(fault, count, empties=name, note=note.title if note and note.name != name else "")
    is_left_out = fault.phrase.text in (EMPTIED.text, NOTED.text)
    return MessageShown(fault, count, keeps_out=name if is_left_out else "")


def _row(
    place: int,
    cells: Sequence[str],
    said: list[Fault],
    *,
    run: ImportRun,
    layout: Layout,
    head: Head,
    there: Sequence[Collection[int]],
) -> RowShown:
    plan = Plan.from_json(run.plan)
    cells = _joined(cells, plan, layout, titles=head.header)
    names = _names(plan, cells, there[table_of(place)] if table_of(place) < len(there) else plan.columns)
    texts = {name: cells[position] if position < len(cells) else "" for position, name in names.items()}
    by_name: dict[str, list[Fault]] = {}
    for fault in said:
        by_name.setdefault(_cell_of(fault, layout, texts), []).append(fault)
    open_names = {name for name, faults in by_name.items() if any(fault.grade != "note" for fault in faults)}
    if any(fault.grade == "error" for fault in by_name.get("", ())):
        open_names |= {*layout.key, *(name for names in layout.any_of for name in names)}
    shown = tuple(
        CellShown(
            position,
            title,
            plan.edits.get((place, name), text),
            name if name in open_names else "",
            tuple(by_name.get(name, ())) if name else (),
            (place, name) in plan.edits,
            name in layout.key,
        )
        for position, title in enumerate(head.header if cells else ())
        for text, name in [(cells[position] if position < len(cells) else "", names.get(position, ""))]
    )
    return RowShown(
        place,
        str(say_place(place, head.tables)),
        shown,
        tuple(by_name.get("", ())),
        any(grade_of(fault) == "error" for fault in said),
        asked_in(said, run) if run.is_open else None,
    )


def _joined(cells: Sequence[str], plan: Plan, layout: Layout, *, titles: Sequence[str]) -> list[str]:
    """Show where several columns are put together what is read of them."""
    further = {place: name for place, name in plan.also.items() if name in layout.many}
    joined: list[Cell] = [*cells]
    for join in joins_of(layout, {name: place for place, name in (plan.mapping or {}).items()}, further, titles=titles):
        join.put(joined)
    return [str(cell or "") for cell in joined]


def _there(run: ImportRun) -> list[Collection[int]]:
    """Say for each table which of all columns it has."""
    if not run.peek:
        return []
    peek, plan = Peek.from_json(run.peek), Plan.from_json(run.plan)
    every = shapes.titles(peek, plan)
    return [places_in(every, table.titles, plan).keys() for table in shapes.tables(peek, plan)]


def _names(plan: Plan, cells: Sequence[str], there: Collection[int]) -> dict[int, str]:
    """Say what each cell is that the table of a row has; a column with two places is where this row has it."""
    found: dict[str, int] = {}
    for position, name in sorted(plan.columns.items()):
        if position not in there:
            continue
        if name not in found or (position < len(cells) and cells[position] and not cells[found[name]]):
            found[name] = position
    return {position: name for name, position in found.items()}


def _cell_of(fault: Fault, layout: Layout, texts: Mapping[str, str]) -> str:
    """Name the column whose cell a fault belongs to: its own, or another of the row that can say the same."""
    name = next((column.name for column in layout.columns if column.title == fault.column), "")
    if not name or name in texts:
        return name
    return next(iter(sorted(_alike(name, layout, texts), key=lambda each: not texts[each])), "")


def _alike(name: str, layout: Layout, mapped: Collection[str]) -> Iterator[str]:
    return (each for names in layout.any_of if name in names for each in names if each in mapped)


def stands(run: ImportRun, places: Sequence[int]) -> dict[int, list[str]]:
    """Answer the cells of some rows as they stand in the file; nothing of those that are not kept."""
    path = spools.find(run, layout_of(run))
    if path is None:
        return {}
    with Spool(path) as spool:
        return spool.seen(list(places))
