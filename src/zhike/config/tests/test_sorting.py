"""Every list of the product is sorted by walking an index, in both directions, never by sorting the whole table."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.urls import URLResolver, get_resolver

from tests.factories import cast
from zhike.kit.columns import chosen_order
from zhike.kit.pages.listing import ListPage
from zhike.kit.screens import Screen

FULL_SORT = {"sqlite": "TEMP B-TREE", "postgresql": "Sort"}


def screens() -> Iterator[type[Screen]]:
    """Give the declared screens whose lists the product has."""
    found = [get_resolver()]
    while found:
        for pattern in found.pop().url_patterns:
            view: Any = getattr(pattern, "callback", None)
            if isinstance(pattern, URLResolver):
                found.append(pattern)
            elif getattr(view, "view_class", None) is ListPage:
                yield view.view_initkwargs["screen"]


SORTINGS = [
    (screen, word)
    for screen in screens()
    for column in screen.columns
    if column.sort
    for word in (column.name, f"-{column.name}")
]


@pytest.fixture
def only_by_index(db: None) -> None:
    """Have PostgreSQL sort only where no index serves: it would rather sort the few rows of a test."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off")


@pytest.mark.parametrize(("screen", "word"), SORTINGS, ids=lambda part: str(getattr(part, "namespace", part)))
def test_a_column_is_sorted_by_an_index(screen: type[Screen], word: str, only_by_index: None) -> None:
    order = chosen_order(screen.columns, word)
    assert order is not None
    rows = screen.rows(for_user=cast().owner)
    plan = rows.order_by(*order.fields(rows.model))[: screen.page_size].explain()
    assert FULL_SORT[connection.vendor] not in plan, plan


def test_the_lists_of_customers_orders_and_products_are_among_them() -> None:
    assert {screen.namespace for screen in screens()} >= {"customers", "orders", "products"}
