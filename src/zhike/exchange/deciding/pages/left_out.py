"""The lines that are not read, and why."""

from django.utils.translation import gettext as _

from zhike.exchange.models import ImportRun
from zhike.exchange.places import line_of, say_place, table_of
from zhike.exchange.reading import Plan
from zhike.exchange.understanding.plans import WHY


def reason_of(why: str) -> str:
    """Say why a line is not read."""
    return _(WHY[why].text)


def left_out(run: ImportRun) -> list[tuple[int, str, str]]:
    """Answer the first rows that a trial has left out below the heads: their place, in words, and why."""
    tables, plan = run.notes.get("tables", []), Plan.from_json(run.plan)
    heads = {order: table.head_line + table.head_lines - 1 for order, table in enumerate(plan.tables)}
    return [
        (place, str(say_place(place, tables)), reason_of(why))
        for place, why in run.notes.get("left_out", [])
        if line_of(place) > heads.get(table_of(place), 0) and why in WHY
    ]
