"""Bring customers and their contacts in from a file, one batch of rows at a time.

All rows of one name come in the same batch, so that a trial, whose batches are rolled back,
ends exactly as the import does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from zhike.core.accounts import queries as accounts
from zhike.core.search.rules import words
from zhike.customers.models import Contact, Customer, Party
from zhike.customers.operations.editing import CUSTOMER_FIELDS, PARTY_FIELDS
from zhike.customers.operations.making import (
    NewCustomer,
    index_contacts,
    index_customers,
    make_contacts,
    make_customers,
)
from zhike.customers.queries import customers_named, customers_numbered
from zhike.exchange.kinds import Outcome, errored
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Row
from zhike.phrases import Phrase

SEVERAL = Phrase("Several customers are called %(name)s; give the customer number as well")
NOBODY = Phrase("No colleague is called %(name)s; write a colleague's name or user name, or leave it empty")


@dataclass
class Batch:
    """What one transaction knows while it walks the rows."""

    run: ImportRun
    owners: dict[str, int]
    by_number: dict[str, Customer]
    by_name: dict[str, list[Customer]]
    touched: set[int] = field(default_factory=set)
    changed: dict[int, Customer] = field(default_factory=dict)
    contacts: dict[tuple[int, str], Contact] = field(default_factory=dict)
    changed_contacts: dict[int, Contact] = field(default_factory=dict)
    new_contacts: dict[tuple[int, str], tuple[Customer, str, str, str]] = field(default_factory=dict)

    def customer_of(self, row: Row) -> Customer | None:
        """Answer whom a row is about: by number if it has one, else by a name that only one customer has."""
        if number := _cell(row, "number"):
            return self.by_number.get(number)
        named = self.by_name.get(_cell(row, "name"), [])
        return named[0] if len(named) == 1 else None


def prepare(rows: Sequence[Row]) -> Sequence[Row]:
    """Read the names as pinyin before the transaction begins; the answers are remembered."""
    for row in rows:
        phone, contact_phone = _cell(row, "phone"), _cell(row, "contact_phone")
        words(_cell(row, "name"), number=_cell(row, "number"), phones=(phone,) if phone else ())
        words(_cell(row, "contact_name"), phones=(contact_phone,) if contact_phone else ())
    return rows


def bring_in(rows: Sequence[Row], run: ImportRun) -> list[Outcome]:
    """Write a batch: new customers first, then what the rows say of old ones, then contacts."""
    batch = Batch(
        run=run,
        owners=_owners(),
        by_number=customers_numbered(_cell(row, "number") for row in rows if _cell(row, "number")),
        by_name=customers_named(_cell(row, "name") for row in rows),
    )
    refused = {outcome.line: outcome for row in rows for outcome in _faults(batch, row)}
    good = [row for row in rows if row.line not in refused]
    _make_unknown(batch, good)
    batch.contacts = _contacts_of([c.pk for row in good if (c := batch.customer_of(row))])
    outcomes = [_apply(batch, row) for row in good]
    _write(batch)
    return [*refused.values(), *outcomes]


def _cell(row: Row, name: str) -> str:
    return str(row.values.get(name) or "")


def _owners() -> dict[str, int]:
    return {word: user.pk for user in accounts.active_users() for word in (user.name, user.username)}


def _faults(batch: Batch, row: Row) -> list[Outcome]:
    name, owner = _cell(row, "name"), _cell(row, "owner")
    if not _cell(row, "number") and len(batch.by_name.get(name, [])) > 1:
        return errored([row], SEVERAL.given(name=name), "客户名称")
    if owner and owner not in batch.owners:
        return errored([row], NOBODY.given(name=owner), "负责人")
    return []


def _make_unknown(batch: Batch, rows: Sequence[Row]) -> None:
    """Make each customer that no row before named; a row with a number goes before its namesakes without."""
    new: dict[str, Row] = {}
    names_with_number = {_cell(row, "name") for row in rows if _cell(row, "number")}
    for row in rows:
        number, name = _cell(row, "number"), _cell(row, "name")
        if batch.customer_of(row) is None and (number or name not in names_with_number):
            new.setdefault(number or f"|{name}", row)
    made = make_customers([_new_customer(batch, row) for row in new.values()], origin=batch.run)
    for customer in made:
        batch.by_number[customer.number] = customer
        batch.by_name.setdefault(customer.party.name, []).append(customer)


def _new_customer(batch: Batch, row: Row) -> NewCustomer:
    return NewCustomer(
        name=_cell(row, "name"),
        number=_cell(row, "number"),
        kind=_cell(row, "kind") or Party.Kind.ORGANISATION,
        phone=_cell(row, "phone"),
        email=_cell(row, "email"),
        address=_cell(row, "address"),
        owner_id=batch.owners.get(_cell(row, "owner")),
        details={name: _cell(row, name) for name in CUSTOMER_FIELDS},
    )


def _contacts_of(customer_ids: Sequence[int]) -> dict[tuple[int, str], Contact]:
    found = Contact.objects.filter(customer_id__in=customer_ids, until_on=None).select_related("person")
    return {(contact.customer_id, contact.person.name): contact for contact in found}


def _apply(batch: Batch, row: Row) -> Outcome:
    customer = batch.customer_of(row)
    if customer is None:  # two customers of this name came in with numbers of their own
        return errored([row], SEVERAL.given(name=_cell(row, "name")), "客户名称")[0]
    first = customer.pk not in batch.touched
    batch.touched.add(customer.pk)
    is_new = first and customer.origin_id == batch.run.pk
    keep = batch.run.options.get("existing") == "skip" and customer.origin_id != batch.run.pk
    changed = not keep and (_change(batch, customer, row) | _note_contact(batch, customer, row))
    if is_new:
        return Outcome(row.line, "created")
    return Outcome(row.line, "updated" if changed else "skipped")


def _change(batch: Batch, customer: Customer, row: Row) -> bool:
    """Let the filled cells win over what is there, or with `fill` only where nothing is there."""
    party = customer.party
    changed = _assign(batch, party, names=PARTY_FIELDS, row=row)
    changed |= _assign(batch, customer, names=CUSTOMER_FIELDS, row=row)
    owner_id = batch.owners.get(_cell(row, "owner"))
    if owner_id and customer.owner_id != owner_id and _wins(batch, customer.owner_id):
        customer.owner_id, changed = owner_id, True
    if changed:
        batch.changed[customer.pk] = customer
    return changed


def _assign(batch: Batch, record: Party | Customer, *, names: tuple[str, ...], row: Row) -> bool:
    changed = False
    for name in names:
        new, old = _cell(row, name), getattr(record, name)
        if new and new != old and _wins(batch, old):
            setattr(record, name, new)
            changed = True
    return changed


def _wins(batch: Batch, old: object) -> bool:
    return not old or batch.run.options.get("existing") != "fill"


def _note_contact(batch: Batch, customer: Customer, row: Row) -> bool:
    name = _cell(row, "contact_name")
    if not name:
        return False
    key, phone, title = (customer.pk, name), _cell(row, "contact_phone"), _cell(row, "contact_title")
    contact = batch.contacts.get(key)
    if contact is None:
        known = batch.new_contacts.get(key, (customer, name, "", ""))
        batch.new_contacts[key] = (customer, name, phone or known[2], title or known[3])
        return batch.new_contacts[key] != known or not (phone or title)
    changed = False
    if phone and phone != contact.person.phone and _wins(batch, contact.person.phone):
        contact.person.phone, changed = phone, True
    if title and title != contact.title and _wins(batch, contact.title):
        contact.title, changed = title, True
    if changed:
        batch.changed_contacts[contact.pk] = contact
    return changed


def _write(batch: Batch) -> None:
    customers, contacts = list(batch.changed.values()), list(batch.changed_contacts.values())
    for customer in customers:
        customer.version += 1
    Party.objects.bulk_update([c.party for c in customers], PARTY_FIELDS, batch_size=100)
    Customer.objects.bulk_update(customers, [*CUSTOMER_FIELDS, "owner", "version"], batch_size=100)
    Party.objects.bulk_update([c.person for c in contacts], ["phone"], batch_size=200)
    Contact.objects.bulk_update(contacts, ["title"], batch_size=200)
    index_customers(customers)
    index_contacts(contacts)
    make_contacts(list(batch.new_contacts.values()))
