from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.customers import permissions
from zhike.customers.models import Customer, Party, Preference
from zhike.customers.queries import editable_customers
from zhike.kit.refusals import FieldRefused
from zhike.phrases import Phrase

EMPTY = Phrase("Say what is liked or avoided")


@transaction.atomic
def note_preference(
    *, customer: Customer, data: Mapping[str, Any], party: Party | None = None, by: User, on: date
) -> Preference:
    """Write down what a customer, or a person who speaks for it, likes; seen once more, it counts once more.

    Raises:
        PermissionDenied: the role may not change customers.
        Customer.DoesNotExist, Party.DoesNotExist: there is no such customer or person that the user may change.
        FieldRefused: nothing is said.
    """
    owner = _owner(customer, party, by=by)
    subject, text = str(data.get("subject", "")).strip(), str(data.get("text", "")).strip()
    if not subject or not text:
        raise FieldRefused("text" if subject else "subject", EMPTY)
    told = {"source": data.get("source", ""), "last_seen_on": on}
    found, is_new = Preference.objects.get_or_create(party=owner, subject=subject, text=text, defaults=told)
    if not is_new:
        _count(found, source=told["source"] or found.source, on=on)
    _note(customer, found, "preference noted" if is_new else "preference seen", by=by)
    return found


@transaction.atomic
def see_preference_again(*, customer: Customer, preference: Preference, by: User, on: date) -> Preference:
    """Count that a preference was seen once more.

    Raises:
        PermissionDenied: the role may not change customers.
        Customer.DoesNotExist, Party.DoesNotExist: there is no such customer or person that the user may change.
    """
    _owner(customer, preference.party, by=by)
    _count(preference, source=preference.source, on=on)
    _note(customer, preference, "preference seen", by=by)
    return preference


@transaction.atomic
def drop_preference(*, customer: Customer, preference: Preference, by: User) -> None:
    """Take away a preference that was a mistake, or is so no longer.

    Raises:
        PermissionDenied: the role may not change customers.
        Customer.DoesNotExist, Party.DoesNotExist: there is no such customer or person that the user may change.
    """
    _owner(customer, preference.party, by=by)
    changes = {"preference": (str(preference), None)}
    audit.record(by=by, action="preference dropped", about=customer, changes=changes, subject=preference.party_id)
    preference.delete()


def _owner(customer: Customer, party: Party | None, *, by: User) -> Party:
    """Answer whose preference it is: the customer's own, or of one of its people."""
    access.require(by, permissions.EDIT)
    current = editable_customers(for_user=by).get(pk=customer.pk)
    if party is None or party.pk == current.party_id:
        return current.party
    if not current.contacts.filter(person=party).exists():
        raise Party.DoesNotExist
    return party


def _count(preference: Preference, *, source: str, on: date) -> None:
    rows = Preference.objects.filter(pk=preference.pk)
    rows.update(times_seen=F("times_seen") + 1, last_seen_on=on, source=source)
    preference.refresh_from_db()


def _note(customer: Customer, preference: Preference, action: str, *, by: User) -> None:
    changes = {"preference": (None, str(preference))}
    audit.record(by=by, action=action, about=customer, changes=changes, subject=preference.party_id)
