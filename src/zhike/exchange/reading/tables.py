"""Walk the tables of a file as a plan says: which rows are read, where their columns are, what is left out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from zhike.exchange.columns import (
    Cell,
    Header,
    Layout,
    Refused,
    folded,
    ignored_titles,
    match_header,
    refuse_what_is_missing,
)
from zhike.exchange.parsing import written
from zhike.exchange.places import place_of
from zhike.exchange.sheets import Book, Limits, Tab
from zhike.exchange.understanding.heads import joined_titles
from zhike.exchange.understanding.leaving_out import LeavingOut
from zhike.exchange.understanding.plans import NOT_WANTED, TITLE, Plan, TablePlan
from zhike.exchange.understanding.presets import Preset, preset_named
from zhike.exchange.understanding.together import places_in
from zhike.phrases import Phrase

NAMED_LINES = 50
"""So many rows that are left out are named; all are counted."""

Line = tuple[int, Sequence[Cell]]

_GONE = Phrase("The file has no such sheet any more: choose the sheet anew.")
_NO_HEAD = Phrase("There is no head in line %(line)d of the sheet: choose the line with the column names.")


@dataclass
class LeftOut:
    """The rows of a file that are not read, and why."""

    named: list[tuple[int, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, place: int, why: str) -> None:
        """Note one."""
        self.counts[why] += 1
        if len(self.named) < NAMED_LINES:
            self.named.append((place, why))


@dataclass(frozen=True)
class OpenTable:
    """One table that is being walked: behind its head."""

    order: int
    tab: Tab
    plan: TablePlan
    titles: tuple[str, ...]
    head: tuple[Sequence[Cell], ...]
    rows: Iterator[Line]


def open_tables(book: Book, plan: Plan, *, limits: Limits, left_out: LeftOut) -> Iterator[OpenTable]:
    """Open each table of a plan in turn; one is walked to its end before the next.

    Raises:
        Refused: the file has no such sheet, or it has no head there.
    """
    for order, table in enumerate(plan.tables):
        if table.table >= len(book.tabs):
            raise Refused(_GONE)
        tab = book.tabs[table.table]
        rows = tab.walk()
        head: list[Sequence[Cell]] = []
        for line, cells in rows:
            if line < table.head_line:
                left_out.add(place_of(order, line), TITLE)
                continue
            head.append(cells)
            if line < table.head_line or len(head) == table.head_lines:
                break
        titles = _titles(head)
        if not titles:
            raise Refused(_NO_HEAD.given(line=table.head_line))
        _refuse_width(titles, limits)
        yield OpenTable(order, tab, table, titles, tuple(head), rows)


def wanted_rows(table: OpenTable, plan: Plan, left_out: LeftOut) -> Iterator[Line]:
    """Give the rows of a table that are read, with their places; totals, notes and the head again are left out."""
    leaving, preset = LeavingOut(table.head), preset_named(plan.preset)
    unwanted = _Unwanted(preset, table.titles) if preset else None
    first, last, order = table.plan.first_line or 0, table.plan.last_line, table.order
    for line, cells in table.rows:
        place = place_of(order, line) if order else line
        if line < first:
            left_out.add(place, TITLE)
            continue
        if last is not None and line > last:
            return
        why = leaving.why(cells)
        if why is None and unwanted is not None and unwanted(cells):
            why = NOT_WANTED
        if (why and place not in plan.kept) or place in plan.dropped:
            left_out.add(place, why or NOT_WANTED)
            continue
        yield place, cells


def header_of(titles: Sequence[str], layout: Layout, plan: Plan, *, first: Sequence[str]) -> Header:
    """Say where each column stands: as somebody mapped all titles together (`first`), or by the titles.

    Raises:
        Refused: a needed column is missing, or the row is no header at all.
    """
    if plan.mapping is None:
        preset = preset_named(plan.preset)
        return match_header(titles, layout, preset.words_for if preset else lambda title: ())
    known = {column.name for column in layout.columns}
    moved = places_in(first, titles, plan)
    positions = {
        name: moved[place] for place, name in plan.mapping.items() if name in known and moved.get(place) is not None
    }
    refuse_what_is_missing(titles, layout, positions)
    also = {place: name for place, name in plan.also.items() if name in layout.many and place in moved}
    further = {moved[place]: name for place, name in also.items()}
    return Header(positions, ignored_titles(titles, {*positions.values(), *further}), len(titles), further)


def _titles(head: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    if len(head) == 1:
        titles = [written(cell).strip() for cell in head[0]]
        while titles and not titles[-1]:
            titles.pop()
        return tuple(titles)
    return joined_titles(head)


def _refuse_width(titles: Sequence[str], limits: Limits) -> None:
    if len(titles) > limits.max_columns:
        raise Refused(
            Phrase(
                "The table has more than %(columns)d columns: delete the ones that are not needed.",
                {"columns": limits.max_columns},
            )
        )


class _Unwanted:
    """Tell the rows that a preset passes over, such as payments we made ourselves."""

    def __init__(self, preset: Preset, titles: Sequence[str]) -> None:
        names = [folded(title) for title in titles]
        self._only = [(place, preset.only[name]) for place, name in enumerate(names) if name in preset.only]
        self._needs = [place for place, name in enumerate(names) if name in preset.needs]

    def __call__(self, cells: Sequence[Cell]) -> bool:
        for place, words in self._only:
            if place < len(cells) and written(cells[place]).strip().lstrip("`") not in words:
                return True
        return any(place >= len(cells) or not written(cells[place]).strip(" -0.,¥￥") for place in self._needs)
