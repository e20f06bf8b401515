"""Make customers and contacts findable rows, many at a time: imports, orders of the unknown and forms all end here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from zhike.core import bulk
from zhike.core.fields import operations as fields
from zhike.core.fields.models import Definition
from zhike.core.fields.queries import definitions
from zhike.core.fields.rules import searchable
from zhike.core.numbering import operations as numbering
from zhike.core.search import operations as search
from zhike.core.search.rules import words
from zhike.customers.models import Contact, Customer, Party
from zhike.customers.models.customer import KIND
from zhike.customers.queries import PAGE
from zhike.customers.rules.birthdays import read_birthday
from zhike.customers.rules.identity import name_key, phone_key
from zhike.customers.rules.rows import phones
from zhike.exchange.models import ImportRun

NUMBER_PREFIX = "K"
Taken = Callable[[Sequence[str]], set[str]]


PARTY = (
    *("kind", "name", "name_key", "phone", "phone_key", "email", "address", "area", "credit_code"),
    *("birth_year", "birth_month", "birth_day", "birth_calendar"),
)
PERSON = ("kind", "name", "phone", "email", "name_key", "phone_key", *PARTY[-4:])
CUSTOMER = ("party_id", "number", "owner_id", "origin_id", "industry", "region", "source", "remarks", "extra")


@dataclass(frozen=True)
class NewCustomer:
    """A customer to make; without a number the next free one is given."""

    name: str
    number: str = ""
    phone: str = ""
    owner_id: int | None = None
    identity: Mapping[str, Any] = field(default_factory=dict)  # what else is known of the party, keys too if known
    details: Mapping[str, Any] = field(default_factory=dict)  # what is known of the customer


class NewContact(NamedTuple):
    """A contact to make; the keys are given if they are known already."""

    customer_id: int
    name: str
    phone: str = ""
    title: str = ""
    name_key: str = ""
    phone_key: str = ""
    email: str = ""
    birthday: str = ""  # as `rules.birthdays` writes it
    birth_year: int | None = None
    salutation: str = ""
    part: str = ""
    influence: int | None = None
    attitude: int = 0
    person_id: int = 0  # somebody who is known already


def make_customers(
    new: Sequence[NewCustomer], *, origin: ImportRun | None = None, taken: Taken = lambda numbers: set()
) -> list[int]:
    """Write new customers with their parties, make them findable, answer their ids; the caller holds the transaction.

    `taken` says which numbers must not be given out although nobody has them yet: those the rest of a file brings.
    """
    if not new:
        return []
    free = iter(_free_numbers(sum(not n.number for n in new), taken={n.number for n in new}, also_taken=taken))
    numbers = [n.number or next(free) for n in new]
    known = [{"name": n.name, "phone": n.phone, **n.identity} for n in new]
    parties = bulk.insert(Party, PARTY, [_party(each) for each in known])
    origin_id = origin.pk if origin else None
    rows = [
        (party, number, n.owner_id, origin_id, *_details(n.details))
        for n, party, number in zip(new, parties, numbers, strict=True)
    ]
    customers = bulk.insert(Customer, CUSTOMER, rows)
    extras = [n.details.get("extra") or {} for n in new]
    if any(extras):
        fields.index(KIND, {pk: extra for pk, extra in zip(customers, extras, strict=True) if extra}, are_new=True)
    found = _searched(extras)
    search.index(
        _customer_entry(pk, each["name"], phone=each["phone"], number=number, texts=_texts(found, extra))
        for pk, each, number, extra in zip(customers, known, numbers, extras, strict=True)
    )
    return customers


def make_contacts(new: Sequence[NewContact]) -> list[int]:
    """Write contacts and make them findable, answer the ids of the people."""
    if not new:
        return []
    fresh = iter(bulk.insert(Party, PERSON, [_person(n) for n in new if not n.person_id]))
    people = [n.person_id or next(fresh) for n in new]
    contacts = bulk.insert(
        Contact,
        ("customer_id", "person_id", "title", "salutation", "part", "influence", "attitude"),
        [
            (n.customer_id, person, n.title, n.salutation, n.part, n.influence, n.attitude)
            for n, person in zip(new, people, strict=True)
        ],
    )
    search.index(
        _contact_entry(pk, n.name, phone=n.phone, customer_id=n.customer_id)
        for pk, n in zip(contacts, new, strict=True)
    )
    return people


def index_customers(customers: Iterable[Customer]) -> None:
    rows = list(customers)
    found = _searched([c.extra for c in rows])
    search.index(
        _customer_entry(c.pk, c.party.name, phone=c.party.phone, number=c.number, texts=_texts(found, c.extra))
        for c in rows
    )


def index_contacts(contacts: Iterable[Contact]) -> None:
    search.index(_contact_entry(c.pk, c.person.name, phone=c.person.phone, customer_id=c.customer_id) for c in contacts)


def _party(known: Mapping[str, Any]) -> tuple[Any, ...]:
    """Answer the values of PARTY."""
    get = known.get
    return (
        get("kind") or Party.Kind.ORGANISATION,
        known["name"],
        get("name_key") or name_key(known["name"]),
        known["phone"],
        get("phone_key") or phone_key(known["phone"]),
        *(get(name) or "" for name in ("email", "address", "area", "credit_code")),
        *_born(get("birthday"), get("birth_year")),
    )


def _person(new: NewContact) -> tuple[Any, ...]:
    """Answer the values of PERSON."""
    keys = new.name_key or name_key(new.name), new.phone_key or phone_key(new.phone)
    return (Party.Kind.PERSON, new.name, new.phone, new.email, *keys, *_born(new.birthday, new.birth_year))


def _born(birthday: str | None, year: int | None) -> tuple[Any, ...]:
    """Answer the values of the last four of PARTY."""
    born = read_birthday(birthday) if birthday else None
    return (year, born and born.month, born and born.day, born.calendar if born else Party.Calendar.SOLAR)


def _details(known: Mapping[str, Any]) -> tuple[Any, ...]:
    """Answer the values of CUSTOMER from the industry on."""
    texts = (known.get(name) or "" for name in ("industry", "region", "source", "remarks"))
    return (*texts, known.get("extra") or {})


def _searched(extras: Iterable[Mapping[str, Any]]) -> list[Definition]:
    """Answer the custom fields when any of these customers has one."""
    return definitions(KIND) if any(extras) else []


def _texts(found: Sequence[Definition], extra: Mapping[str, Any]) -> tuple[str, ...]:
    """Answer what a customer is found by besides name, number and phone."""
    return tuple(searchable(found, extra)) if extra else ()


def _customer_entry(pk: int, name: str, *, phone: str, number: str, texts: tuple[str, ...]) -> search.Row:
    found = words(name, number=number, phones=phones(phone))
    found = found.with_texts(texts) if texts else found
    return search.entry(kind="customer", object_id=pk, page=PAGE, page_id=pk, words=found)


def _contact_entry(pk: int, name: str, *, phone: str, customer_id: int) -> search.Row:
    found = words(name, phones=phones(phone))
    return search.entry(kind="contact", object_id=pk, page=PAGE, page_id=customer_id, words=found)


def _free_numbers(count: int, *, taken: set[str], also_taken: Taken) -> list[str]:
    """Pass over numbers that somebody has, or that are being brought in."""
    free: list[str] = []
    while len(free) < count:
        given = numbering.next_numbers(NUMBER_PREFIX, count - len(free))
        used = taken | also_taken(given) | {*Customer.objects.filter(number__in=given).values_list("number", flat=True)}
        free += [number for number in given if number not in used]
    return free
