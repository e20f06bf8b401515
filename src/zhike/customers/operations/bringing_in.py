"""Bring customers and their contacts in from a file, one batch of rows at a time.

All rows of one name come in the same batch, and whatever another batch could change is asked of the file as a whole:
so a trial, whose batches are rolled back, ends exactly as the import does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhike.core import bulk
from zhike.core.accounts import queries as accounts
from zhike.core.audit import operations as audit
from zhike.core.fields import operations as fields
from zhike.customers.models import Contact, Customer, Party
from zhike.customers.models.customer import KIND
from zhike.customers.operations import lookalikes
from zhike.customers.operations.checking import COLUMNS, PARTY_FIELDS
from zhike.customers.operations.custom_cells import CustomCells
from zhike.customers.operations.editing import CUSTOMER_FIELDS
from zhike.customers.operations.making import NewContact, index_contacts, index_customers, make_contacts
from zhike.customers.operations.newcomers import Newcomer, make_newcomers, newcomer, note_contact
from zhike.customers.queries import locked_customers
from zhike.customers.rules.rows import Prepared
from zhike.exchange.kinds import Outcome, errored
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Row, Spool
from zhike.kit.addresses import UNREACHABLE, is_reachable
from zhike.phrases import Phrase

SEVERAL = Phrase("Several customers are called %(name)s; give the customer number as well")
NOBODY = Phrase("No colleague is called %(name)s; write a colleague's name or user name, or leave it empty")
NAMESAKES = Phrase("Several colleagues are called %(name)s; write the user name instead")
RENAMED = Phrase("%(number)s was %(name)s until now, and the file also has %(name)s without a number; give it one")
NAMELESS = Phrase("A contact's phone or job title needs the contact's name")


@dataclass
class Batch:
    """What one transaction knows while it walks the rows."""

    run: ImportRun
    file: Spool
    owners: dict[str, list[int]]
    by_number: dict[str, Customer]
    numbers_of: dict[str, set[str]]  # of each name, in the books and in this batch
    custom: CustomCells
    touched: set[int] = field(default_factory=set)
    changed: dict[int, tuple[Customer, set[str]]] = field(default_factory=dict)
    contacts: dict[tuple[int, str], Contact] = field(default_factory=dict)
    changed_contacts: dict[int, Contact] = field(default_factory=dict)
    new_contacts: dict[int, dict[str, NewContact]] = field(default_factory=dict)  # by customer, then by name

    def number_of(self, row: Row) -> str:
        """Answer the number a row means: its own, or that of the only customer of its name; else nothing."""
        if number := _cell(row, "number"):
            return number
        numbers = self.numbers_of[_cell(row, "name")]
        return next(iter(numbers)) if len(numbers) == 1 else ""

    def customer_of(self, row: Row) -> Customer | None:
        """Answer the known customer that a row means."""
        return self.by_number.get(self.number_of(row))

    def maker_of(self, row: Row) -> str:
        """Name the customer that a row would make; the rows of one name make one."""
        number = self.number_of(row)
        return f"#{number}" if number else _cell(row, "name")

    @property
    def keeps_likely_out(self) -> bool:
        """Whether what looks like a known customer is kept out rather than imported with a word of warning."""
        return bool(self.run.options.get("likely_known") == "error")

    @property
    def policy(self) -> str:
        """What happens to known customers: update, fill or skip."""
        return str(self.run.options.get("existing"))


def bring_in(prepared: Prepared, run: ImportRun, file: Spool) -> list[Outcome]:
    """Write a batch: what the rows say of known customers, then new ones, each with its contacts."""
    batch = _batch(prepared.rows, run, file)
    unreadable = [*prepared.faults, *batch.custom.faults]
    refused = {f.line: Outcome(f.line, "errored", f.phrase, f.column) for f in unreadable}
    refused |= {row.line: fault for row in prepared.rows if (fault := next(_faults(batch, row), None))}
    sound = [row for row in prepared.rows if row.line not in refused]
    _hear_claims(batch, sound)
    refused |= {row.line: fault for row in sound for fault in _doubts(batch, row)}
    good = [row for row in sound if row.line not in refused]
    warnings = _likely_known(batch, good)
    if batch.keeps_likely_out:
        refused |= {
            line: Outcome(line, "errored", warning.reason, warning.column) for line, warning in warnings.items()
        }
        good = [row for row in good if row.line not in warnings]
    known = [(row, customer) for row in good if (customer := batch.customer_of(row))]
    batch.contacts = _contacts_of([customer.pk for _, customer in known])
    outcomes = [_apply(batch, row, customer) for row, customer in known]
    outcomes += _make_unknown(batch, [row for row in good if batch.customer_of(row) is None])
    _write(batch)
    return [*refused.values(), *(_warned(outcome, warnings.get(outcome.line)) for outcome in outcomes)]


def _warned(outcome: Outcome, warning: lookalikes.Doubt | None) -> Outcome:
    if warning is None:
        return outcome
    return Outcome(outcome.line, outcome.result, warning.reason, warning.column)


def _likely_known(batch: Batch, rows: Sequence[Row]) -> dict[int, lookalikes.Doubt]:
    """Say of the rows that would make a customer which ones look like one we have."""
    unknown = [row for row in rows if batch.customer_of(row) is None]
    found = lookalikes.doubts(unknown, run=batch.run)
    if not batch.keeps_likely_out:
        first = {batch.maker_of(row): row.line for row in reversed(unknown)}
        return {line: warning for line, warning in found.items() if line in first.values()}
    doubtful = {batch.maker_of(row): found[row.line] for row in unknown if row.line in found}
    return {row.line: doubtful[batch.maker_of(row)] for row in unknown if batch.maker_of(row) in doubtful}


def _cell(row: Row, name: str) -> str:
    return str(row.values.get(name) or "")


def _batch(rows: Sequence[Row], run: ImportRun, file: Spool) -> Batch:
    known = locked_customers(numbers={_cell(row, "number") for row in rows}, names={_cell(row, "name") for row in rows})
    numbers_of: dict[str, set[str]] = {_cell(row, "name"): set() for row in rows}
    for customer in known:
        numbers_of.setdefault(customer.party.name, set()).add(customer.number)
    by_number = {customer.number: customer for customer in known}
    return Batch(run, file, _owners(), by_number, numbers_of, CustomCells(rows, by=run.by))


def _hear_claims(batch: Batch, rows: Sequence[Row]) -> None:
    """Let the rows with a number say whose name theirs is."""
    for row in rows:
        if number := _cell(row, "number"):
            batch.numbers_of[_cell(row, "name")].add(number)


def _owners() -> dict[str, list[int]]:
    owners: dict[str, list[int]] = {}
    for user in accounts.active_users():
        for word in {user.name, user.username.casefold()}:
            owners.setdefault(word, []).append(user.pk)
    return owners


def _owner_ids(batch: Batch, row: Row) -> list[int]:
    word = _cell(row, "owner")
    return batch.owners.get(word) or batch.owners.get(word.casefold()) or []


def _faults(batch: Batch, row: Row) -> Iterator[Outcome]:
    """Say why a row stays out, the first reason first."""
    number, name, owner = _cell(row, "number"), _cell(row, "name"), _cell(row, "owner")
    if number and not is_reachable(number):
        yield from errored([row.line], UNREACHABLE.given(number=number), "客户编号")
    if owner and len(_owner_ids(batch, row)) != 1:
        yield from errored([row.line], (NAMESAKES if _owner_ids(batch, row) else NOBODY).given(name=owner), "负责人")
    if not _cell(row, "contact_name") and (_cell(row, "contact_phone") or _cell(row, "contact_title")):
        yield from errored([row.line], NAMELESS, "联系人")
    known = batch.by_number.get(batch.number_of(row))
    if known and known.party.name != name and batch.policy == "update" and _stands_alone(batch, known.party.name):
        yield from errored([row.line], RENAMED.given(number=known.number, name=known.party.name), "客户名称")


def _doubts(batch: Batch, row: Row) -> list[Outcome]:
    """Say of a row without a number that its name means several customers."""
    name = _cell(row, "name")
    if _cell(row, "number") or len(batch.numbers_of[name]) < 2:
        return []
    return errored([row.line], SEVERAL.given(name=name), "客户名称")


def _stands_alone(batch: Batch, name: str) -> bool:
    """Say whether the file has a row of this name without a number: a renaming would change whom it means."""
    return (None,) in batch.file.distinct("number", where="name", among=[name])


def _make_unknown(batch: Batch, rows: Sequence[Row]) -> list[Outcome]:
    """Make each customer that no book knows, once, of all the rows that mean it."""
    newcomers: dict[str, Newcomer] = {}
    outcomes = []
    for row in rows:
        maker, owner_id = batch.maker_of(row), next(iter(_owner_ids(batch, row)), None)
        if before := newcomers.get(maker):
            changed = before.add(row, owner_id=owner_id, custom=batch.custom.of(row), fills_only=batch.policy == "fill")
            outcomes.append(Outcome(row.line, "updated" if changed else "skipped"))
        else:
            custom = batch.custom.of(row)
            newcomers[maker] = newcomer(row, number=batch.number_of(row), owner_id=owner_id, custom=custom)
            outcomes.append(Outcome(row.line, "created"))
    make_newcomers(newcomers.values(), run=batch.run, file=batch.file)
    return outcomes


def _contacts_of(customer_ids: Sequence[int]) -> dict[tuple[int, str], Contact]:
    found = Contact.objects.filter(customer_id__in=customer_ids, until_on=None).select_related("person")
    return {(contact.customer_id, contact.person.name): contact for contact in found}


def _apply(batch: Batch, row: Row, customer: Customer) -> Outcome:
    is_own = customer.origin_id == batch.run.pk
    is_new = is_own and customer.pk not in batch.touched
    batch.touched.add(customer.pk)
    changed = False
    if is_own or batch.policy != "skip":
        changed = _change(batch, customer, row) | _note_contact(batch, customer, row)
    if is_new:
        return Outcome(row.line, "created")
    return Outcome(row.line, "updated" if changed else "skipped")


def _change(batch: Batch, customer: Customer, row: Row) -> bool:
    """Let the filled cells win over what is there, or with `fill` only where nothing is there."""
    changed = _assign(batch, customer.party, names=PARTY_FIELDS, row=row)
    changed |= _assign(batch, customer, names=CUSTOMER_FIELDS, row=row)
    changed |= _assign_custom(batch, customer, batch.custom.of(row))
    owner_id = next(iter(_owner_ids(batch, row)), None)
    if owner_id and customer.owner_id != owner_id and _wins(batch, customer.owner_id):
        customer.owner_id = owner_id
        changed.add("owner")
    if changed:
        batch.changed.setdefault(customer.pk, (customer, set()))[1].update(changed)
    return bool(changed)


def _assign(batch: Batch, record: Party | Customer, *, names: tuple[str, ...], row: Row) -> set[str]:
    changed = set()
    for name in names:
        new, old = row.values.get(name), getattr(record, name)
        if new and new != old and _wins(batch, old):
            setattr(record, name, new)
            changed.add(name)
    return changed


def _assign_custom(batch: Batch, customer: Customer, told: Mapping[str, Any]) -> set[str]:
    old = customer.extra
    new = {code: each for code, each in told.items() if each != old.get(code) and _wins(batch, old.get(code))}
    customer.extra = old | new
    return {f"x_{code}" for code in new}


def _wins(batch: Batch, old: object) -> bool:
    return not old or batch.policy != "fill"


def _note_contact(batch: Batch, customer: Customer, row: Row) -> bool:
    name = _cell(row, "contact_name")
    if not name:
        return False
    key, phone, title = (customer.pk, name), _cell(row, "contact_phone"), _cell(row, "contact_title")
    contact = batch.contacts.get(key)
    if contact is None:
        return note_contact(batch.new_contacts.setdefault(customer.pk, {}), row)
    changed = False
    if phone and phone != contact.person.phone and _wins(batch, contact.person.phone):
        contact.person.phone, changed = phone, True
    if title and title != contact.title and _wins(batch, contact.title):
        contact.title, changed = title, True
    if changed:
        batch.changed_contacts[contact.pk] = contact
    return changed


def _write(batch: Batch) -> None:
    customers, contacts = [customer for customer, _ in batch.changed.values()], list(batch.changed_contacts.values())
    for customer in customers:
        customer.version += 1
    bulk.update(Party, [c.party.with_keys() for c in customers], COLUMNS)
    bulk.update(Customer, customers, [*CUSTOMER_FIELDS, "owner", "extra", "version"])
    fields.index(KIND, {c.pk: c.extra for c, names in batch.changed.values() if any(n.startswith("x_") for n in names)})
    bulk.update(Party, [c.person.with_keys() for c in contacts], ["phone", "phone_key"])
    bulk.update(Contact, contacts, ["title"])
    index_customers(customers)
    index_contacts(contacts)
    make_contacts([new._replace(customer_id=pk) for pk, its in batch.new_contacts.items() for new in its.values()])
    old = [(customer, fields) for customer, fields in batch.changed.values() if customer.origin_id != batch.run.pk]
    audit.record_all(by=batch.run.by, action="changed", about=old)
