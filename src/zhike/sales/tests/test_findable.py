"""Orders are found by their numbers as soon as the worker has seen to what an import brought."""

from datetime import date

import pytest
from django.utils import timezone

from tests.factories import customer, order
from zhike.core.jobs import operations as jobs
from zhike.core.jobs.worker import run_all
from zhike.core.search import queries
from zhike.core.search.models import Entry
from zhike.customers.models import Customer
from zhike.sales.models import Order
from zhike.sales.operations import index_missing_papers, index_orders_after, indexing

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(monkeypatch: pytest.MonkeyPatch) -> Customer:
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    return customer("远山", number="K1")


def found(typed: str) -> list[str]:
    return [hit.title for group in queries.found(typed, for_user=None) for hit in group.hits]


def orders(buyer: Customer, *numbers: int) -> None:
    for number in numbers:
        order(buyer, number=f"2026-{number:04}", on=date(2026, 11, 22))


def test_the_job_after_an_import_indexes_what_is_missing_and_twice_does_no_harm(buyer: Customer) -> None:
    orders(buyer, 1, 2, 3, 4, 5)
    assert found("2026-0003") == []
    for _ in range(2):
        jobs.enqueue(name="sales.index", payload={}, at=timezone.now())
    run_all()
    assert found("2026-0003") == ["2026-0003"]
    assert Entry.objects.filter(kind="order").count() == 5


def test_only_what_is_missing_is_indexed(buyer: Customer) -> None:
    orders(buyer, 1, 2, 3)
    assert index_missing_papers() == 3
    Entry.objects.filter(kind="order", title="2026-0002").delete()
    orders(buyer, 4)
    assert index_missing_papers() == 2
    assert index_missing_papers() == 0


def test_orders_are_indexed_again_batch_by_batch(buyer: Customer) -> None:
    orders(buyer, 1, 2, 3)
    first, _, third = Order.objects.order_by("pk").values_list("pk", flat=True)
    assert index_orders_after(0, 2) == third - 1
    assert index_orders_after(third - 1, 2) == third
    assert index_orders_after(third, 2) is None
    assert Entry.objects.get(object_id=first, kind="order").title == "2026-0001"
