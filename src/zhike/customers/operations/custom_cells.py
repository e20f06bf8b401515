"""The cells of custom fields in a customer file: read by the same rules as a form's."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from zhike.core.accounts.models import User
from zhike.core.fields import queries as fields
from zhike.core.fields import rules
from zhike.core.fields.models import Definition
from zhike.core.fields.rules import Known, types
from zhike.customers.models.customer import KIND
from zhike.exchange.spool import Fault, Row

NAMED = "x_"


class CustomCells:
    """What the rows of a batch say of custom fields, by line and code; an empty cell says nothing."""

    def __init__(self, rows: Sequence[Row], *, by: User | None) -> None:
        self.told: dict[int, dict[str, Any]] = {}
        self.faults: list[Fault] = []
        named = {name for row in rows for name in row.values if name.startswith(NAMED)}
        if not named:
            return
        found = [each for each in fields.definitions(KIND) if each.name in named]
        titles, known = {each.code: each.title for each in found}, _known(found, rows, by=by)
        for row in rows:
            raw = {each.code: str(cell) for each in found if (cell := row.values.get(each.name))}
            self.told[row.line], wrong = rules.clean(found, raw, known=known, is_whole=False)
            self.faults += [Fault(row.line, titles[code], phrase) for code, phrase in wrong.items()]

    def of(self, row: Row) -> dict[str, Any]:
        return self.told.get(row.line, {})


def _known(found: Sequence[Definition], rows: Sequence[Row], *, by: User | None) -> Known:
    """Ask once whom and what the cells of a batch name."""
    named = [each.name for each in found if each.type == types.RECORD]
    numbers = {rules.record_number(str(cell)) for row in rows for name in named if (cell := row.values.get(name))}
    known = fields.known(found, for_user=by)
    return replace(known, find_record=fields.record_ids(numbers, for_user=by).get) if numbers else known
