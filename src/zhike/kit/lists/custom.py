"""The fields an administrator defined, as columns of a list: shown, sorted, filtered, exported like any other."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhike.core.access.rules import Level
from zhike.core.fields import queries as fields
from zhike.core.fields import rules
from zhike.core.fields.models import Definition
from zhike.core.fields.rules import NOBODY, BadValue, Known, types
from zhike.kit import cells
from zhike.kit.columns import Column, InOrder, Kind
from zhike.kit.lists.conditions import Condition
from zhike.kit.lists.criteria import ME, Asking, span

KINDS: dict[str, Kind] = {
    types.TEXT: "text",
    types.NUMBER: "number",
    types.MONEY: "money",
    types.DATE: "date",
    types.CHOICE: "choice",
    types.CHOICES: "choice",
    types.PERSON: "person",
    types.RECORD: "text",
}
NEVER_TYPED = (types.FORMULA, types.FILE)


class CustomColumns:
    """The columns of one request: they share the names that their values stand for, asked once for all rows shown."""

    def __init__(self, kind: str, user: Any) -> None:
        self.user = user
        self.all = fields.definitions(kind)
        self.values = rules.Values(self.all)
        self.known: Known = NOBODY

    def columns(self) -> tuple[Column, ...]:
        return tuple(self._column(each) for each in fields.visible(self.all, user=self.user))

    def prepare(self, rows: Sequence[Any]) -> None:
        """Ask whom and what the values of these rows name."""
        if self.known is NOBODY:
            self.known = fields.known(self.all, [row.extra for row in rows], for_user=self.user)

    def _column(self, definition: Definition) -> Column:
        level = fields.level(definition, self.user)
        column = Column(
            definition.name,
            definition.title,
            cell=self._cell(definition) if level >= Level.READ else _masked(definition),
            is_number=definition.value_type in (types.NUMBER, types.MONEY),
            is_optional=True,
            prepare=self.prepare,
            plain_value=self._plain(definition) if level >= Level.READ else _masked(definition),
        )
        if level < Level.READ:
            return column
        if level == Level.EDIT and definition.type not in NEVER_TYPED:
            column = replace(column, edits=definition.name)
        return self._asked(column, definition) if definition.may_filter else column

    def _asked(self, column: Column, definition: Definition) -> Column:
        sort = (fields.sort_key(definition, falls=False), OrderBy(F("id"))) if definition.may_sort else ()
        return replace(
            column,
            kind=KINDS.get(definition.value_type, ""),
            sort=sort,
            in_order=_in_order(definition) if definition.may_sort else None,
            choices=self._choices(definition),
            where=lambda asked, asking: _condition(definition, asked, asking),
        )

    def _cell(self, definition: Definition) -> Callable[[Any], SafeString]:
        def cell(row: Any) -> SafeString:
            found = rules.shown(definition, row.extra, values=self.values, known=self.known)
            if found.reason is not None:
                return cells.missing(_(found.reason.text) % found.reason.values)
            return cells.text(found.text)

        return cell

    def _plain(self, definition: Definition) -> Callable[[Any], Any]:
        return lambda row: rules.cell(definition, row.extra, values=self.values, known=self.known)

    def _choices(self, definition: Definition) -> Any:
        if definition.value_type == types.PERSON:
            return lambda user: list(fields.known([definition], for_user=user).people.items())
        if definition.value_type in types.CHOOSING:
            return tuple((key, choice.title) for key, choice in rules.choices_of(definition).items())
        return ()


def custom_columns(kind: str) -> Callable[[Any], tuple[Column, ...]]:
    """Answer what a screen gives as `more_columns`."""
    return lambda user: CustomColumns(kind, user).columns()


def _in_order(definition: Definition) -> InOrder:
    def in_order(rows: QuerySet[Any], falls: bool) -> tuple[QuerySet[Any, int], QuerySet[Any]]:
        without = rows.filter(fields.condition(definition, "empty", []))
        return fields.in_order(definition, rows, falls=falls), without.order_by("-id" if falls else "id")

    return in_order


def _masked(definition: Definition) -> Callable[[Any], SafeString]:
    return lambda row: cells.masked(row.extra.get(definition.code), "text")


def _condition(definition: Definition, asked: Condition, asking: Asking) -> Q:
    """Ask the index of custom values what a condition of a list asks."""
    op, values = asked.op, list(asked.values)
    if definition.value_type == types.DATE and op not in ("empty", "filled"):
        begin, end = span(asked, on=asking.on)
        op, values = "between", [day.isoformat() if day else "" for day in (begin, end)]
    if definition.value_type == types.PERSON and asking.user is not None:
        values = [str(asking.user.pk) if value == ME else value for value in values]
    try:
        found = fields.condition(definition, "in" if op == "not_in" else op, values, known=_known(definition, asking))
    except BadValue as bad:
        raise ValidationError(_(bad.phrase.text) % bad.phrase.values) from None
    return ~found if op == "not_in" else found


def _known(definition: Definition, asking: Asking) -> Known:
    named = definition.value_type in (types.PERSON, types.RECORD)
    return fields.known([definition], for_user=asking.user) if named else NOBODY
