"""The rows of files of contacts and of preferences, prepared before the transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhike.core.search.rules import Named
from zhike.customers.rules import NotSo
from zhike.customers.rules.birthdays import read_birthday
from zhike.customers.rules.identity import name_key, phone_key, tidy_phone
from zhike.customers.rules.rows import phones
from zhike.exchange.spool import Fault, Row
from zhike.phrases import Phrase

NO_INFLUENCE = Phrase("Give 1 to 5, or nothing as long as it is not known")
NEVER = Phrase("A preference was seen at least once: leave the cell empty or write 1 or more")
NO_YEAR = Phrase("Write the year of birth with four digits, such as 1980, or leave the cell empty")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
MOST_INFLUENCE, MOST_TIMES = 5, 1_000_000
PERSON, ROLE = ("phone", "email", "birthday", "birth_year"), ("title", "salutation", "part", "influence", "attitude")


@dataclass(frozen=True)
class Who:
    """Which customer a row names: by number, by name, or by a word that may be either."""

    number: str
    name: str
    word: str


@dataclass(frozen=True)
class ToldContact:
    """One row of a file of contacts: what it says of the person, and of the person's part at the customer."""

    line: int
    who: Who
    name: str
    name_key: str
    phone_key: str
    person: dict[str, Any]
    role: dict[str, Any]


@dataclass(frozen=True)
class ToldPreference:
    """One row of a file of preferences: of the customer, or of one who speaks for it."""

    line: int
    who: Who
    contact: str
    subject: str
    text: str
    source: str
    times: int
    seen_on: date | None


@dataclass(frozen=True)
class Contacts:
    """The rows of a batch, and what is wrong with some of them."""

    told: list[ToldContact]
    faults: list[Fault]


@dataclass(frozen=True)
class Preferences:
    """The rows of a batch, and what is wrong with some of them."""

    told: list[ToldPreference]
    faults: list[Fault]


def prepare_contacts(rows: Sequence[Row]) -> Contacts:
    """Read what the cells mean; a row with a cell that cannot be what it should be stays out."""
    prepared = Contacts([], [])
    for row in rows:
        if fault := _fault(row):
            prepared.faults.append(fault)
            continue
        try:
            prepared.told.append(_contact(row))
        except NotSo as wrong:
            prepared.faults.append(Fault(row.line, "生日", wrong.phrase))
    return prepared


def _fault(row: Row) -> Fault | None:
    influence, year = row.values.get("influence"), row.values.get("birth_year")
    if influence is not None and not 1 <= int(str(influence)) <= MOST_INFLUENCE:
        return Fault(row.line, "影响力", NO_INFLUENCE)
    if year is not None and not EARLIEST_YEAR <= int(str(year)) <= LATEST_YEAR:
        return Fault(row.line, "出生年份", NO_YEAR)
    return None


def prepare_preferences(rows: Sequence[Row]) -> Preferences:
    """Read what the cells mean; a row with a cell that cannot be what it should be stays out."""
    prepared = Preferences([], [])
    for row in rows:
        times = row.values.get("times")
        if times is not None and not 1 <= int(str(times)) <= MOST_TIMES:
            prepared.faults.append(Fault(row.line, "次数", NEVER))
        else:
            prepared.told.append(_preference(row))
    return prepared


def names_of_contacts(prepared: Contacts) -> Iterator[Named]:
    """Give the names and phones that search will read when these rows are written."""
    for told in prepared.told:
        yield told.name, "", phones(str(told.person.get("phone") or ""))


def names_of_preferences(prepared: Preferences) -> Iterator[Named]:
    """Nothing here is looked for by name."""
    return iter(())


def _who(values: Any) -> Who:
    return Who(*(str(values.get(name) or "") for name in ("customer_number", "customer_name", "customer")))


def _contact(row: Row) -> ToldContact:
    """Read a row.

    Raises:
        NotSo: the birthday cannot be one.
    """
    get: Any = row.values.get
    name, phone = str(get("name")), tidy_phone(get("phone")) if get("phone") else ""
    person = {"phone": phone, "email": get("email")}
    if get("birthday"):
        born = read_birthday(get("birthday"))
        person |= {"birthday": born.written, "birth_year": born.year}
    if get("birth_year"):
        person["birth_year"] = int(get("birth_year"))
    role = {field: get(field) for field in ROLE}
    for number in ("influence", "attitude"):
        role[number] = int(role[number]) if role[number] else None
    return ToldContact(
        line=row.line,
        who=_who(row.values),
        name=name,
        name_key=name_key(name),
        phone_key=phone_key(phone),
        person={field: value for field, value in person.items() if value},
        role={field: value for field, value in role.items() if value},
    )


def _preference(row: Row) -> ToldPreference:
    get: Any = row.values.get
    return ToldPreference(
        line=row.line,
        who=_who(row.values),
        contact=get("contact") or "",
        subject=get("subject"),
        text=get("text"),
        source=get("source") or "",
        times=int(get("times") or 1),
        seen_on=date.fromisoformat(get("seen_on")) if get("seen_on") else None,
    )
