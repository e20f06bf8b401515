"""The people who speak for a customer: come, change, go. One person may speak for several."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.search import operations as search
from zhike.customers import permissions
from zhike.customers.models import Contact, Customer, Party
from zhike.customers.operations.checking import PERSON_FIELDS, checked
from zhike.customers.operations.making import index_contacts, index_customers
from zhike.customers.queries import editable_contacts, editable_customers, people_with
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase

CONTACT_FIELDS = ("title", "salutation", "part", "influence", "attitude", "since_on")
ALREADY = Phrase("%(name)s speaks for this customer already")
OWN_CARD = Phrase("%(name)s is a customer too, and another colleague's: ask for it to be changed there")
EARLIER = Phrase("It cannot end before it began on %(day)s")
NO_INFLUENCE = Phrase("Give 1 to 5, or nothing as long as it is not known")
MOST_INFLUENCE = 5
NAME = "contact"  # the field of the audit that says of whom an entry tells


@transaction.atomic
def add_contact(*, customer: Customer, data: Mapping[str, Any], person: Party | None = None, by: User) -> Contact:
    """Let somebody speak for a customer: a new person, or one the user knows already from another customer.

    Raises:
        PermissionDenied: the role may not change customers.
        Customer.DoesNotExist: there is no such customer that the user may change.
        Party.DoesNotExist: the user knows no such person.
        FieldRefused: a value cannot be what it should be, or the person speaks for this customer already.
    """
    access.require(by, permissions.EDIT)
    current = editable_customers(for_user=by).select_for_update(of=("self",)).get(pk=customer.pk)
    _check_influence(data)
    if person is None:
        told = checked(data, party=None, by=by)
        person = Party(kind=Party.Kind.PERSON, **{name: told[name] for name in PERSON_FIELDS if told.get(name)})
        person.with_keys().save()
    elif person.pk not in {known.pk for known in people_with(person.phone, for_user=by)}:
        raise Party.DoesNotExist
    contact = _role(current, person)
    changes = _assign(contact, CONTACT_FIELDS, data)
    contact.save()
    index_contacts([contact])
    _note(contact, "contact added", changes, by=by)
    return contact


@transaction.atomic
def change_contact(*, contact: Contact, data: Mapping[str, Any], version: int, by: User) -> Contact:
    """Change what is known of a contact; what concerns the person changes wherever the person speaks.

    Raises:
        PermissionDenied: the role may not change customers.
        Contact.DoesNotExist: there is no such contact that the user may change.
        StaleRecord: the version is not the one the user has seen; nothing is written.
        FieldRefused: a value cannot be what it should be, or is not this user's to change.
    """
    current = _locked(contact, version, by=by)
    _check_influence(data)
    told = checked(data, party=current.person, by=by)
    about_person = _assign(current.person, PERSON_FIELDS, told)
    changes = about_person | _assign(current, CONTACT_FIELDS, told)
    if not changes:
        return current
    current.version += 1
    current.save()
    if about_person:
        _save_person(current, by=by)
    _note(current, "contact changed", changes, by=by)
    return current


@transaction.atomic
def end_contact(*, contact: Contact, until_on: date, version: int, by: User) -> Contact:
    """Let somebody speak for a customer no longer from a day on; what was stays.

    Raises:
        PermissionDenied: the role may not change customers.
        Contact.DoesNotExist: there is no such contact that the user may change.
        StaleRecord: the version is not the one the user has seen; nothing is written.
        FieldRefused: the day is before the first.
    """
    current = _locked(contact, version, by=by)
    if current.since_on is not None and until_on < current.since_on:
        raise FieldRefused("until_on", EARLIER.given(day=current.since_on.isoformat()))
    before, current.until_on, current.version = current.until_on, until_on, current.version + 1
    current.save(update_fields=["until_on", "version"])
    search.forget("contact", [current.pk])
    _note(current, "contact ended", {"until_on": (before, until_on)}, by=by)
    return current


def _locked(contact: Contact, version: int, *, by: User) -> Contact:
    access.require(by, permissions.EDIT)
    current = editable_contacts(for_user=by).select_for_update(of=("self", "person")).get(pk=contact.pk)
    if current.version != version:
        raise StaleRecord
    return current


def _role(customer: Customer, person: Party) -> Contact:
    """Answer the person's role here: a new one, or the one that ended, begun again."""
    known = customer.contacts.filter(person=person).first()
    if known is None:
        return Contact(customer=customer, person=person)
    if known.until_on is None:
        raise FieldRefused("name", ALREADY.given(name=person.name))
    known.until_on, known.version = None, known.version + 1
    return known


def _save_person(contact: Contact, *, by: User) -> None:
    """Write the person with all that shows it; a form opened on another of its roles is then stale."""
    person = contact.person
    own = Customer.objects.filter(party=person).select_related("party").first()
    if own is not None and not editable_customers(for_user=by).filter(pk=own.pk).exists():
        raise FieldRefused("name", OWN_CARD.given(name=person.name))
    person.with_keys().save()
    others = list(Contact.objects.filter(person=person).select_related("person"))
    for other in others:
        if other.pk != contact.pk:
            other.version += 1
            other.save(update_fields=["version"])
    index_contacts(others)
    if own is not None:
        index_customers([own])


def _check_influence(data: Mapping[str, Any]) -> None:
    told = data.get("influence")
    if told is not None and not 1 <= told <= MOST_INFLUENCE:
        raise FieldRefused("influence", NO_INFLUENCE)


def _assign(record: Any, names: tuple[str, ...], data: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    changes = {n: (getattr(record, n), data[n]) for n in names if n in data and getattr(record, n) != data[n]}
    for name, (_, after) in changes.items():
        setattr(record, name, after)
    return changes


def _note(contact: Contact, action: str, changes: dict[str, tuple[Any, Any]], *, by: User) -> None:
    """Write it down on the customer's record, about the person: whose erasure erases it."""
    told = {NAME: (None, contact.person.name)} | changes
    audit.record(by=by, action=action, about=contact.customer, changes=told, subject=contact.person_id)
