"""Customers that a file brings for the first time: put together from all rows that mean one, then made at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhike.customers.operations.checking import PARTY_FIELDS
from zhike.customers.operations.editing import CUSTOMER_FIELDS, NO_VALUE
from zhike.customers.operations.making import NewContact, NewCustomer, make_contacts, make_customers
from zhike.customers.rules.identity import phone_key
from zhike.customers.rules.several import people_in
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Row, Spool

FIELDS = (*PARTY_FIELDS, *CUSTOMER_FIELDS)
TOLD_OF_CONTACT = ("phone", "title", "email")


@dataclass
class Newcomer:
    """A customer to make: what the first row says of it, and what later rows add."""

    number: str
    owner_id: int | None
    values: dict[str, Any]
    extra: dict[str, Any]
    contacts: dict[str, NewContact] = field(default_factory=dict)

    def add(self, row: Row, *, owner_id: int | None, custom: Mapping[str, Any], fills_only: bool) -> bool:
        """Let a later row say more, in empty places only or anywhere; answer whether it did."""
        told = _news({name: row.values.get(name) for name in FIELDS}, self.values, fills_only=fills_only)
        told_custom = _news(custom, self.extra, fills_only=fills_only)
        if "phone" in told:
            told["phone_key"] = phone_key(str(told["phone"]))
        self.values, self.extra = self.values | told, self.extra | told_custom
        changes_owner = bool(owner_id) and owner_id != self.owner_id and not (fills_only and self.owner_id)
        if changes_owner:
            self.owner_id = owner_id
        return note_contacts(self.contacts, row) or bool(told or told_custom) or changes_owner


def newcomer(row: Row, *, number: str, owner_id: int | None, custom: Mapping[str, Any]) -> Newcomer:
    """Begin a customer with its first row."""
    made = Newcomer(number, owner_id, row.values, dict(custom))
    note_contacts(made.contacts, row)
    return made


def _news(told: Mapping[str, Any], known: Mapping[str, Any], *, fills_only: bool) -> dict[str, Any]:
    """Answer what is told and not known, or with `fills_only` what nothing is known of."""
    new = {name: value for name, value in told.items() if value not in NO_VALUE and value != known.get(name)}
    return {name: value for name, value in new.items() if not fills_only or known.get(name) in NO_VALUE}


def contacts_in(row: Row) -> list[tuple[str, dict[str, Any]]]:
    """Answer whom a row names, with what it tells of the first of them."""
    get = row.values.get
    if not (whole := str(get("contact_name") or "")):
        return []
    first, *others = people_in(whole)
    told = {n: str(get(f"contact_{n}") or "") for n in (*TOLD_OF_CONTACT, "phone_key")}
    told["name_key"] = "" if others else str(get("contact_name_key") or "")
    return [(first, told), *((other, {}) for other in others)]


def note_contacts(contacts: dict[str, NewContact], row: Row) -> bool:
    """Remember the contacts of a row among new ones by name; answer whether it says anything new."""
    news = [note_contact(contacts, name, told) for name, told in contacts_in(row)]
    return any(news)


def note_contact(contacts: dict[str, NewContact], name: str, told: Mapping[str, Any]) -> bool:
    """Remember a contact among new ones; answer whether anything is new about it."""
    before = contacts.get(name)
    if before is None:
        contacts[name] = NewContact(0, name, **told)
        return True
    told = {n: value for n, value in told.items() if n in TOLD_OF_CONTACT}
    news = {n: value for n, value in told.items() if value and value != getattr(before, n)}
    contacts[name] = before._replace(**news, phone_key="")
    return bool(news)


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
    details = made.values | {"extra": made.extra}
    name = made.values["name"]
    return NewCustomer(name=name, number=made.number, owner_id=made.owner_id, identity=made.values, details=details)
