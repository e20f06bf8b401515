"""Bring contacts in from a file: new ones, and what the file says of those we know."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from zhike.core import bulk
from zhike.core.audit import operations as audit
from zhike.customers.models import Contact, Customer
from zhike.customers.operations.contacts import NAME
from zhike.customers.operations.known_contacts import KnownContacts
from zhike.customers.operations.making import NewContact, make_contacts
from zhike.customers.operations.naming import named_customers, without_customer
from zhike.customers.queries import customers
from zhike.customers.rules.identity import phone_key
from zhike.customers.rules.people import PERSON, Contacts, ToldContact
from zhike.exchange.kinds import Outcome, errored
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Spool
from zhike.phrases import Phrase

NAMESAKES = Phrase("Several contacts of %(customer)s are called %(name)s; change them on the customer's page")
ENDED = Phrase("%(name)s speaks for %(customer)s no longer; add the contact on the customer's page if that has changed")
Key = tuple[int, str]
"""A contact of a file: the customer's id, and the name."""


@dataclass
class Coming:
    """A contact to make: what its first row says, and what later rows add."""

    customer: Customer
    told: ToldContact
    person_id: int = 0
    values: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.values = self.told.person | self.told.role

    def add(self, told: ToldContact, *, fills_only: bool) -> bool:
        """Let a later row say more, in empty places only or anywhere; answer whether it did."""
        new = {n: v for n, v in (told.person | told.role).items() if v != self.values.get(n)}
        new = {n: v for n, v in new.items() if not fills_only or not self.values.get(n)}
        self.values |= new
        return bool(new)


def bring_in(prepared: Contacts, run: ImportRun, file: Spool) -> list[Outcome]:
    """Write the contacts that are new, and let the rows change those that are known as was chosen."""
    outcomes = [o for f in prepared.faults for o in errored([f.line], f.phrase, f.column)]
    found = named_customers((told.who for told in prepared.told), run)
    known = KnownContacts(run, [c.pk for c in found.values() if isinstance(c, Customer)])
    coming: dict[Key, Coming] = {}
    own: dict[Key, Coming] = {}
    seen: set[Key] = set()
    for told in prepared.told:
        customer = found[told.who]
        if isinstance(customer, Phrase):
            outcomes += without_customer(told.line, customer, run)
        elif fault := _fault(customer, told, known):
            outcomes += fault
        elif not (contacts := known.now.get((customer.pk, told.name))):
            outcomes.append(_add(told, customer, new=coming, run=run))
        elif (customer.pk, told.name) in known.added:  # by this run before it was killed, or under another spelling
            outcomes.append(_add(told, customer, new=own, run=run))
            known.change(contacts[0], person=told.person, role=told.role)
        else:
            outcomes.append(_apply(told, contacts[0], known=known, seen=seen))
    known.write()
    _make(list(coming.values()), run)
    return outcomes


def _fault(customer: Customer, told: ToldContact, known: KnownContacts) -> list[Outcome]:
    """Say why a row changes nothing: its name means several, or somebody who left."""
    key = (customer.pk, told.name)
    if len(known.now.get(key, ())) > 1:
        return errored([told.line], NAMESAKES.given(customer=customer.party.name, name=told.name), "联系人")
    if key not in known.now and any(
        not told.phone_key or told.phone_key == ended.person.phone_key for ended in known.ended.get(key, ())
    ):
        return [Outcome(told.line, "skipped", ENDED.given(customer=customer.party.name, name=told.name))]
    return []


def _add(told: ToldContact, customer: Customer, *, new: dict[Key, Coming], run: ImportRun) -> Outcome:
    """Begin a new contact with its first row, let later ones say more of it."""
    before = new.get((customer.pk, told.name))
    if before is None:
        new[customer.pk, told.name] = Coming(customer, told)
        return Outcome(told.line, "created")
    is_more = before.add(told, fills_only=run.options["existing"] == "fill")
    return Outcome(told.line, "updated" if is_more else "skipped")


def _apply(told: ToldContact, contact: Contact, *, known: KnownContacts, seen: set[Key]) -> Outcome:
    """Take over what a row says; a run that was killed and runs again says the same of what it had done."""
    key = (contact.customer_id, told.name)
    changed = key in known.changed_before and key not in seen
    seen.add(key)
    if known.run.options["existing"] != "skip":
        changed |= known.change(contact, person=told.person, role=told.role)
    return Outcome(told.line, "updated" if changed else "skipped")


def _make(coming: Sequence[Coming], run: ImportRun) -> None:
    """Write new contacts: who is known by name and phone from another customer is the same person."""
    known = _people(coming, run)
    alike: dict[object, list[Coming]] = {}
    for each in coming:
        who = (each.told.name, each.told.phone_key)
        each.person_id = next((pk for pk, facts in known.get(who, ()) if _agrees(each, facts)), 0)
        alike.setdefault(who if each.told.phone_key else each.told.line, []).append(each)
    _write([first for first, *_ in alike.values()], run)
    for first, *others in alike.values():
        for each in others:
            each.person_id = each.person_id or (first.person_id if _agrees(each, first.values) else 0)
    _write([each for _, *others in alike.values() for each in others], run)


def _people(coming: Sequence[Coming], run: ImportRun) -> dict[tuple[str, str], list[tuple[int, dict[str, object]]]]:
    """Answer the people with these phones whom the importer knows as contacts, with what is known of each."""
    keys = {each.told.phone_key for each in coming if each.told.phone_key}
    seen = customers(for_user=run.by).order_by()
    rows = Contact.objects.filter(bulk.Among("person__phone_key", keys), customer__in=seen).select_related("person")
    people = {row.person_id: row.person for row in rows.order_by("-pk")}
    found: dict[tuple[str, str], list[tuple[int, dict[str, object]]]] = {}
    for pk, person in sorted(people.items()):
        facts = {name: getattr(person, name) for name in PERSON}
        found.setdefault((person.name, person.phone_key), []).append((pk, facts))
    return found


def _agrees(each: Coming, facts: dict[str, object]) -> bool:
    """Say whether a row tells nothing else of the person than what is known: then nothing of it gets lost."""
    told = {name: value for name, value in each.values.items() if name in PERSON and name != "phone"}
    is_reached = phone_key(str(each.values.get("phone") or "")) == phone_key(str(facts.get("phone") or ""))
    return is_reached and all(facts.get(name) == value for name, value in told.items())


def _write(coming: Sequence[Coming], run: ImportRun) -> None:
    new = [
        NewContact(
            each.customer.pk,
            each.told.name,
            name_key=each.told.name_key,
            person_id=each.person_id,
            **each.values,  # type: ignore[arg-type]  # the fields of `PERSON` and `ROLE`
        )
        for each in coming
    ]
    people = make_contacts(new)
    for each, person in zip(coming, people, strict=True):
        each.person_id = person
    told = [
        audit.Told(
            each.customer,
            {NAME: (None, each.told.name)} | {name: ("", value) for name, value in each.values.items()},
            each.person_id,
        )
        for each in coming
    ]
    audit.record_all(by=run.by, action="contact added", told=told, batch=run.changes)
