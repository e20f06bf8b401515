"""The rows of a trial of which something is said."""

from collections.abc import Sequence

from zhike.exchange import spools
from zhike.exchange.columns import Layout
from zhike.exchange.deciding.pages.choices import layout_of
from zhike.exchange.deciding.pages.shown import CellShown, Checked, MessageShown, RowShown, grade_of
from zhike.exchange.deciding.questions import asked_in
from zhike.exchange.models import ImportRun
from zhike.exchange.places import say_place
from zhike.exchange.reading import Plan
from zhike.exchange.spool import Asking, Fault, Head, Message, Spool

ROWS_AT_ONCE = 50


def checked(run: ImportRun, *, grade: Asking | None, column: str | None, page: int) -> Checked | None:
    """Answer what a trial has found, None if its spool is not here."""
    layout = layout_of(run)
    path = spools.find(run, layout)
    if path is None:
        return None
    with Spool(path) as spool:
        head = spool.head()
        count, lines = spool.said(grade, column, first=(page - 1) * ROWS_AT_ONCE, most=ROWS_AT_ONCE)
        seen, said = spool.seen(lines), spool.said_of(lines)
        rows = [_row(line, seen.get(line, []), said[line], run=run, layout=layout, head=head) for line in lines]
        return Checked(head.header, _counted(spool.messages(), head.remarks), tuple(rows), count)


def _counted(messages: list[Message], remarks: Sequence[tuple[str, str, str, int]]) -> list[MessageShown]:
    """Put in how often a thing was remarked where only the first places are kept."""
    counts = {(grade, column, text): count for grade, column, text, count in remarks}
    return [
        MessageShown(each.first, counts.get((each.first.grade, each.first.column, each.first.phrase.text), each.count))
        for each in messages
    ]


def _row(
    place: int, cells: Sequence[str], said: list[Fault], *, run: ImportRun, layout: Layout, head: Head
) -> RowShown:
    plan = Plan.from_json(run.plan)
    names = dict(plan.mapping or {})
    titles = {column.title: column.name for column in layout.columns}
    by_name: dict[str, list[Fault]] = {}
    for fault in said:
        by_name.setdefault(titles.get(fault.column, ""), []).append(fault)
    mapped = {*names.values()}
    of_row = [fault for name, faults in by_name.items() if name not in mapped for fault in faults]
    open_names = {name for name, faults in by_name.items() if any(fault.grade != "note" for fault in faults)}
    if any(fault.grade == "error" and not fault.column for fault in said):
        open_names |= {*layout.key, *(name for names in layout.any_of for name in names)}
    shown = tuple(
        CellShown(
            position,
            head.header[position] if position < len(head.header) else "",
            plan.edits.get((place, name), text),
            name if name in open_names else "",
            tuple(by_name.get(name, ())) if name else (),
            (place, name) in plan.edits,
        )
        for position, text in enumerate(cells)
        for name in [names.get(position, "")]
    )
    return RowShown(
        place,
        str(say_place(place, head.tables)),
        shown,
        tuple(of_row),
        any(grade_of(fault) == "error" for fault in said),
        asked_in(said, run) if run.is_open else None,
    )


def stands(run: ImportRun, places: Sequence[int]) -> dict[int, list[str]]:
    """Answer the cells of some rows as they stand in the file; nothing of those that are not kept."""
    path = spools.find(run, layout_of(run))
    if path is None:
        return {}
    with Spool(path) as spool:
        return spool.seen(list(places))
