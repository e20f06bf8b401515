"""Make orders findable by their numbers: after an import, which indexing would slow down by a quarter."""

from collections.abc import Iterable

from django.db import transaction

from zhike.core.search import operations as search
from zhike.core.search import queries as finding
from zhike.core.search.rules import number_words
from zhike.sales.models import Order
from zhike.sales.queries import PAGE

AT_ONCE = 500


def index_missing_orders() -> int:
    """Index the orders that are not yet, batch by batch; answer how many they were."""
    count, after = 0, 0
    missing = Order.objects.current().exclude(finding.is_indexed("order")).order_by("pk")
    while rows := list(missing.filter(pk__gt=after).values_list("pk", "number")[:AT_ONCE]):
        _index(rows)
        count, after = count + len(rows), rows[-1][0]
    return count


def index_orders_after(after: int, limit: int) -> int | None:
    """Index the next orders after an id again; answer the last of them, nothing at the end."""
    rows = list(Order.objects.current().filter(pk__gt=after).order_by("pk").values_list("pk", "number")[:limit])
    _index(rows)
    return rows[-1][0] if rows else None


@transaction.atomic
def _index(rows: Iterable[tuple[int, str]]) -> None:
    search.index(
        search.entry(kind="order", object_id=pk, page=PAGE, page_id=pk, words=number_words(number))
        for pk, number in rows
    )
