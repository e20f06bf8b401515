from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import F
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from zhike.kit import cells

Cell = Callable[[Any], SafeString]


@dataclass(frozen=True)
class Column:
    """A column of a list or a fact of a card: where the value is and how it looks.

    `value` is a dotted attribute path, or empty for the row itself. `sort` is the field that has an index.
    """

    name: str
    title: Promise
    value: str = ""
    cell: Cell = cells.text
    sort: str = ""
    falls_first: bool = False  # the first click on the head shows the largest first
    is_number: bool = False

    def show(self, row: Any) -> SafeString:
        return self.cell(attrgetter(self.value)(row) if self.value else row)


@dataclass(frozen=True)
class Order:
    """How a list is sorted now: by which column, and whether it falls."""

    column: Column
    falls: bool

    @property
    def word(self) -> str:
        return f"{'-' if self.falls else ''}{self.column.name}"

    def fields(self) -> list[Any]:
        """Answer what `order_by` takes: unknown values last, the newest row first among equals."""
        field = F(self.column.sort)
        return [field.desc(nulls_last=True) if self.falls else field.asc(nulls_last=True), "-pk"]


def chosen_order(columns: tuple[Column, ...], word: str) -> Order | None:
    """Read the word of the address; a column that cannot be sorted by is no order."""
    for column in columns:
        if column.sort and word.removeprefix("-") == column.name:
            return Order(column, word.startswith("-"))
    return None
