from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.audit.models import Batch
from zhike.customers import permissions
from zhike.customers.models import Customer
from zhike.customers.queries import trashable_customers, trashed_customers


@transaction.atomic
def trash_customer(*, customer: Customer, by: User, at: datetime) -> None:
    """Put a customer into the trash: it leaves every list, search and figure until it is taken out again.

    Raises:
        Customer.DoesNotExist: there is no such customer that the user may put there.
    """
    access.require(by, permissions.TRASH)
    _trash(trashable_customers(for_user=by).select_for_update(of=("self",)).get(pk=customer.pk), by=by, at=at)


@transaction.atomic
def trash_customers(*, ids: Sequence[int], data: dict[str, Any], by: User, at: datetime) -> Batch:
    """Put many customers into the trash at a click; the change set can be undone.

    Raises:
        PermissionDenied: the role may not put customers into the trash.
    """
    access.require(by, permissions.TRASH)
    batch = audit.open_batch(by=by, action="trashed")
    for customer in trashable_customers(for_user=by).select_for_update(of=("self",)).filter(pk__in=ids):
        _trash(customer, by=by, at=at, batch=batch)
    return batch


@transaction.atomic
def restore_customer(*, customer: Customer, by: User) -> Customer:
    """Take a customer out of the trash, as it was.

    Raises:
        Customer.DoesNotExist: there is none in the trash that the user may take out.
    """
    access.require(by, permissions.TRASH)
    current = trashed_customers(for_user=by).select_for_update(of=("self",)).get(pk=customer.pk)
    restore(current, by=by)
    return current


def restore(customer: Customer, *, by: User) -> None:
    customer.trashed_at, customer.trashed_by, customer.version = None, None, customer.version + 1
    customer.save(update_fields=["trashed_at", "trashed_by", "version"])
    audit.record(by=by, action="restored", about=customer)


def _trash(customer: Customer, *, by: User, at: datetime, batch: Batch | None = None) -> None:
    customer.trashed_at, customer.trashed_by, customer.version = at, by, customer.version + 1
    customer.save(update_fields=["trashed_at", "trashed_by", "version"])
    audit.record(by=by, action="trashed", about=customer, batch=batch)
