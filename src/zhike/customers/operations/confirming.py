from datetime import datetime

from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.customers import permissions
from zhike.customers.models import Customer
from zhike.customers.queries import editable_customers
from zhike.kit.refusals import StaleRecord


@transaction.atomic
def confirm_facts(*, customer: Customer, version: int, by: User, at: datetime) -> Customer:
    """Stand up for the facts of a card as they were seen.

    Raises:
        PermissionDenied: the role may not change customers.
        Customer.DoesNotExist: there is no such customer that the user may change.
        StaleRecord: they have changed since they were looked at.
    """
    access.require(by, permissions.EDIT)
    current = editable_customers(for_user=by).select_for_update(of=("self",)).get(pk=customer.pk)
    if current.version != version:
        raise StaleRecord
    current.confirmed_at = at
    current.save(update_fields=["confirmed_at"])
    audit.record(by=by, action="confirmed", about=current)
    return current
