"""Customers that a file brings for the first time: put together from all rows that mean one, then made at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhike.customers.operations.checking import PARTY_FIELDS
from zhike.customers.operations.editing import CUSTOMER_FIELDS
from zhike.customers.operations.making import NewContact, NewCustomer, make_contacts, make_customers
from zhike.customers.rules.identity import phone_key
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Row, Spool

FIELDS = (*PARTY_FIELDS, *CUSTOMER_FIELDS)


@dataclass
class Newcomer:
    """A customer to make: what the first row says of it, and what later rows add."""

    number: str
    owner_id: int | None
    values: dict[str, Any]
    contacts: dict[str, NewContact] = field(default_factory=dict)

    def add(self, row: Row, *, owner_id: int | None, fills_only: bool) -> bool:
        """Let a later row say more, in empty places only or anywhere; answer whether it did."""
        new = {name: value for name in FIELDS if (value := row.values.get(name)) and value != self.values.get(name)}
        told = {name: value for name, value in new.items() if not (fills_only and self.values.get(name))}
        if "phone" in told:
            told["phone_key"] = phone_key(str(told["phone"]))
        self.values |= told
        changes_owner = bool(owner_id) and owner_id != self.owner_id and not (fills_only and self.owner_id)
        if changes_owner:
            self.owner_id = owner_id
        return note_contact(self.contacts, row) or bool(told) or changes_owner


def newcomer(row: Row, *, number: str, owner_id: int | None) -> Newcomer:
    """Begin a customer with its first row."""
    made = Newcomer(number, owner_id, row.values)
    note_contact(made.contacts, row)
    return made


def note_contact(contacts: dict[str, NewContact], row: Row) -> bool:
    """Remember the contact of a row among new ones by name; answer whether it says anything new."""
    get = row.values.get
    if not (name := str(get("contact_name") or "")):
        return False
    before, phone, title = contacts.get(name), str(get("contact_phone") or ""), str(get("contact_title") or "")
    if before is None:
        keys = str(get("contact_name_key") or ""), str(get("contact_phone_key") or "")
        contacts[name] = NewContact(0, name, phone, title, *keys)
        return True
    contacts[name] = before._replace(phone=phone or before.phone, title=title or before.title, phone_key="")
    return contacts[name][:4] != before[:4]


def make_newcomers(newcomers: Iterable[Newcomer], *, run: ImportRun, file: Spool) -> None:
    """Write them with their contacts; a number that the file gives to somebody else is not given out."""
    newcomers = list(newcomers)
    made = make_customers(
        [_new_customer(each) for each in newcomers],
        origin=run,
        taken=lambda numbers: {str(n) for (n,) in file.distinct("number", where="number", among=numbers)},
    )
    make_contacts(
        [
            contact._replace(customer_id=pk)
            for pk, each in zip(made, newcomers, strict=True)
            for contact in each.contacts.values()
        ]
    )


def _new_customer(made: Newcomer) -> NewCustomer:
    values: Mapping[str, Any] = made.values
    return NewCustomer(name=values["name"], number=made.number, owner_id=made.owner_id, identity=values, details=values)
