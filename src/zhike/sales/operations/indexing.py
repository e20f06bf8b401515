"""Make papers findable by their numbers: after an import, which indexing would slow down by a quarter."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from zhike.core.search import operations as search
from zhike.core.search import queries as finding
from zhike.core.search.rules import number_words
from zhike.sales.models import Order, Receipt, Return
from zhike.sales.queries import PAGE, RECEIPT_PAGE, RETURN_PAGE

AT_ONCE = 500
Rows = Callable[[], QuerySet[Any]]
PAPERS: dict[str, Rows] = {
    PAGE: Order.objects.current,
    RECEIPT_PAGE: Receipt.objects.all,
    RETURN_PAGE: Return.objects.all,
}


def index_missing_papers() -> int:
    """Index the papers that are not yet, batch by batch; answer how many they were."""
    return sum(_index_missing(page) for page in PAPERS)


def index_after(page: str, after: int, limit: int) -> int | None:
    """Index the next papers of a kind after an id again; answer the last of them, nothing at the end."""
    rows = list(PAPERS[page]().filter(pk__gt=after).order_by("pk").values_list("pk", "number")[:limit])
    _index(page, rows)
    return rows[-1][0] if rows else None


index_orders_after = partial(index_after, PAGE)
index_receipts_after = partial(index_after, RECEIPT_PAGE)
index_returns_after = partial(index_after, RETURN_PAGE)


def _index_missing(page: str) -> int:
    count, after = 0, 0
    missing = PAPERS[page]().exclude(finding.is_indexed(page)).order_by("pk")
    while rows := list(missing.filter(pk__gt=after).values_list("pk", "number")[:AT_ONCE]):
        _index(page, rows)
        count, after = count + len(rows), rows[-1][0]
    return count


@transaction.atomic
def _index(page: str, rows: Iterable[tuple[int, str]]) -> None:
    search.index(
        search.entry(kind=page, object_id=pk, page=page, page_id=pk, words=number_words(number)) for pk, number in rows
    )
