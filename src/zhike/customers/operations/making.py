"""Make customers and contacts findable rows, many at a time: imports, orders of the unknown and forms all end here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhike.core import bulk
from zhike.core.numbering import operations as numbering
from zhike.core.search import operations as search
from zhike.core.search.rules import Words, words
from zhike.customers.models import Contact, Customer, Party
from zhike.customers.queries import PAGE
from zhike.customers.rules.identity import name_key, phone_key
from zhike.exchange.models import ImportRun

NUMBER_PREFIX = "K"
Taken = Callable[[Sequence[str]], set[str]]


@dataclass(frozen=True)
class NewCustomer:
    """A customer to make; without a number the next free one is given."""

    name: str
    number: str = ""
    phone: str = ""
    owner_id: int | None = None
    identity: Mapping[str, Any] = field(default_factory=dict)  # what else is known of the party
    details: Mapping[str, Any] = field(default_factory=dict)  # what is known of the customer


def make_customers(
    new: Sequence[NewCustomer], *, origin: ImportRun | None = None, taken: Taken = lambda numbers: set()
) -> list[Customer]:
    """Write new customers with their parties and make them findable; the caller holds the transaction.

    `taken` says which numbers must not be given out although nobody has them yet: those the rest of a file brings.
    """
    parties = bulk.create(Party, [_party(n).with_keys() for n in new])
    numbers = iter(_free_numbers(sum(not n.number for n in new), taken={n.number for n in new}, also_taken=taken))
    customers = bulk.create(
        Customer,
        [
            Customer(
                party=party,
                number=n.number or next(numbers),
                owner_id=n.owner_id,
                origin_id=origin.pk if origin else None,
                **n.details,
            )
            for n, party in zip(new, parties, strict=True)
        ],
    )
    index_customers(customers)
    return customers


def make_contacts(new: Sequence[tuple[Customer, str, str, str]]) -> None:
    """Write contacts given as (customer, name, phone, job title) and make them findable."""
    people = bulk.insert(
        Party,
        ("kind", "name", "phone", "name_key", "phone_key"),
        [(Party.Kind.PERSON, name, phone, name_key(name), phone_key(phone)) for _, name, phone, _ in new],
    )
    contacts = bulk.insert(
        Contact,
        ("customer_id", "person_id", "title"),
        [(customer.pk, person, title) for (customer, _, _, title), person in zip(new, people, strict=True)],
    )
    search.index(
        _entry("contact", contact, page_id=customer.pk, words=person_words(name, phone))
        for contact, (customer, name, phone, _) in zip(contacts, new, strict=True)
    )


def _party(new: NewCustomer) -> Party:
    return Party(**{"name": new.name, "phone": new.phone, **new.identity})


def index_customers(customers: Sequence[Customer]) -> None:
    search.index(_entry("customer", c.pk, page_id=c.pk, words=customer_words(c)) for c in customers)


def index_contacts(contacts: Sequence[Contact]) -> None:
    search.index(
        _entry("contact", c.pk, page_id=c.customer_id, words=person_words(c.person.name, c.person.phone))
        for c in contacts
    )


def customer_words(customer: Customer) -> Words:
    party = customer.party
    return words(party.name, number=customer.number, phones=(party.phone,) if party.phone else ())


def person_words(name: str, phone: str) -> Words:
    return words(name, phones=(phone,) if phone else ())


def _entry(kind: str, object_id: int, *, page_id: int, words: Words) -> search.Row:
    return search.entry(kind=kind, object_id=object_id, page=PAGE, page_id=page_id, words=words)


def _free_numbers(count: int, *, taken: set[str], also_taken: Taken) -> list[str]:
    """Pass over numbers that somebody has, or that are being brought in."""
    free: list[str] = []
    while len(free) < count:
        given = numbering.next_numbers(NUMBER_PREFIX, count - len(free))
        used = taken | also_taken(given) | {*Customer.objects.filter(number__in=given).values_list("number", flat=True)}
        free += [number for number in given if number not in used]
    return free
