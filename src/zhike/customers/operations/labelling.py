from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from zhike.core import bulk
from zhike.customers.models import Customer

FIELDS = ("level", "state", "last_bought_on", "bought_365d")


@dataclass(frozen=True)
class Labels:
    """What `value` tells about a customer, kept on its row so that lists sort by an index (ADR 0008)."""

    customer_id: int
    level: str
    state: int
    last_bought_on: date | None
    bought_365d: int  # 分


@transaction.atomic
def tell_labels(labels: Sequence[Labels]) -> int:
    """Write the labels that differ from what the rows hold; answer how many did. A few hundred at a time."""
    told = {label.customer_id: label for label in labels}
    changed = []
    for customer in Customer.objects.filter(pk__in=told).only("pk", *FIELDS):
        new = [getattr(told[customer.pk], name) for name in FIELDS]
        if new != [getattr(customer, name) for name in FIELDS]:
            for name, value in zip(FIELDS, new, strict=True):
                setattr(customer, name, value)
            changed.append(customer)
    return bulk.update(Customer, changed, FIELDS)
