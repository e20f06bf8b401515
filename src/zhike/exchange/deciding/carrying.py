"""Corrected cells stay with the file when its columns or sheets are chosen anew. No Django, no database."""

from collections.abc import Mapping
from dataclasses import replace

from zhike.exchange.deciding import shapes
from zhike.exchange.places import line_of, place_of, table_of
from zhike.exchange.reading import Peek, Plan
from zhike.exchange.understanding.together import places_in


def corrected_as(before: Plan, after: Plan, *, was: Peek, now: Peek) -> Plan:
    """Give the new plan what was corrected under the one before; what it has no column for rests until one has.

    A cell is known by its sheet, its line and its place in it. What was left empty with its whole column is forgotten
    where the cell is another column now.
    """
    names, found = _names(before, was), _names(after, now)
    cells = {(table, name): there for (table, there), name in names.items()}
    orders = {table.table: order for order, table in enumerate(after.tables)}
    known = dict(before.resting)
    for (place, name), text in before.edits.items():
        table = before.tables[table_of(place)].table if table_of(place) < len(before.tables) else -1
        if (table, name) in cells:
            known[table, line_of(place), cells[table, name]] = text
    edits: dict[tuple[int, str], str] = {}
    resting: dict[tuple[int, int, int], str] = {}
    for (table, line, there), text in known.items():
        was_name, name = names.get((table, there), ""), found.get((table, there), "")
        if not text and was_name in before.emptied and was_name != name:
            continue
        if name:
            edits[place_of(orders[table], line), name] = text
        else:
            resting[table, line, there] = text
    return replace(after, edits=edits, resting=resting)


def _names(plan: Plan, peek: Peek) -> Mapping[tuple[int, int], str]:
    """Say by sheet and place in it which column each cell is; of those that are put together only the first."""
    every, mapped = shapes.titles(peek, plan), plan.mapping or {}
    found: dict[tuple[int, int], str] = {}
    for table, shown in zip(plan.tables, shapes.tables(peek, plan), strict=True):
        moved = places_in(every, shown.titles, plan)
        homes = {name: moved[place] for place, name in (*plan.also.items(), *mapped.items()) if place in moved}
        found |= {(table.table, there): name for name, there in homes.items()}
    return found
