"""What a file of contacts says of those we know: written over them as the person chose, and noted for an undo."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhike.core import bulk
from zhike.core.audit import operations as audit
from zhike.customers.models import Contact, Customer, Party
from zhike.customers.operations.contacts import NAME
from zhike.customers.operations.making import index_contacts, index_customers
from zhike.customers.rules.people import PERSON, ROLE
from zhike.exchange.models import ImportRun

Changes = dict[str, tuple[Any, Any]]
"""Fields with their values before and after."""

PARTY = ("phone", "phone_key", "email", "birth_year", "birth_month", "birth_day", "birth_calendar")


@dataclass
class KnownContacts:
    """Who speaks and spoke for the customers of a batch, and what this run has done to them."""

    run: ImportRun
    ids: Iterable[int]
    parties: Iterable[Party] = ()  # of the customers themselves, where they are written too: a person is one record
    changed: dict[int, tuple[Contact, Changes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ids = set(self.ids)
        self.now: defaultdict[tuple[int, str], list[Contact]] = defaultdict(list)
        self.ended: defaultdict[tuple[int, str], list[Contact]] = defaultdict(list)
        people = {party.pk: party for party in self.parties}
        found = Contact.objects.filter(bulk.Among("customer_id", self.ids)).select_related("person", "customer")
        for contact in found.select_for_update(of=("self", "person")).order_by("pk"):
            contact.person = people.setdefault(contact.person_id, contact.person)
            side = self.now if contact.until_on is None else self.ended
            side[contact.customer_id, contact.person.name].append(contact)
        self.added, self.changed_before = _done(self.run, self.ids)

    def change(self, contact: Contact, *, person: Mapping[str, Any], role: Mapping[str, Any]) -> bool:
        """Let the filled cells win over what is there, or with `fill` only where nothing is there."""
        changes = self._assign(contact.person, PERSON, person)
        changes |= self._assign(contact, ROLE, role)
        if changes:
            known = self.changed.setdefault(contact.pk, (contact, {}))[1]
            for name, (before, after) in changes.items():
                known[name] = (known.get(name, (before, after))[0], after)
        return bool(changes)

    def write(self) -> None:
        """Write the batch, with what it needs to be taken back."""
        contacts = [contact for contact, _ in self.changed.values()]
        people = {contact.person_id: contact.person for contact in contacts}
        for contact in contacts:
            contact.version += 1
        bulk.update(Party, [person.with_keys() for person in people.values()], PARTY)
        bulk.update(Contact, contacts, [*ROLE, "version"])
        everywhere = Contact.objects.filter(bulk.Among("person_id", people), until_on=None).select_related("person")
        index_contacts(everywhere)
        index_customers(Customer.objects.filter(bulk.Among("party_id", people)).select_related("party"))
        told = [
            audit.Told(contact.customer, {NAME: (None, contact.person.name)} | changes, contact.person_id)
            for contact, changes in self.changed.values()
            if contact.customer.origin_id != self.run.pk and any(old != new for old, new in changes.values())
        ]
        audit.record_all(by=self.run.by, action="contact changed", told=told, batch=self.run.changes)

    def _assign(self, record: Any, names: tuple[str, ...], told: Mapping[str, Any]) -> Changes:
        changes = {}
        for name in names:
            new, old = told.get(name), getattr(record, name)
            if new and new != old and (not old or self.run.options["existing"] != "fill"):
                setattr(record, name, new)
                changes[name] = (old, getattr(record, name))
        return changes


def _done(run: ImportRun, ids: Iterable[int]) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    """Answer whom this run has added and changed already, by customer and name: it may have been killed."""
    found: dict[str, set[tuple[int, str]]] = {"contact added": set(), "contact changed": set()}
    if run.changes is not None:
        entries = run.changes.entries.filter(
            bulk.Among("object_id", ids), kind=Customer._meta.label_lower, action__in=found, values__field=NAME
        )
        for action, customer, name in entries.values_list("action", "object_id", "values__after"):
            found[action].add((customer, str(name)))
    return found["contact added"], found["contact changed"]
