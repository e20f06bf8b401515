"""The cells of custom fields in a customer file: read by the same rules as a form's."""

from collections.abc import Sequence
from typing import Any

from zhike.core.accounts.models import User
from zhike.core.fields import queries as fields
from zhike.core.fields import rules
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
        titles, known = {each.code: each.title for each in found}, fields.known(found, for_user=by)
        for row in rows:
            raw = {each.code: str(cell) for each in found if (cell := row.values.get(each.name))}
            self.told[row.line], wrong = rules.clean(found, raw, known=known, is_whole=False)
            self.faults += [Fault(row.line, titles[code], phrase) for code, phrase in wrong.items()]

    def of(self, row: Row) -> dict[str, Any]:
        return self.told.get(row.line, {})
