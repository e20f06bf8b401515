from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.customers import operations as customers
from zhike.customers import queries as people
from zhike.kit.refusals import FieldRefused
from zhike.phrases import Phrase
from zhike.timeline import permissions, queries, rules
from zhike.timeline.models import Interaction
from zhike.timeline.operations import indexing
from zhike.timeline.operations.planning import agree, close_all, close_due
from zhike.timeline.operations.repeats import own_key
from zhike.timeline.operations.telling import tell_customers

EMPTY = Phrase("Write what was said")
TOO_LONG = Phrase("At most 5,000 characters are possible; split it into two follow-ups")
NO_WAY = Phrase("Choose the way")
FUTURE = Phrase("This has not happened yet: set a next contact instead")
PAST_DUE = Phrase("The next contact cannot lie in the past")
MOST_WORDS = 5000
SAID = ("way", "words", "contact", "happened_at", "closes", "next_on", "purpose", "is_last")


@transaction.atomic
def record(*, customer: Any, data: Mapping[str, Any], key: str, by: User, at: datetime, on: date) -> Interaction:
    """Write down a contact that took place, and when the next is due; the same under one key is written once.

    `closes` does what was due of the author's by now; `next_on` and `purpose` agree the next one, `is_last` drops it.

    Raises:
        PermissionDenied: the role may record nothing.
        Customer.DoesNotExist: there is no such customer that the user may record something of.
        FieldRefused: nothing was said, or it has not happened yet.
    """
    access.require(by, permissions.RECORD)
    current = queries.recordable_customers(for_user=by).get(pk=customer.pk)
    customers.hold_customers([current.pk])
    known = own_key(key, by.pk, current.pk, *(data.get(name) for name in SAID))
    found = Interaction.objects.filter(key=known).first()
    if found is not None:
        return found
    made = _made(current, data, by=by, at=at)
    made.key = known
    _refuse_what_is_due_before(data.get("next_on"), on=on)
    made.save()
    indexing.index([made])
    audit.record(by=by, action="recorded", about=made)
    if data.get("closes", True):
        close_due(customer_id=current.pk, by=by, on=on, at=at)
    if data.get("is_last"):
        close_all(customer_id=current.pk, by=by, at=at)
    elif data.get("next_on"):
        agree(interaction=made, who=by, due_on=data["next_on"], purpose=data.get("purpose") or "", at=at)
    tell_customers([current.pk])
    return made


def read_words(words: str) -> str:
    """Tidy what was written, line breaks kept.

    Raises:
        FieldRefused: it is empty, or longer than a follow-up may be.
    """
    tidy = words.replace("\r\n", "\n").strip()
    if not tidy:
        raise FieldRefused("words", EMPTY)
    if len(tidy) > MOST_WORDS:
        raise FieldRefused("words", TOO_LONG)
    return tidy


def _made(customer: Any, data: Mapping[str, Any], *, by: User, at: datetime) -> Interaction:
    happened_at = data.get("happened_at") or at
    if data.get("way") not in Interaction.Way.values:
        raise FieldRefused("way", NO_WAY)
    if rules.is_future(happened_at, at=at):
        raise FieldRefused("happened_at", FUTURE)
    contact = data.get("contact")
    if contact is not None:
        contact = people.current_contacts(customer).get(pk=contact.pk)
    return Interaction(
        customer=customer,
        contact=contact,
        way=data["way"],
        words=read_words(data.get("words") or ""),
        author=by,
        happened_at=happened_at,
        recorded_at=at,
    )


def _refuse_what_is_due_before(due_on: date | None, *, on: date) -> None:
    if due_on is not None and due_on < on:
        raise FieldRefused("next_on", PAST_DUE)
