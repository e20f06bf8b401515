"""Understand the sheets of a file from their first rows, and choose those that are read."""

from collections.abc import Sequence

from zhike.exchange.columns import Cell, Layout, folded, known_names
from zhike.exchange.understanding.heads import Head, find_head, head_at_line
from zhike.exchange.understanding.leaving_out import LeavingOut
from zhike.exchange.understanding.plans import TITLE, Table
from zhike.exchange.understanding.presets import PRESETS, Preset
from zhike.exchange.understanding.words import unit_line

SAMPLE = 200
"""So many first rows of a sheet are looked at."""

Row = tuple[int, Sequence[Cell]]


def names_of(layout: Layout | None) -> frozenset[str]:
    """Give all names by which a head may be known, folded."""
    if layout is None:
        return frozenset()
    return frozenset(known_names(layout))


def understand_table(
    sheet: str,
    rows: Sequence[Row],
    *,
    known: frozenset[str] = frozenset(),
    is_hidden: bool = False,
    has_more: bool = False,
    head_at: tuple[int, int] | None = None,
) -> Table:
    """Understand one sheet from its first rows, blank ones left out; `head_at`: where somebody says its head is."""
    head = head_at_line(rows, *head_at) if head_at else _found_head(rows, known)
    if head is None:
        return Table(sheet, is_hidden=is_hidden)
    above, below = rows[: head.index], rows[head.index + head.height :]
    leaving = LeavingOut([cells for _, cells in rows[head.index : head.index + head.height]])
    judged = [(line, leaving.why(cells)) for line, cells in below if cells]
    first = next((line for line, why in judged if why is None), 0)
    unit = next(filter(None, (unit_line(cells) for _, cells in above)), 1)
    return Table(
        sheet,
        head_line=rows[head.index][0],
        head_lines=head.height,
        titles=head.titles,
        first_line=first,
        left_out=(*((line, TITLE) for line, _ in above), *((line, why) for line, why in judged if why)),
        is_hidden=is_hidden,
        unit=unit,
        rows_seen=sum(why is None for _, why in judged),
        has_more=has_more,
    )


def _found_head(rows: Sequence[Row], known: frozenset[str]) -> Head | None:
    preset = preset_of(rows)
    return _preset_head(rows, preset) if preset else find_head(rows, known)


def preset_of(rows: Sequence[Row]) -> Preset | None:
    """Find the program that wrote a table by the titles only it has together."""
    for _, cells in rows[:SAMPLE]:
        titles = {folded(str(cell)) for cell in cells if isinstance(cell, str) and cell.strip()}
        for preset in PRESETS:
            if preset.recognises(titles):
                return preset
    return None


def _preset_head(rows: Sequence[Row], preset: Preset) -> Head | None:
    for index, (_, cells) in enumerate(rows):
        titles = {folded(str(cell)) for cell in cells if isinstance(cell, str) and cell.strip()}
        if preset.recognises(titles):
            texts = [str(cell).strip() if cell is not None else "" for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            return Head(index, 1, tuple(texts))
    return None


def choose(tables: Sequence[Table], layout: Layout | None) -> tuple[int, ...]:
    """Choose the sheet that fits best, the first of equals, and with it all that look like it."""
    shown = [place for place, table in enumerate(tables) if table.head_line and not table.is_hidden]
    if not shown:
        return ()
    known = names_of(layout)
    best = max(shown, key=lambda place: (_fit(tables[place], known), tables[place].rows_seen > 0, -place))
    return tuple(place for place in shown if place == best or look_alike(tables[place], tables[best]))


def look_alike(one: Table, other: Table) -> bool:
    """Say whether two sheets have the same columns, in whatever order."""
    return {folded(title) for title in one.titles if title} == {folded(title) for title in other.titles if title}


def _fit(table: Table, known: frozenset[str]) -> int:
    return len({folded(title) for title in table.titles} & known)
