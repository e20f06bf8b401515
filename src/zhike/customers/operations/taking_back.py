"""What an import did to customers, taken back: its changes first, then the customers it had made."""

from collections.abc import Sequence
from typing import Any

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
from zhike.customers.operations.making import index_contacts, index_customers
from zhike.customers.operations.many import current_value
from zhike.customers.operations.taking_back_preferences import take_back_preference
from zhike.customers.rules.people import PERSON, ROLE
from zhike.exchange.undoing import AT_ONCE, EDITED, Kept, Step, Undo, take_back_made

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
    if entry.action == "contact added":
        return _remove_contact(customer, values, undo)
    if entry.action == "contact changed":
        return _restore_contact(customer, values, undo)
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
    return one == other or (one in NO_VALUE and other in NO_VALUE)


def _restore_contact(customer: Customer, values: Values, undo: Undo) -> tuple[bool, bool]:
    contact = _contact(customer, values.pop(NAME)[1])
    if contact is None:
        return False, True
    back, stays = _sorted(_told_of(contact), values)
    for name, value in back.items():
        setattr(contact.person if name in PERSON else contact, name, value)
    if back:
        contact.person.with_keys().save()
        contact.save(update_fields=ROLE)
        people = Contact.objects.filter(person=contact.person_id, until_on=None).select_related("person")
        index_contacts(people)
        index_customers(Customer.objects.filter(party=contact.person_id).select_related("party"))
        _note(contact, "contact changed", changes={name: values[name][::-1] for name in back}, undo=undo)
    return bool(back), stays


def _remove_contact(customer: Customer, values: Values, undo: Undo) -> tuple[bool, bool]:
    contact = _contact(customer, values.pop(NAME)[1])
    if contact is None:
        return False, False
    now = _told_of(contact)
    is_changed = contact.version > 1 or any(not _same(now[name], after) for name, (_, after) in values.items())
    if is_changed or _is_liked(contact):
        return False, True
    _note(contact, "contact ended", changes={}, undo=undo)
    _remove_contacts([contact])
    return True, False


def _is_liked(contact: Contact) -> bool:
    """Say whether preferences were noted of a person who would go with this contact."""
    stays = Customer.objects.filter(party=contact.person_id).exists()
    stays = stays or Contact.objects.filter(person=contact.person_id).exclude(pk=contact.pk).exists()
    return not stays and contact.person.preferences.exists()


def _contact(customer: Customer, name: str) -> Contact | None:
    return customer.contacts.filter(until_on=None, person__name=name).select_related("person").first()


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
