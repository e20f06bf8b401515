"""What a file says of customers the books know: written over them as the person chose, and noted for an undo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhike.core import bulk
from zhike.core.audit import operations as audit
from zhike.core.audit import queries as log
from zhike.core.fields import operations as fields
from zhike.customers.models import Customer, Party
from zhike.customers.models.customer import KIND
from zhike.customers.operations.assigning import note_ownerships
from zhike.customers.operations.checking import COLUMNS, PARTY_FIELDS
from zhike.customers.operations.contacts import NAME
from zhike.customers.operations.editing import CUSTOMER_FIELDS
from zhike.customers.operations.known_contacts import KnownContacts
from zhike.customers.operations.making import NewContact, index_customers, make_contacts
from zhike.customers.operations.newcomers import TOLD_OF_CONTACT, contacts_in, note_contact
from zhike.exchange.kinds import Outcome
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Row

LONGEST_REMARKS = 2000
PHONES = ("电话：", "联系人电话：")
"""How remarks begin that a file has only for the phones its columns have no room for: they replace nothing."""

Changes = dict[str, tuple[Any, Any]]
"""Fields with their values before and after."""


@dataclass
class Knowns:
    """The known customers of one batch, and what becomes of them."""

    run: ImportRun
    customers: Sequence[Customer]
    changed: dict[int, tuple[Customer, Changes]] = field(default_factory=dict)
    new_contacts: dict[int, tuple[Customer, dict[str, NewContact]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids = [customer.pk for customer in self.customers]
        own = [customer.pk for customer in self.customers if customer.origin_id == self.run.pk]
        changes = self.run.changes
        self.contacts = KnownContacts(self.run, ids, [customer.party for customer in self.customers])
        self.policy = str(self.run.options.get("existing"))  # update, fill or skip
        self.changed_before = log.touched_by(changes, Customer, ids) if changes else set()
        self.edited = log.changed_since(Customer, own, besides=changes) if own else set()  # while the run was dead
        self.touched: set[int] = set()

    def apply(self, row: Row, customer: Customer, *, owner_id: int | None, custom: Mapping[str, Any]) -> Outcome:
        """Take over what a row says; a run that was killed and runs again says the same of what it had done."""
        is_own, is_first = customer.origin_id == self.run.pk, customer.pk not in self.touched
        self.touched.add(customer.pk)
        changed = is_first and customer.pk in self.changed_before
        if customer.pk not in self.edited if is_own else self.policy != "skip":
            changed |= self._change(customer, row, owner_id=owner_id, custom=custom)
            changed |= self._note_contacts(customer, row)
        if is_own and is_first:
            return Outcome(row.line, "created")
        return Outcome(row.line, "updated" if changed else "skipped")

    def write(self) -> None:
        """Write the batch, with what it needs to be taken back."""
        self._write_customers([customer for customer, _ in self.changed.values()])
        self.contacts.write()
        self._note()

    def _write_customers(self, customers: Sequence[Customer]) -> None:
        for customer in customers:
            customer.version += 1
        bulk.update(Party, [c.party.with_keys() for c in customers], COLUMNS)
        self._note_owners()
        bulk.update(Customer, customers, [*CUSTOMER_FIELDS, "owner", "extra", "version"])
        told = self.changed.values()
        fields.index(KIND, {c.pk: c.extra for c, changes in told if any(name.startswith("x_") for name in changes)})
        index_customers(customers)

    def _change(self, customer: Customer, row: Row, *, owner_id: int | None, custom: Mapping[str, Any]) -> bool:
        """Let the filled cells win over what is there, or with `fill` only where nothing is there."""
        changes = self._assign(customer.party, names=PARTY_FIELDS, row=row)
        changes |= self._assign(customer, names=CUSTOMER_FIELDS, row=row)
        changes |= self._assign_custom(customer, custom)
        if owner_id and customer.owner_id != owner_id and self._wins(customer.owner_id):
            changes["owner"] = (customer.owner_id, owner_id)
            customer.owner_id = owner_id
        if changes:
            _merge(self.changed.setdefault(customer.pk, (customer, {}))[1], changes)
        return bool(changes)

    def _assign(self, record: Party | Customer, *, names: tuple[str, ...], row: Row) -> Changes:
        changes = {}
        for name in names:
            new, old = row.values.get(name), getattr(record, name)
            if name == "remarks" and old and str(new or "").startswith(PHONES):
                new = _with_phones(str(old), str(new))
            if new and new != old and self._wins(old):
                setattr(record, name, new)
                changes[name] = (old, getattr(record, name))
        return changes

    def _assign_custom(self, customer: Customer, told: Mapping[str, Any]) -> Changes:
        old = customer.extra
        new = {code: each for code, each in told.items() if each != old.get(code) and self._wins(old.get(code))}
        customer.extra = old | new
        return {f"x_{code}": (old.get(code), value) for code, value in new.items()}

    def _wins(self, old: object) -> bool:
        return not old or self.policy != "fill"

    def _note_contacts(self, customer: Customer, row: Row) -> bool:
        """Note whom a row names; who is known by the whole of a cell stays one."""
        people, whole = contacts_in(row), str(row.values.get("contact_name") or "")
        if len(people) > 1 and self.contacts.now.get((customer.pk, whole)):
            people = [(whole, people[0][1])]
        news = [self._note_contact(customer, name, told) for name, told in people]
        return any(news)

    def _note_contact(self, customer: Customer, name: str, told: Mapping[str, Any]) -> bool:
        if found := self.contacts.now.get((customer.pk, name)):
            return self.contacts.change(found[0], person=told, role=told)
        return note_contact(self.new_contacts.setdefault(customer.pk, (customer, {}))[1], name, told)

    def _note_owners(self) -> None:
        """Keep the history of owners."""
        given = [(customer, *changes["owner"]) for customer, changes in self._told() if "owner" in changes]
        at = self.run.changes.at if self.run.changes else self.run.started_at
        note_ownerships(given, reason="", by=self.run.by, at=at)

    def _told(self) -> list[tuple[Customer, Changes]]:
        """Answer the changes of customers that this very run has not made: before it nothing was."""
        return [(c, changes) for c, changes in self.changed.values() if c.origin_id != self.run.pk]

    def _note(self) -> None:
        """Make the new contacts, and write down what was before."""
        by, batch = self.run.by, self.run.changes
        told = [audit.Told(customer, changes, customer.party_id) for customer, changes in self._told()]
        audit.record_all(by=by, action="changed", told=told, batch=batch)
        new = [(c, n._replace(customer_id=c.pk)) for c, its in self.new_contacts.values() for n in its.values()]
        people = make_contacts([each for _, each in new])
        told = [
            audit.Told(customer, {NAME: (None, n.name)} | {f: ("", getattr(n, f)) for f in TOLD_OF_CONTACT}, person)
            for (customer, n), person in zip(new, people, strict=True)
            if customer.origin_id != self.run.pk
        ]
        audit.record_all(by=by, action="contact added", told=told, batch=batch)


def _with_phones(remarks: str, phones: str) -> str:
    both = remarks if phones in remarks else f"{remarks}\n{phones}"
    return both if len(both) <= LONGEST_REMARKS else remarks


def _merge(known: Changes, changes: Changes) -> None:
    """Let what was before the first change stand, and what is after the last."""
    for name, (before, after) in changes.items():
        known[name] = (known.get(name, (before, after))[0], after)
