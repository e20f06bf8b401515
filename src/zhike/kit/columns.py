from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from zhike.core.access import masks
from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.kit import cells

if TYPE_CHECKING:
    from zhike.kit.lists.conditions import Condition

Cell = Callable[[Any], SafeString]
Kind = Literal["", "text", "number", "money", "date", "moment", "choice", "person", "flag"]
InOrder = Callable[[QuerySet[Any], bool], tuple[QuerySet[Any, int], QuerySet[Any]]]
"""Of some rows: the ids of those that have a value, sorted (falling if told so), and the rows that have none."""

Choices = Sequence[tuple[Any, Any]] | Callable[[Any], Sequence[tuple[Any, Any]]]


@dataclass(frozen=True)
class Column:
    """A column of a list or a fact of a card: where the value is, how it looks, what may be done with it.

    `value` is a dotted attribute path, or empty for the row itself. `sort` names the fields of an index in its order
    or in its exact reverse, down to the one that is unique, so that the database sorts nothing either way.
    `kind` says as what the column is filtered (not at all when empty), `lookup` by which path, or `where` by which
    condition of its own. `right` names a field that roles may be kept from; `edits` the form's field that changes it.
    """

    name: str
    title: Promise | str
    value: str = ""
    cell: Cell = cells.text
    sort: tuple[str, ...] | tuple[OrderBy, ...] = ()
    falls_first: bool = False  # the first click on the head shows the largest first
    is_number: bool = False
    kind: Kind = ""
    lookup: str = ""
    choices: Choices = ()  # (value, words), or a function of the user
    where: "Callable[[Condition, Any], Q] | None" = None
    right: str = ""
    edits: str = ""
    is_optional: bool = False  # shown only when somebody chooses it
    exports: str = ""  # the path of what an export writes, where `value` is the row itself
    plain_value: Callable[[Any], Any] | None = None  # or what makes it from the row
    prepare: Callable[[Sequence[Any]], None] | None = None  # told the rows of a page before they are shown
    in_order: "InOrder | None" = None  # how the rows of a large list are found in this column's order
    reads: tuple[str, ...] = ()  # without them the list reads all of what `value` leads to

    def show(self, row: Any) -> SafeString:
        return self.cell(self._read(row))

    def shower(self) -> Callable[[Any], SafeString]:
        """Answer what shows this column's cells of one page: the same value of fifty rows is written once."""
        if not self.value:
            return self.cell
        read, cell, written = self._read, self.cell, dict[Any, SafeString]()

        def show(row: Any) -> SafeString:
            value = read(row)
            try:
                return written[value]
            except KeyError:
                found = written[value] = cell(value)
            except TypeError:  # a list or the like
                found = cell(value)
            return found

        return show

    def plain(self, row: Any) -> Any:
        """Answer the value as an export writes it; a choice in its words."""
        if self.plain_value is not None:
            return self.plain_value(row)
        found = self._read_plain(row)
        return self.words.get(found, found) if self.words else found

    @cached_property
    def words(self) -> dict[Any, str]:
        """What each choice is called."""
        return {} if callable(self.choices) else {value: str(words) for value, words in self.choices}

    def options(self, user: Any) -> Sequence[tuple[Any, Any]]:
        return self.choices(user) if callable(self.choices) else self.choices

    @property
    def field(self) -> str:
        """The ORM path that a filter looks at."""
        return self.lookup or self.value.replace(".", "__")

    @cached_property
    def _read(self) -> Callable[[Any], Any]:
        return attrgetter(self.value) if self.value else lambda row: row

    @cached_property
    def _read_plain(self) -> Callable[[Any], Any]:
        return attrgetter(self.exports) if self.exports else self._read


def allowed(columns: Sequence[Column], user: Any) -> tuple[Column, ...]:
    """Give columns as a user may have them: a hidden one is not there, a masked one neither sorts nor filters."""
    return tuple(_guarded(column, user) for column in columns if _level(column, user) > Level.HIDDEN)


def _guarded(column: Column, user: Any) -> Column:
    level = _level(column, user)
    if level >= Level.READ:
        return column if level == Level.EDIT else replace(column, edits="")
    kind = access.field_rights()[column.right].mask
    value = column.exports or column.value
    read = attrgetter(value)
    return replace(
        column,
        cell=lambda found: cells.masked(found, kind),
        value=value,
        reads=(),
        plain_value=lambda row: masks.masked(str(read(row) or ""), kind),
        sort=(),
        kind="",
        edits="",
    )


def _level(column: Column, user: Any) -> Level:
    return access.field_level(user, column.right) if column.right else Level.EDIT


def prepare(columns: Sequence[Column], rows: Sequence[Any]) -> None:
    """Let the columns that need it ask for all rows at once."""
    for column in columns:
        if column.prepare is not None:
            column.prepare(rows)


@dataclass(frozen=True)
class Order:
    """How a list is sorted now: by which column, and whether it falls."""

    column: Column
    falls: bool

    @property
    def word(self) -> str:
        return f"{'-' if self.falls else ''}{self.column.name}"

    def parted(self, rows: QuerySet[Any]) -> tuple[QuerySet[Any, int], QuerySet[Any]] | None:
        """Answer rows as `InOrder` does; None when the column has no such way."""
        return self.column.in_order(rows, self.falls) if self.column.in_order else None

    def fields(self, model: type[Model]) -> list[OrderBy]:
        """Answer what `order_by` takes: the column's fields or their exact reverse, unknown values last either way."""
        return [self._directed(model, each) for each in self.column.sort]

    def _directed(self, model: type[Model], each: str | OrderBy) -> OrderBy:
        if isinstance(each, OrderBy):
            return OrderBy(each.expression, descending=each.descending != self.falls, nulls_last=each.nulls_last)
        name, falls = each.removeprefix("-"), each.startswith("-")
        nulls_last = model._meta.get_field(name).null or None  # said of other fields, it keeps PostgreSQL off the index
        return OrderBy(F(name), descending=falls != self.falls, nulls_last=nulls_last)


def chosen_order(columns: Sequence[Column], word: str) -> Order | None:
    """Read the word of the address; a column that cannot be sorted by is no order."""
    for column in columns:
        if column.sort and word.removeprefix("-") == column.name:
            return Order(column, word.startswith("-"))
    return None
