"""Records written at once are read back as Django would have written them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from zhike.core import bulk
from zhike.core.jobs.models import Job
from zhike.customers.models import Customer, Party
from zhike.sales.models import Order, OrderLine

pytestmark = pytest.mark.django_db


def test_ids_are_given_and_never_given_again() -> None:
    gone = Party.objects.create(name="旧")
    gone_id = gone.pk
    gone.delete()
    first, second = bulk.create(Party, [Party(name="宏达商贸"), Party(name="𠮷野家")])
    third = Party.objects.create(name="后来")
    assert gone_id < first.pk < second.pk < third.pk
    assert Party.objects.get(pk=second.pk).name == "𠮷野家"


def test_a_record_may_point_at_one_made_just_before() -> None:
    (party,) = bulk.create(Party, [Party(name="宏达商贸")])
    (customer,) = bulk.create(Customer, [Customer(party=party, number="K1")])
    assert Customer.objects.get(party__name="宏达商贸") == customer
    assert abs(customer.created_at - datetime.now(UTC)) < timedelta(minutes=1)
    customer.remarks = "changed"
    customer.save()
    assert Customer.objects.get().remarks == "changed"


def test_every_kind_of_value_comes_back_as_it_was() -> None:
    (party,) = bulk.create(Party, [Party(name="宏达商贸")])
    (customer,) = bulk.create(Customer, [Customer(party=party, number="K1", bought_365d=9_999_999_999_999)])
    order = Order(number="1", customer=customer, ordered_on=date(2026, 3, 5), amount=0, cost=None)
    bulk.create(Order, [order])
    line = OrderLine(order_id=order.pk, position=1, quantity=Decimal("0.000001"), amount=0, cost=0)
    bulk.create(OrderLine, [line])
    bulk.create(Job, [Job(name="a", payload={"名": [1, None]}, due_at=datetime(2026, 3, 5, 1, 2, 3, 4, tzinfo=UTC))])
    assert Order.objects.values("ordered_on", "amount", "cost").get() == {
        "ordered_on": date(2026, 3, 5),
        "amount": 0,
        "cost": None,
    }
    assert OrderLine.objects.values_list("quantity", "unit_price", "cost").get() == (Decimal("0.000001"), None, 0)
    assert Job.objects.values_list("payload", "due_at", "ended_at").get() == (
        {"名": [1, None]},
        datetime(2026, 3, 5, 1, 2, 3, 4, tzinfo=UTC),
        None,
    )
    assert Customer.objects.get().bought_365d == 9_999_999_999_999


def test_what_is_replaced_keeps_its_id() -> None:
    names, now = ("unique_key", "name", "due_at"), datetime(2026, 3, 5, tzinfo=UTC)
    (old_id,) = bulk.insert(Job, names, [("7", "旧", now)])
    bulk.insert(Job, names, [("7", "新", now), ("8", "八", now)], replace_by=("unique_key",))
    assert dict(Job.objects.values_list("unique_key", "name")) == {"7": "新", "8": "八"}
    assert Job.objects.get(unique_key="7").pk == old_id


def test_many_values_are_asked_for_as_one() -> None:
    made = bulk.create(Party, [Party(name=name) for name in ("宏达商贸", '"O\'Neill"', "远山")])
    asked = Party.objects.filter(bulk.Among("name", {"宏达商贸", '"O\'Neill"', "没有"}))
    assert set(asked) == set(made[:2])
    assert set(Party.objects.filter(bulk.Among("pk", [made[2].pk, 0]))) == {made[2]}
    assert not Party.objects.filter(bulk.Among("name", [])).exists()


def test_what_is_rolled_back_leaves_nothing() -> None:
    with transaction.atomic():
        bulk.create(Party, [Party(name="试")])
        transaction.set_rollback(True)
    assert not Party.objects.exists()
    assert bulk.create(Party, []) == []
