from typing import Any

from django.db import IntegrityError, transaction

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.customers import permissions
from zhike.customers.models import Customer
from zhike.customers.operations.making import NewCustomer, index_customers, make_contacts, make_customers
from zhike.customers.queries import editable_customers
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase

PARTY_FIELDS = ("kind", "name", "phone", "email", "address")
CUSTOMER_FIELDS = ("industry", "region", "source", "remarks")


NUMBER_TAKEN = Phrase("This number is taken; leave the field empty and the next free one is given")


@transaction.atomic
def add_customer(*, data: dict[str, Any], by: User) -> Customer:
    """Add a customer with an optional first contact; it belongs to who adds it.

    Raises:
        PermissionDenied: the role may not change customers.
        FieldRefused: another customer has this number, seen or not.
    """
    access.require(by, permissions.EDIT)
    details = {name: data.get(name, "") for name in CUSTOMER_FIELDS}
    identity = {name: data[name] for name in PARTY_FIELDS if data.get(name)}
    new = NewCustomer(number=data.get("number", ""), owner_id=by.pk, details=details, **identity)
    try:  # the database says whether the number is taken: two people may give it at the same moment
        with transaction.atomic():
            (customer,) = make_customers([new])
    except IntegrityError as taken:
        raise FieldRefused("number", NUMBER_TAKEN) from taken
    if data.get("contact_name"):
        make_contacts([(customer, data["contact_name"], data.get("contact_phone", ""), data.get("contact_title", ""))])
    audit.record(by=by, action="added", about=customer)
    return customer


@transaction.atomic
def change_customer(*, customer: Customer, data: dict[str, Any], version: int, by: User) -> Customer:
    """Change what is known of a customer.

    Raises:
        Customer.DoesNotExist: there is no such customer that the user may change.
        StaleRecord: the version is not the one the user has seen; nothing is written.
    """
    current = editable_customers(for_user=by).select_for_update(of=("self",)).get(pk=customer.pk)
    if current.version != version:
        raise StaleRecord
    changed = [*_assign(current.party, PARTY_FIELDS, data), *_assign(current, CUSTOMER_FIELDS, data)]
    if changed:
        current.version += 1
        current.party.save()
        current.save(update_fields=[*CUSTOMER_FIELDS, "version"])
        index_customers([current])
        audit.record(by=by, action="changed", about=current, fields=changed)
    return current


def _assign(record: Any, names: tuple[str, ...], data: dict[str, Any]) -> list[str]:
    changed = [name for name in names if name in data and getattr(record, name) != data[name]]
    for name in changed:
        setattr(record, name, data[name])
    return changed
