from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.db.models import F, Model
from django.db.models.expressions import OrderBy
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from zhike.kit import cells

Cell = Callable[[Any], SafeString]


@dataclass(frozen=True)
class Column:
    """A column of a list or a fact of a card: where the value is and how it looks.

    `value` is a dotted attribute path, or empty for the row itself. `sort` names the fields of an index in its order
    or in its exact reverse, down to the one that is unique, so that the database sorts nothing either way.
    """

    name: str
    title: Promise
    value: str = ""
    cell: Cell = cells.text
    sort: tuple[str, ...] = ()
    falls_first: bool = False  # the first click on the head shows the largest first
    is_number: bool = False

    def show(self, row: Any) -> SafeString:
        return self.cell(self._read(row))

    @cached_property
    def _read(self) -> Callable[[Any], Any]:
        return attrgetter(self.value) if self.value else lambda row: row


@dataclass(frozen=True)
class Order:
    """How a list is sorted now: by which column, and whether it falls."""

    column: Column
    falls: bool

    @property
    def word(self) -> str:
        return f"{'-' if self.falls else ''}{self.column.name}"

    def fields(self, model: type[Model]) -> list[OrderBy]:
        """Answer what `order_by` takes: the column's fields or their exact reverse, unknown values last either way."""
        return [self._directed(model, name.removeprefix("-"), name.startswith("-")) for name in self.column.sort]

    def _directed(self, model: type[Model], name: str, falls: bool) -> OrderBy:
        nulls_last = model._meta.get_field(name).null or None  # said of other fields, it keeps PostgreSQL off the index
        return OrderBy(F(name), descending=falls != self.falls, nulls_last=nulls_last)


def chosen_order(columns: tuple[Column, ...], word: str) -> Order | None:
    """Read the word of the address; a column that cannot be sorted by is no order."""
    for column in columns:
        if column.sort and word.removeprefix("-") == column.name:
            return Order(column, word.startswith("-"))
    return None
