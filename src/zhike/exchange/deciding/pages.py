"""What the pages of the steps show of a run: its sheets, its columns, its faulty rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from zhike.exchange import spools
from zhike.exchange.columns import LINE_TITLE, REASON_TITLE, Column, Layout
from zhike.exchange.deciding import shapes, taking
from zhike.exchange.kinds import kinds
from zhike.exchange.models import ImportRun
from zhike.exchange.places import line_of, place_of, say_place, table_of
from zhike.exchange.reading import Peek, Plan
from zhike.exchange.spool import Fault, Grade, Head, Message, Spool
from zhike.exchange.understanding.matching import REASONS, Guess
from zhike.exchange.understanding.plans import WHY, Table, TablePlan
from zhike.exchange.understanding.presets import preset_named

ROWS_AT_ONCE = 50
SAMPLES = 3


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

    @property
    def width(self) -> int:
        return max((len(line.cells) for line in self.lines), default=1)


@dataclass(frozen=True)
class ColumnShown:
    """A column of the file and what it is taken for."""

    place: int
    title: str
    samples: tuple[str, ...]
    chosen: str
    certainty: str
    reason: str
    words: tuple[shapes.Word, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CellShown:
    """A cell of a faulty row: as it stands in the file, or as it was corrected."""

    place: int
    title: str
    text: str
    name: str = ""
    faults: tuple[Fault, ...] = ()
    is_edited: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to say or to correct."""
        return not self.name and not self.faults

    @property
    def has_lines(self) -> bool:
        return "\n" in self.text

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """Say what is said of it, with the grade of each."""
        return [(fault.grade, say_fault(fault)) for fault in self.faults]


@dataclass(frozen=True)
class RowShown:
    """A row of which something is said."""

    place: int
    words: str
    cells: tuple[CellShown, ...]
    faults: tuple[Fault, ...]
    is_error: bool

    @property
    def sentences(self) -> list[str]:
        """Say what is said of the row as a whole, or of columns that the file has not."""
        return [f"{fault.column}：{say_fault(fault)}" if fault.column else say_fault(fault) for fault in self.faults]


@dataclass(frozen=True)
class MessageShown:
    """Something that is said of one row or of many, in the words of the first."""

    first: Fault
    count: int

    @property
    def words(self) -> str:
        return say_fault(self.first)


@dataclass(frozen=True)
class Checked:
    """What a trial has found."""

    titles: tuple[str, ...]
    messages: list[MessageShown]
    rows: tuple[RowShown, ...]
    count: int


def say_fault(fault: Fault) -> str:
    """Write what is said of a row, in the reader's language."""
    text = _(fault.phrase.text)
    return text % fault.phrase.values if fault.phrase.values else text


def layout_of(run: ImportRun) -> Layout:
    return kinds()[run.kind].layout_for(run.by)


def sheets(run: ImportRun) -> list[SheetShown]:
    """Answer the sheets of a file with their first lines, and what becomes of each of them."""
    peek, plan = Peek.from_json(run.peek), Plan.from_json(run.plan)
    planned = {table.table: (order, table) for order, table in enumerate(plan.tables)}
    found = []
    for place, (table, glance) in enumerate(zip(peek.understanding.tables, peek.glances, strict=True)):
        order, chosen = planned.get(place, (-1, _as_understood(place, table)))
        lines = _lines(glance.rows, table, chosen, plan=plan, order=order)
        found.append(SheetShown(place, glance.sheet, table, chosen, place in planned, lines))
    return found


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
                else _reason(reason or ("title" if is_outside else "not wanted")),
                is_after_gap=bool(before) and number > before + 1 and len(found) >= ROWS_BEFORE_GAP,
            )
        )
        before = number
    return tuple(found)


ROWS_BEFORE_GAP = 20


def _reason(why: str) -> str:
    return _(WHY[why].text)


def preset_title(run: ImportRun) -> str:
    """Name the program whose export the file is, if it is known."""
    preset = preset_named(Plan.from_json(run.plan).preset)
    return preset.title if preset else ""


def columns(run: ImportRun, *, chosen: Mapping[int, str] | None = None) -> list[ColumnShown]:
    """Answer the columns of a file with what they are taken for; `chosen`: what somebody says just now."""
    peek, plan, layout = Peek.from_json(run.peek), Plan.from_json(run.plan), layout_of(run)
    known = {column.name: column for column in layout.columns}
    mapping = plan.mapping or {} if chosen is None else chosen
    names = taking.colleagues()
    seen = shapes.samples(peek, plan)
    found = []
    for guess in shapes.guessed(peek, plan, layout):
        if (not guess.title and not seen[guess.position]) or guess.title in (LINE_TITLE, REASON_TITLE):
            continue
        column = known.get(mapping.get(guess.position, ""))
        may_be = shapes.meanings(column, names) if column else {}
        words = (
            shapes.words(column, seen[guess.position], known=plan.values.get(column.name, {}), may_be=may_be)
            if column
            else []
        )
        found.append(
            ColumnShown(
                guess.position,
                guess.title,
                seen[guess.position][:SAMPLES],
                column.name if column else "",
                *_certainty(run, guess, column),
                words=tuple(each for each in words if may_be and each.word not in may_be),
                meanings={code: word for word, code in reversed(may_be.items())} if may_be else {},
            )
        )
    return found


def _certainty(run: ImportRun, guess: Guess, column: Column | None) -> tuple[str, str]:
    """Say how sure it is what a column is, and why."""
    if column is None:
        return ("none", _("nobody asks for it")) if guess.column is None else ("chosen", _("you have chosen so"))
    if guess.column != column.name:
        return "chosen", _("as it was saved for such files") if run.is_remembered else _("you have chosen so")
    return shapes.certainty(guess.confidence), _(REASONS[guess.reason].text)


def checked(run: ImportRun, *, grade: Grade | None, column: str | None, page: int) -> Checked | None:
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
        place, str(say_place(place, head.tables)), shown, tuple(of_row), any(fault.grade == "error" for fault in said)
    )


def choices(run: ImportRun) -> list[tuple[str, str]]:
    """Answer what was chosen for a run: the words of each choice and of what was chosen."""
    kind = kinds().get(run.kind)
    return [
        (str(option.title), str(option.choices.get(run.options.get(option.name, option.default), "")))
        for option in (kind.options if kind else ())
    ]


def stands(run: ImportRun, places: Sequence[int]) -> dict[int, list[str]]:
    """Answer the cells of some rows as they stand in the file; nothing of those that are not kept."""
    path = spools.find(run, layout_of(run))
    if path is None:
        return {}
    with Spool(path) as spool:
        return spool.seen(list(places))


def left_out(run: ImportRun) -> list[tuple[int, str, str]]:
    """Answer the first rows that a trial has left out below the heads: their place, in words, and why."""
    tables, plan = run.notes.get("tables", []), Plan.from_json(run.plan)
    heads = {order: table.head_line + table.head_lines - 1 for order, table in enumerate(plan.tables)}
    return [
        (place, str(say_place(place, tables)), _reason(why))
        for place, why in run.notes.get("left_out", [])
        if line_of(place) > heads.get(table_of(place), 0) and why in WHY
    ]
