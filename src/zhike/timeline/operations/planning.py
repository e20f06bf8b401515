"""The next contacts: agreed, done, moved, dropped; a closed one stays as it was."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.customers import operations as customers
from zhike.kit.refusals import FieldRefused
from zhike.phrases import Phrase
from zhike.timeline import permissions, queries
from zhike.timeline.models import Interaction, NextContact
from zhike.timeline.operations.telling import tell_customers

State = NextContact.State
PAST_DUE = Phrase("The next contact cannot lie in the past")
CLOSED = Phrase("It was closed meanwhile: agree a new one on the customer's page")


@transaction.atomic
def close_next(*, next_contact: NextContact, by: User, at: datetime, reason: str = "", is_done: bool = True) -> None:
    """Say that a next contact is done, or dropped and why; what is done may be said to be so twice.

    Raises:
        PermissionDenied: the role may record nothing.
        NextContact.DoesNotExist: there is no such next contact that the user may close.
        FieldRefused: it is closed already, in another way.
    """
    current = _own(next_contact, by=by)
    if is_done and current.state == State.DONE:
        return
    _refuse_closed(current)
    close(current, State.DONE if is_done else State.DROPPED, by=by, at=at, reason=reason)
    tell_customers([current.customer_id])


@transaction.atomic
def move_next(
    *, next_contact: NextContact, due_on: date, by: User, at: datetime, on: date, reason: str = ""
) -> NextContact:
    """Put a next contact off to another day.

    Raises:
        PermissionDenied: the role may record nothing.
        NextContact.DoesNotExist: there is no such next contact that the user may move.
        FieldRefused: the day has gone by, or the next contact is closed already.
    """
    current = _own(next_contact, by=by)
    if due_on < on:
        raise FieldRefused("due_on", PAST_DUE)
    _refuse_closed(current)
    if current.due_on == due_on:
        return current
    close(current, State.MOVED, by=by, at=at, reason=reason)
    moved = NextContact.objects.create(
        customer_id=current.customer_id,
        who_id=current.who_id,
        due_on=due_on,
        purpose=current.purpose,
        set_at=at,
        set_in_id=current.set_in_id,
    )
    tell_customers([current.customer_id])
    return moved


def agree(*, interaction: Interaction, who: User, due_on: date, purpose: str, at: datetime) -> None:
    """Open the next contact; the one that was open is moved."""
    for open_one in _open(interaction.customer_id, who=who):
        close(open_one, State.MOVED, by=who, at=at)
    NextContact.objects.create(
        customer_id=interaction.customer_id, who=who, due_on=due_on, purpose=purpose, set_at=at, set_in=interaction
    )


def close_due(*, customer_id: int, by: User, on: date, at: datetime) -> None:
    """Do what was due of somebody's up to a day."""
    for each in _open(customer_id, who=by):
        if each.due_on <= on:
            close(each, State.DONE, by=by, at=at)


def close_all(*, customer_id: int, by: User, at: datetime) -> None:
    """Drop what is open of somebody's: there will be no next contact."""
    for each in _open(customer_id, who=by):
        close(each, State.DROPPED, by=by, at=at)


def close(next_contact: NextContact, state: State, *, by: User, at: datetime, reason: str = "") -> None:
    next_contact.state, next_contact.reason = state, reason
    next_contact.closed_at, next_contact.closed_by = at, by
    next_contact.save(update_fields=["state", "reason", "closed_at", "closed_by"])
    audit.record(by=by, action=f"next contact {state.value}", about=next_contact)


def _open(customer_id: int, *, who: User) -> list[NextContact]:
    rows: Any = NextContact.objects.select_for_update()
    return list(rows.filter(customer=customer_id, who=who, state=State.OPEN))


def _refuse_closed(next_contact: NextContact) -> None:
    if next_contact.state != State.OPEN:
        raise FieldRefused("", CLOSED)


def _own(next_contact: NextContact, *, by: User) -> NextContact:
    access.require(by, permissions.RECORD)
    customers.hold_customers([next_contact.customer_id])
    rows: Any = queries.closable_next_contacts(for_user=by).select_for_update(of=("self",))
    found: NextContact = rows.get(pk=next_contact.pk)
    return found
