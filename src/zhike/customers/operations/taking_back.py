"""What an import did to customers, taken back: its changes first, then the customers it had made."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.audit.models import Entry
from zhike.core.fields import operations as fields
from zhike.core.search import operations as search
from zhike.customers.models import Contact, Customer, Party
from zhike.customers.models.customer import KIND
from zhike.customers.operations.assigning import hand_over
from zhike.customers.operations.contacts import NAME
from zhike.customers.operations.editing import NO_VALUE, write_changes
from zhike.customers.operations.known_contacts import PARTY
from zhike.customers.operations.making import index_contacts, index_customers
from zhike.customers.operations.many import current_value
from zhike.customers.operations.taking_back_preferences import take_back_preference
from zhike.customers.rules.people import PERSON, ROLE
from zhike.exchange.undoing import AT_ONCE, EDITED, Kept, Step, Undo, references, take_back_made

NOTHING = (*NO_VALUE, 0)  # an attitude that nobody knows is 0
Values = dict[str, tuple[Any, Any]]
"""Fields with their values before and after."""


def take_back_changes(undo: Undo, below: int | None) -> Step:
    """Give the next changed customers their old values, field by field, where nobody has written another one since."""
    if undo.run.changes is None:
        return Step()
    kind = Customer._meta.label_lower
    entries = undo.run.changes.entries.filter(kind=kind, **({"pk__lt": below} if below else {}))
    found = list(entries.prefetch_related("values").order_by("-pk")[:AT_ONCE])
    rows = Customer.objects.select_for_update(of=("self", "party")).select_related("party", "owner")
    customers = rows.in_bulk([entry.object_id for entry in found])
    told = [(entry, customers[entry.object_id]) for entry in found if entry.object_id in customers]
    results = [(customer, _take_back(customer, entry, undo)) for entry, customer in told]
    kept = [Kept(str(customer), customer.get_absolute_url(), EDITED) for customer, (_, stays) in results if stays]
    return Step(found[-1].pk if found else None, sum(is_back for _, (is_back, _) in results), kept)


def _take_back(customer: Customer, entry: Entry, undo: Undo) -> tuple[bool, bool]:
    """Answer whether anything became as before, and whether anything stays as somebody wrote it since."""
    values = {value.field: (value.before, value.after) for value in entry.values.all()}
    if entry.action in ("contact added", "contact changed"):
        subject = next((value.subject for value in entry.values.all()), None)
        contact = _contacts().filter(customer=customer, person=subject).first()
        take_back = _remove_contact if entry.action == "contact added" else _restore_contact
        return take_back(contact, values, undo)
    if entry.action in ("preference noted", "preference seen"):
        return take_back_preference(customer, entry, undo)
    return _restore(customer, values, undo)


def _restore(customer: Customer, values: Values, undo: Undo) -> tuple[bool, bool]:
    owner = values.pop("owner", None)
    now = {name: current_value(customer, name) for name in values}
    back, stays = _sorted(now, values)
    is_back = write_changes(customer, back, by=undo.by, batch=undo.back)
    if owner is None:
        return is_back, stays
    before, after = owner
    if customer.owner_id == after:
        former = User.objects.filter(pk=before or 0).first()
        is_back |= hand_over(customer, former, reason="", by=undo.by, at=undo.at, batch=undo.back)
    return is_back, stays or customer.owner_id not in (before, after)


def _sorted(now: dict[str, Any], values: Values) -> tuple[dict[str, Any], bool]:
    """Answer what becomes as before, and whether something is neither as it was nor as the import wrote it."""
    back = {name: before for name, (before, after) in values.items() if _same(now[name], after)}
    stays = any(not _same(now[name], before) for name, (before, _) in values.items() if name not in back)
    return back, stays


def _same(one: Any, other: Any) -> bool:
    return one == other or (one in NOTHING and other in NOTHING)


def _contacts() -> QuerySet[Contact]:
    rows = Contact.objects.select_for_update(of=("self", "person"))
    return rows.select_related("person", "customer")


def _restore_contact(contact: Contact | None, values: Values, undo: Undo) -> tuple[bool, bool]:
    name = values.pop(NAME)[1]
    if contact is None or contact.until_on is not None or contact.person.name != name:
        return False, True
    back, stays = _sorted(_told_of(contact), values)
    for field, value in back.items():
        setattr(contact.person if field in PERSON else contact, field, value)
    if back:
        contact.version += 1
        contact.person.with_keys().save(update_fields=PARTY)
        contact.save(update_fields=[*ROLE, "version"])
        people = Contact.objects.filter(person=contact.person_id, until_on=None).select_related("person")
        index_contacts(people)
        index_customers(Customer.objects.filter(party=contact.person_id).select_related("party"))
        _note(contact, "contact changed", changes={name: values[name][::-1] for name in back}, undo=undo)
    return bool(back), stays


def _remove_contact(contact: Contact | None, values: Values, undo: Undo) -> tuple[bool, bool]:
    name = values.pop(NAME)[1]
    if contact is None:
        return False, False
    is_other = contact.until_on is not None or contact.person.name != name
    if is_other or _is_built_on(contact, values) or _is_liked(contact):
        return False, True
    _note(contact, "contact ended", changes={}, undo=undo)
    _remove_contacts([contact])
    return True, False


def _is_built_on(contact: Contact, values: Values) -> bool:
    """Say whether somebody has told more of a contact since it was made, or refers to it."""
    compared = (*ROLE, *values) if _has_other_parts(contact) else (*ROLE, *PERSON)
    now = _told_of(contact)
    is_told = any(not _same(now[name], values.get(name, (None, None))[1]) for name in compared)
    return is_told or bool(references(Contact, [contact.pk]))


def _has_other_parts(contact: Contact) -> bool:
    """Say whether the person is a customer too, or speaks for another one."""
    is_customer = Customer.objects.filter(party=contact.person_id).exists()
    return is_customer or Contact.objects.filter(person=contact.person_id).exclude(pk=contact.pk).exists()


def _is_liked(contact: Contact) -> bool:
    """Say whether preferences were noted of a person who would go with this contact."""
    return not _has_other_parts(contact) and contact.person.preferences.exists()


def _told_of(contact: Contact) -> dict[str, Any]:
    return {name: getattr(contact.person, name) for name in PERSON} | {name: getattr(contact, name) for name in ROLE}


def _note(contact: Contact, action: str, *, changes: Values, undo: Undo) -> None:
    told = {NAME: (None, contact.person.name)} | changes
    subject = contact.person_id
    audit.record(by=undo.by, action=action, about=contact.customer, changes=told, subject=subject, batch=undo.back)


def take_back_customers(undo: Undo, below: int | None) -> Step:
    """Remove the next customers that the run has made, with their contacts."""
    rows = Customer.objects.select_related("party")
    return take_back_made(rows, undo, below, remove=_remove)


def _remove(customers: Sequence[Customer]) -> None:
    ids = [customer.pk for customer in customers]
    _remove_contacts(list(Contact.objects.filter(customer__in=ids)))
    search.forget("customer", ids)
    fields.forget(KIND, ids)
    Customer.objects.filter(pk__in=ids).delete()
    _remove_people([customer.party_id for customer in customers])


def _remove_contacts(contacts: Sequence[Contact]) -> None:
    ids = [contact.pk for contact in contacts]
    search.forget("contact", ids)
    Contact.objects.filter(pk__in=ids).delete()
    _remove_people([contact.person_id for contact in contacts])


def _remove_people(ids: Sequence[int]) -> None:
    """Remove the parties that are nobody's any more."""
    Party.objects.filter(pk__in=ids, customer=None, contact_roles=None).delete()
