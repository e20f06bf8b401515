from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from zhike.core import bulk
from zhike.customers.models import Customer

CONTACT_FIELDS = ("last_contacted_at", "next_contact_on")
FIELDS = ("level", "state", "last_bought_on", "bought_365d")


@dataclass(frozen=True)
class Labels:
    """What `value` tells about a customer, kept on its row so that lists sort by an index (ADR 0008)."""

    customer_id: int
    level: str
    state: int
    last_bought_on: date | None
    bought_365d: int  # 分


@dataclass(frozen=True)
class Contacted:
    """When a customer was contacted last and is to be next, as `timeline` tells it."""

    customer_id: int
    last_contacted_at: datetime | None
    next_contact_on: date | None


def hold_customers(ids: Iterable[int]) -> None:
    """Hold customers until the transaction ends: who counts something of theirs to tell them counts alone.

    Hold them before any row of one's own, so that two who hold several rows never wait for each other.
    """
    rows = Customer.objects.select_for_update(no_key=True).filter(bulk.Among("id", set(ids)))
    list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def tell_labels(labels: Sequence[Labels]) -> int:
    """Write the labels that differ from what the rows hold; answer how many did. A few hundred at a time."""
    return _tell(labels, FIELDS)


@transaction.atomic
def tell_contacts(contacts: Sequence[Contacted]) -> int:
    """Write when customers were and will be contacted, where that differs; answer how many did."""
    return _tell(contacts, CONTACT_FIELDS)


def _tell(told: Sequence[Labels] | Sequence[Contacted], names: tuple[str, ...]) -> int:
    by_id = {each.customer_id: each for each in told}
    changed = []
    for customer in Customer.objects.filter(pk__in=by_id).only("pk", *names):
        new = [getattr(by_id[customer.pk], name) for name in names]
        if new != [getattr(customer, name) for name in names]:
            for name, value in zip(names, new, strict=True):
                setattr(customer, name, value)
            changed.append(customer)
    return bulk.update(Customer, changed, names)
