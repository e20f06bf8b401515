from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.customers import permissions
from zhike.customers.models import Customer, Need
from zhike.customers.queries import editable_customers, editable_needs
from zhike.customers.rules.needs import known_tags
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase

FIELDS = ("kind", "text", "evidence", "is_sure", "status", "offer", "tags")
EMPTY = Phrase("Say what is needed")


@transaction.atomic
def note_need(*, customer: Customer, data: Mapping[str, Any], by: User) -> Need:
    """Write down what a customer needs.

    Raises:
        PermissionDenied: the role may not change customers.
        Customer.DoesNotExist: there is no such customer that the user may change.
        FieldRefused: nothing is said, or of no kind there is.
    """
    access.require(by, permissions.EDIT)
    current = editable_customers(for_user=by).get(pk=customer.pk)
    need = Need(customer=current, noted_by=by)
    changes = _assign(need, data)
    need.save()
    _note(need, "need noted", changes, by=by)
    return need


@transaction.atomic
def change_need(*, need: Need, data: Mapping[str, Any], version: int, by: User) -> Need:
    """Change what was written down; a need that has gone keeps its row.

    Raises:
        PermissionDenied: the role may not change customers.
        Need.DoesNotExist: there is no such need that the user may change.
        StaleRecord: the version is not the one the user has seen; nothing is written.
        FieldRefused: nothing is said, or of no kind there is.
    """
    access.require(by, permissions.EDIT)
    current = editable_needs(for_user=by).select_for_update(of=("self",)).get(pk=need.pk)
    if current.version != version:
        raise StaleRecord
    changes = _assign(current, data)
    if changes:
        current.version += 1
        current.save()
        _note(current, "need changed", changes, by=by)
    return current


def _assign(need: Need, data: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    told = dict(data)
    if not told.get("text", need.text).strip():
        raise FieldRefused("text", EMPTY)
    if told.get("kind", need.kind) not in Need.Kind.values:
        raise FieldRefused("kind", EMPTY)
    if "tags" in told:
        told["tags"] = known_tags(told["tags"])
    changes = {n: (getattr(need, n), told[n]) for n in FIELDS if n in told and getattr(need, n) != told[n]}
    for name, (_, after) in changes.items():
        setattr(need, name, after)
    return changes


def _note(need: Need, action: str, changes: dict[str, tuple[Any, Any]], *, by: User) -> None:
    """Write it down on the customer's record, with the words by which the need is known."""
    told = changes if "text" in changes else {"text": (need.text, need.text)} | changes
    named = {f"need_{name}": change for name, change in told.items()}
    audit.record(by=by, action=action, about=need.customer, changes=named, subject=need.customer.party_id)
