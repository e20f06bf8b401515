from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.audit.models import Batch
from zhike.core.bulk import Among
from zhike.core.notices import operations as notices
from zhike.customers import permissions
from zhike.customers.models import Customer, Ownership
from zhike.customers.queries import assignable_customers
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase

Given = tuple[Customer, int | None, int | None]
"""A customer, its owner until now and the next one, by their ids."""

LEFT = Phrase("%(name)s may not sign in any more; choose somebody else")
GIVEN = Phrase("%(by)s gave you the customer %(number)s")
GIVEN_MANY = Phrase("%(by)s gave you %(count)d customers")
SEES_NOTHING = Phrase("The roles of %(name)s do not let customers be seen; choose somebody else")


@transaction.atomic
def transfer_customer(
    *, customer: Customer, owner: User | None, reason: str, version: int, by: User, at: datetime
) -> Customer:
    """Give a customer to another owner, or to nobody yet; what else belongs to it follows.

    Raises:
        Customer.DoesNotExist: there is no such customer that the user may give away.
        StaleRecord: the version is not the one the user has seen; nothing is written.
        FieldRefused: the new owner could not see it.
    """
    access.require(by, permissions.ASSIGN)
    current = assignable_customers(for_user=by).select_for_update(of=("self",)).get(pk=customer.pk)
    if current.version != version:
        raise StaleRecord
    check_owner(owner)
    if hand_over(current, owner, reason=reason, by=by, at=at):
        told, key = GIVEN.given(by=by.name, number=current.number), f"transferred {current.pk} {current.version}"
        _tell(owner, told, by=by, key=key, url=current.get_absolute_url(), at=at)
    return current


@transaction.atomic
def transfer_customers(*, ids: Sequence[int], data: dict[str, Any], by: User, at: datetime) -> Batch:
    """Give many customers to one owner at a click; the change set can be undone.

    Raises:
        PermissionDenied: the role may not transfer customers.
        FieldRefused: the new owner could not see them.
    """
    access.require(by, permissions.ASSIGN)
    check_owner(data["owner"])
    batch = audit.open_batch(by=by, action="transferred")
    rows = assignable_customers(for_user=by).select_for_update(of=("self",)).filter(pk__in=ids)
    count = sum(hand_over(each, data["owner"], reason=data["reason"], by=by, at=at, batch=batch) for each in rows)
    if count:
        told, key = GIVEN_MANY.given(by=by.name, count=count), f"transferred batch {batch.pk}"
        _tell(data["owner"], told, by=by, key=key, url=reverse("customers:list"), at=at)
    return batch


def _tell(owner: User | None, told: Phrase, *, by: User, key: str, url: str, at: datetime) -> None:
    """Let the new owner know, unless she took it herself."""
    if owner is not None and owner.pk != by.pk:
        notices.tell([owner], told, key=key, at=at, url=url)


def hand_over(
    customer: Customer, owner: User | None, *, reason: str, by: User, at: datetime, batch: Batch | None = None
) -> bool:
    """Write the new owner, the history and the audit; whoever has it already keeps it untouched, and False is said."""
    if customer.owner_id == (owner.pk if owner else None):
        return False
    note_ownership(customer, owner, reason=reason, by=by, at=at)
    changes = {"owner": (customer.owner, owner)} | ({audit.REASON: (None, reason)} if reason else {})
    customer.owner, customer.version = owner, customer.version + 1
    customer.save(update_fields=["owner", "version"])
    audit.record(by=by, action="transferred", about=customer, changes=changes, subject=customer.party_id, batch=batch)
    return True


def note_ownership(customer: Customer, owner: User | None, *, reason: str, by: User | None, at: datetime) -> None:
    """Close the running ownership and open the next."""
    note_ownerships([(customer, customer.owner_id, owner.pk if owner else None)], reason=reason, by=by, at=at)


def note_ownerships(given: Sequence[Given], *, reason: str, by: User | None, at: datetime) -> None:
    """Close running ownerships and open the next; one from before the history was kept begins with the record."""
    running = Ownership.objects.filter(Among("customer_id", [c.pk for c, _, _ in given]), until_at=None)
    known = set(running.values_list("customer_id", flat=True))
    first = [
        Ownership(customer=c, owner_id=before, since_at=c.created_at) for c, before, _ in given if c.pk not in known
    ]
    Ownership.objects.bulk_create(first)
    running.update(until_at=at)
    Ownership.objects.bulk_create(
        Ownership(customer=c, owner_id=after, since_at=at, reason=reason, given_by=by) for c, _, after in given
    )


def check_owner(owner: User | None) -> None:
    """Refuse an owner who could do nothing with a customer.

    Raises:
        FieldRefused: who has left, or whose roles see no customers.
    """
    if owner is None:
        return
    if not owner.is_active:
        raise FieldRefused("owner", LEFT.given(name=owner.name))
    if not access.may(owner, permissions.SEE):
        raise FieldRefused("owner", SEES_NOTHING.given(name=owner.name))
