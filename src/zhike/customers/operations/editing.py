from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.audit.models import Batch
from zhike.core.fields import operations as fields
from zhike.customers import permissions
from zhike.customers.models import Customer
from zhike.customers.models.customer import KIND
from zhike.customers.operations.checking import PARTY_FIELDS, checked
from zhike.customers.operations.making import NewContact, NewCustomer, index_customers, make_contacts, make_customers
from zhike.customers.queries import editable_customers
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase

CUSTOMER_FIELDS = ("industry", "region", "source", "remarks")
NO_VALUE: tuple[Any, ...] = (None, "", [])
NUMBER_TAKEN = Phrase("This number is taken; leave the field empty and the next free one is given")


@transaction.atomic
def add_customer(*, data: dict[str, Any], by: User) -> Customer:
    """Add a customer with an optional first contact; it belongs to who adds it.

    Raises:
        PermissionDenied: the role may not change customers.
        FieldRefused: another customer has this number, seen or not; or a value cannot be what it should be.
    """
    access.require(by, permissions.EDIT)
    data = checked(data, party=None, by=by)
    new = NewCustomer(
        name=data["name"],
        number=data.get("number", ""),
        owner_id=by.pk,
        identity={name: data[name] for name in PARTY_FIELDS if data.get(name)},
        details={name: data.get(name, "") for name in CUSTOMER_FIELDS} | {"extra": _filled(_custom(data, by))},
    )
    try:  # the database says whether the number is taken: two people may give it at the same moment
        with transaction.atomic():
            (made,) = make_customers([new])
    except IntegrityError as taken:
        raise FieldRefused("number", NUMBER_TAKEN) from taken
    customer = Customer.objects.select_related("party").get(pk=made)
    if data.get("contact_name"):
        make_contacts(
            [NewContact(made, data["contact_name"], data.get("contact_phone", ""), data.get("contact_title", ""))]
        )
    audit.record(by=by, action="added", about=customer)
    return customer


@transaction.atomic
def change_customer(*, customer: Customer, data: dict[str, Any], version: int, by: User) -> Customer:
    """Change what is known of a customer.

    Raises:
        Customer.DoesNotExist: there is no such customer that the user may change.
        StaleRecord: the version is not the one the user has seen; nothing is written.
        FieldRefused: a value cannot be what it should be, or is not this user's to change.
    """
    current = editable_customers(for_user=by).select_for_update(of=("self", "party")).get(pk=customer.pk)
    if current.version != version:
        raise StaleRecord
    write_changes(current, checked(data, party=current.party, by=by), by=by)
    return current


def write_changes(customer: Customer, data: Mapping[str, Any], *, by: User | None, batch: Batch | None = None) -> bool:
    """Write what differs, the audit with it; answer whether anything did. The caller holds the row and the right.

    `data` may name some of the fields only; custom fields are called `x_` and their code.
    """
    changes = {
        **_assign(customer.party, PARTY_FIELDS, data),
        **_assign(customer, CUSTOMER_FIELDS, data),
        **_assign_extra(customer, _custom(data, by)),
    }
    if not changes:
        return False
    customer.version += 1
    customer.party.with_keys().save()
    customer.save(update_fields=[*CUSTOMER_FIELDS, "extra", "version"])
    index_customers([customer])
    if any(name.startswith("x_") for name in changes):
        fields.index(KIND, {customer.pk: customer.extra})
    audit.record(by=by, action="changed", about=customer, changes=changes, subject=customer.party_id, batch=batch)
    return True


def _assign(record: Any, names: tuple[str, ...], data: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    changes = {n: (getattr(record, n), data[n]) for n in names if n in data and getattr(record, n) != data[n]}
    for name, (_, after) in changes.items():
        setattr(record, name, after)
    return changes


def _custom(data: Mapping[str, Any], by: User | None) -> dict[str, Any]:
    """Answer the custom values that were told, by code; files are kept on the way."""
    told = {name.removeprefix("x_"): value for name, value in data.items() if name.startswith("x_")}
    return fields.keep_files(told, by=by) if told else {}


def _filled(told: Mapping[str, Any]) -> dict[str, Any]:
    return {code: value for code, value in told.items() if value not in NO_VALUE}


def _assign_extra(customer: Customer, told: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Write custom values; an empty one leaves the record."""
    before, after = customer.extra, _filled(customer.extra | told)
    customer.extra = after
    return {f"x_{code}": (before.get(code), after.get(code)) for code in told if before.get(code) != after.get(code)}
