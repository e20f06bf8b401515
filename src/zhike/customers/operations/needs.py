from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.customers import permissions
from zhike.customers.models import Customer, Need
from zhike.customers.queries import (
    editable_customers,
    editable_needs,
    exported_customers,
    need_kinds,
    needs_for_customer,
)
from zhike.customers.rules.needs import INTERNAL, known_tags
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase

FIELDS = ("kind", "text", "matter", "evidence", "is_sure", "status", "offer", "tags")
EMPTY = Phrase("Say what is needed")
OWNERS = Phrase("Needs of this kind are written down by the customer's owner, or by who has the right to them")


@transaction.atomic
def note_need(*, customer: Customer, data: Mapping[str, Any], by: User) -> Need:
    """Write down what a customer needs.

    Raises:
        PermissionDenied: the role may not change customers.
        Customer.DoesNotExist: there is no such customer that the user may change.
        FieldRefused: nothing is said, or of no kind there is, or of one that is the owner's.
    """
    access.require(by, permissions.EDIT)
    current = editable_customers(for_user=by).get(pk=customer.pk)
    need = Need(customer=current, noted_by=by)
    changes = _assign(need, data, by=by)
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
        FieldRefused: nothing is said, or of no kind there is, or of one that is the owner's.
    """
    access.require(by, permissions.EDIT)
    current = editable_needs(for_user=by).select_for_update(of=("self",)).get(pk=need.pk)
    if current.version != version:
        raise StaleRecord
    changes = _assign(current, data, by=by)
    if changes:
        current.version += 1
        current.save()
        _note(current, "need changed", changes, by=by)
    return current


@transaction.atomic
def hand_out_needs(*, customer: Customer, by: User) -> list[Need]:
    """Answer the needs that may be given to the customer itself, and note that they went out.

    Raises:
        PermissionDenied: the role may not export customers.
        Customer.DoesNotExist: there is no such customer that the user may export.
    """
    access.require(by, permissions.EXPORT)
    current = exported_customers(for_user=by).get(pk=customer.pk)
    audit.record(by=by, action="exported", about=current, fields=("needs",))
    return needs_for_customer(current)


def _assign(need: Need, data: Mapping[str, Any], *, by: User) -> dict[str, tuple[Any, Any]]:
    told = dict(data)
    if not told.get("text", need.text).strip():
        raise FieldRefused("text", EMPTY)
    if told.get("kind", need.kind) not in Need.Kind.values:
        raise FieldRefused("kind", EMPTY)
    if told.get("kind", need.kind) not in need_kinds(need.customer, for_user=by, level=Level.EDIT):
        raise FieldRefused("kind", OWNERS)
    if "tags" in told:
        told["tags"] = known_tags(told["tags"])
    changes = {n: (getattr(need, n), told[n]) for n in FIELDS if n in told and getattr(need, n) != told[n]}
    for name, (_, after) in changes.items():
        setattr(need, name, after)
    return changes


def _note(need: Need, action: str, changes: dict[str, tuple[Any, Any]], *, by: User) -> None:
    """Write it down on the customer's record, with the words by which the need is known.

    What was or is for us alone is kept under names of its own, which not everybody may read.
    """
    told = changes if "text" in changes else {"text": (need.text, need.text)} | changes
    is_inner = {need.kind, *changes.get("kind", ())} & {*INTERNAL}
    named = {f"{'inner_' if is_inner else ''}need_{name}": change for name, change in told.items()}
    audit.record(by=by, action=action, about=need.customer, changes=named, subject=need.customer.party_id)
