from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import Http404

from zhike.kit.columns import Column, Order
from zhike.kit.rows import counted, records

MOST_ROWS = 10_000


class CappedPaginator(Paginator[Any]):
    """Numbers pages up to row 10,000; beyond, the count only says that there are more."""

    order: Order | None = None  # how the list is sorted now
    columns: Sequence[Column] = ()  # which show the records, if nothing else does

    @cached_property
    def counted(self) -> int:
        return counted(self.object_list, most=MOST_ROWS)  # type: ignore[arg-type]

    @cached_property
    def total(self) -> int:
        """Count to the end, however long it takes."""
        rows: Any = self.object_list
        return int(rows.order_by().count())

    @property
    def count(self) -> int:
        return min(self.counted, MOST_ROWS)

    def page(self, number: int | str) -> Page[Any]:
        """Find a page's rows by their ids: sorting and skipping whole joined rows takes several times as long."""
        page = super().page(number)
        found: Any = page.object_list
        rows: Any = self.object_list
        parted = self.order.parted(rows.order_by()) if self.order and self.is_capped else None
        ids = _ids(page, *parted) if parted else list(found.values_list("pk", flat=True))
        page.object_list = records(rows, ids, columns=self.columns)
        return page

    @property
    def is_capped(self) -> bool:
        return self.counted > MOST_ROWS


def _ids(page: Page[Any], sorted_ids: QuerySet[Any, int], others: QuerySet[Any]) -> list[int]:
    """Read a page of a large list off an index: sorted otherwise, each of its rows is looked at."""
    first, many = page.start_index() - 1, page.end_index() - page.start_index() + 1
    ids = list(sorted_ids[first : first + many])
    if len(ids) < many:
        passed = max(first - sorted_ids.count(), 0)
        ids += others.values_list("pk", flat=True)[passed : passed + many - len(ids)]
    return ids


def numbers_around(page: Page[Any]) -> list[int | str]:
    """Answer the page numbers to offer, with an ellipsis where some are left out."""
    paginator = page.paginator
    return list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


def rows_after(rows: Any, last: str) -> Any:
    """Answer the rows that come after one of them in their order: how lists go on beyond the numbered pages.

    Raises:
        Http404: there is no such row among them, or their order is not one of plain fields.
    """
    directions = [_direction(each, rows.model) for each in rows.query.order_by]
    named = [direction for direction in directions if direction is not None]
    found = rows.filter(pk=int(last)).values_list(*(name for name, *_ in named)).first() if last.isdecimal() else None
    if found is None or len(named) < len(directions) or not named:
        raise Http404
    beyond, same = Q(pk__in=()), Q()
    for (name, falls, is_null), value in zip(named, found, strict=True):
        beyond |= same & _beyond(name, value, falls=falls, is_null=is_null)
        same &= Q((name, value))
    return rows.filter(beyond)


def _direction(each: Any, model: Any) -> tuple[str, bool, bool] | None:
    """Read one part of an order as (field, falls, may be unknown); an expression is none."""
    if isinstance(each, str):
        name, falls = each.removeprefix("-"), each.startswith("-")
    elif isinstance(each, OrderBy) and isinstance(each.expression, F):
        name, falls = str(each.expression.name), bool(each.descending)  # type: ignore[attr-defined]
    else:
        return None
    return name, falls, name != "pk" and model._meta.get_field(name).null


def _beyond(name: str, value: Any, *, falls: bool, is_null: bool) -> Q:
    """Say what comes after a value; the unknown come last either way."""
    if value is None:
        return Q(pk__in=())
    further = Q((f"{name}__{'lt' if falls else 'gt'}", value))
    return further | Q((name, None)) if is_null else further
