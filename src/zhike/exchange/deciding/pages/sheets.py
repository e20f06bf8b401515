"""The sheets of a file as they are understood."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhike.exchange.deciding import shapes
from zhike.exchange.deciding.pages.left_out import reason_of
from zhike.exchange.models import ImportRun
from zhike.exchange.places import place_of
from zhike.exchange.reading import Peek, Plan
from zhike.exchange.understanding.plans import Table, TablePlan
from zhike.exchange.understanding.tables import look_alike

ROWS_BEFORE_GAP = 20


@dataclass(frozen=True)
class Line:
    """One of the first lines of a sheet: whether it is of the head, a row that is read, or left out and why."""

    number: int
    cells: tuple[str, ...]
    is_head: bool = False
    is_read: bool = False
    may_be_read: bool = False
    reason: str = ""
    is_after_gap: bool = False


@dataclass(frozen=True)
class SheetShown:
    """A sheet of the file as it was understood, or as somebody says it is."""

    place: int
    name: str
    table: Table
    plan: TablePlan
    is_chosen: bool
    lines: tuple[Line, ...]
    why_not: str = ""
    """Why it is not ticked, and how many rows that leaves out."""

    @property
    def width(self) -> int:
        return max((len(line.cells) for line in self.lines), default=1)


def sheets(run: ImportRun) -> list[SheetShown]:
    """Answer the sheets of a file with their first lines, and what becomes of each of them."""
    peek, plan = Peek.from_json(run.peek), Plan.from_json(run.plan)
    planned = {table.table: (order, table) for order, table in enumerate(plan.tables)}
    found = []
    for place, (table, glance) in enumerate(zip(peek.understanding.tables, peek.glances, strict=True)):
        order, chosen = planned.get(place, (-1, _as_understood(place, table)))
        lines = _lines(glance.rows, table, chosen, plan=plan, order=order)
        why_not = "" if place in planned else _why_not(table, shapes.tables(peek, plan))
        found.append(SheetShown(place, glance.sheet, table, chosen, place in planned, lines, why_not))
    return found


def _why_not(table: Table, read: Sequence[Table]) -> str:
    """Say why a sheet was not chosen."""
    if not table.head_line:
        return _("empty")
    if table.is_hidden:
        why = _("hidden")
    elif read and not any(look_alike(table, other) for other in read):
        why = _("other columns")
    else:
        why = _("not chosen")
    rows = _("more than %(count)d rows") if table.has_more else _("%(count)d rows")
    return _("Not ticked: %(why)s, %(rows)s") % {"why": why, "rows": rows % {"count": table.rows_seen}}


def _as_understood(place: int, table: Table) -> TablePlan:
    return TablePlan(place, table.head_line, table.head_lines, table.first_line or None, unit=table.unit)


def _lines(
    rows: Sequence[tuple[int, tuple[str, ...]]], table: Table, chosen: TablePlan, *, plan: Plan, order: int
) -> tuple[Line, ...]:
    why = dict(table.left_out)
    head = range(chosen.head_line, chosen.head_line + chosen.head_lines)
    found: list[Line] = []
    before = 0
    for number, cells in rows:
        place = place_of(max(order, 0), number)
        reason = why.get(number, "")
        is_outside = number < head.stop or (chosen.last_line is not None and number > chosen.last_line)
        is_read = not is_outside and (not reason or place in plan.kept) and place not in plan.dropped
        is_read = is_read and number >= (chosen.first_line or 0)
        found.append(
            Line(
                number,
                cells,
                is_head=number in head,
                is_read=is_read,
                may_be_read=not is_outside,
                reason=""
                if is_read or number in head
                else reason_of(reason or ("title" if is_outside else "not wanted")),
                is_after_gap=bool(before) and number > before + 1 and len(found) >= ROWS_BEFORE_GAP,
            )
        )
        before = number
    return tuple(found)
