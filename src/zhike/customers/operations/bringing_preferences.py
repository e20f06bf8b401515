"""Bring preferences in from a file: each once; one that is known may be counted on."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhike.core import bulk
from zhike.core.audit import operations as audit
from zhike.customers.models import Contact, Customer, Preference
from zhike.customers.operations.naming import named_customers, without_customer
from zhike.customers.rules.people import Preferences, ToldPreference
from zhike.exchange.kinds import Outcome, Result, errored
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Spool
from zhike.phrases import Phrase

NO_CONTACT = Phrase("%(customer)s has no contact called %(name)s; import the contacts first, or leave it empty")
NAMESAKES = Phrase("Several contacts of %(customer)s are called %(name)s; change them on the customer's page")
TWICE = Phrase("The same preference stands further up in the file")
COUNTED = ("times_seen", "last_seen_on", "source")
Key = tuple[int, str, str]
"""A preference: whose it is, about what, and what is liked or avoided."""


@dataclass(frozen=True)
class Coming:
    """A row on its way into the books: on whose card, of which party."""

    told: ToldPreference
    customer: Customer
    party_id: int

    @property
    def key(self) -> Key:
        return self.party_id, self.told.subject, self.told.text


def bring_in(prepared: Preferences, run: ImportRun, file: Spool) -> list[Outcome]:
    """Note the preferences that are new, and count those that are known as was chosen."""
    outcomes = [o for f in prepared.faults for o in errored([f.line], f.phrase, f.column)]
    found = named_customers((told.who for told in prepared.told), run)
    contacts = _contacts(c.pk for c in found.values() if isinstance(c, Customer))
    rows: dict[Key, Coming] = {}
    for told in prepared.told:
        customer = found[told.who]
        if isinstance(customer, Phrase):
            outcomes += without_customer(told.line, customer, run)
            continue
        party = _party(customer, told, contacts)
        if isinstance(party, Phrase):
            outcomes += errored([told.line], party, "联系人")
        elif (coming := Coming(told, customer, party)).key in rows:
            outcomes.append(Outcome(told.line, "skipped", TWICE))
        else:
            rows[coming.key] = coming
    return outcomes + _write(rows, run)


def _write(rows: dict[Key, Coming], run: ImportRun) -> list[Outcome]:
    parties = Preference.objects.filter(bulk.Among("party_id", {party for party, *_ in rows}))
    known = {(each.party_id, each.subject, each.text): each for each in parties}
    done = _done(run, (coming.customer.pk for coming in rows.values()))
    outcomes, counted, new = [], [], []
    for key, coming in rows.items():
        preference, before = known.get(key), done.get((coming.party_id, _words(coming.told)))
        if preference is None:
            new.append(coming)
            outcomes.append(Outcome(coming.told.line, "created"))
        elif before or run.options["existing"] == "skip":
            outcomes.append(Outcome(coming.told.line, before or "skipped"))
        else:
            counted.append((coming, preference))
            outcomes.append(Outcome(coming.told.line, "updated"))
    _count(counted, run)
    _make(new, run)
    return outcomes


def _make(new: list[Coming], run: ImportRun) -> None:
    bulk.insert(
        Preference,
        ("party_id", "subject", "text", "source", "times_seen", "last_seen_on"),
        [(*each.key, each.told.source, each.told.times, each.told.seen_on) for each in new],
    )
    told = [
        audit.Told(
            each.customer,
            {
                "preference": (None, _words(each.told)),
                "preference_source": (None, each.told.source),
                "times_seen": (None, each.told.times),
                "last_seen_on": (None, each.told.seen_on),
            },
            each.party_id,
        )
        for each in new
    ]
    audit.record_all(by=run.by, action="preference noted", told=told, batch=run.changes)


def _count(counted: list[tuple[Coming, Preference]], run: ImportRun) -> None:
    """Let the times seen go on, the last day be the later one, and the source be the newer one."""
    told = []
    for coming, preference in counted:
        before = {name: getattr(preference, name) for name in COUNTED}
        preference.times_seen += coming.told.times
        days = [day for day in (preference.last_seen_on, coming.told.seen_on) if day]
        preference.last_seen_on = max(days, default=None)
        preference.source = coming.told.source or preference.source
        changes = {_field(name): (old, getattr(preference, name)) for name, old in before.items()}
        told.append(audit.Told(coming.customer, {"preference": (None, _words(coming.told))} | changes, coming.party_id))
    bulk.update(Preference, [preference for _, preference in counted], COUNTED)
    audit.record_all(by=run.by, action="preference seen", told=told, batch=run.changes)


def _field(name: str) -> str:
    """Answer what the audit calls a field: a customer has a source of its own."""
    return "preference_source" if name == "source" else name


def _words(told: ToldPreference) -> str:
    """Write a preference as its record does."""
    return f"{told.subject}: {told.text}"


def _done(run: ImportRun, ids: Iterable[int]) -> dict[tuple[int, str], Result]:
    """Answer which preferences this run has noted and counted already: it may have been killed."""
    results: dict[str, Result] = {"preference noted": "created", "preference seen": "updated"}
    if run.changes is None:
        return {}
    entries = run.changes.entries.filter(
        bulk.Among("object_id", set(ids)),
        kind=Customer._meta.label_lower,
        action__in=results,
        values__field="preference",
    )
    found = entries.values_list("values__subject", "values__after", "action")
    return {(party, str(words)): results[action] for party, words, action in found}


def _contacts(customer_ids: Iterable[int]) -> dict[tuple[int, str], list[int]]:
    found: dict[tuple[int, str], list[int]] = {}
    rows = Contact.objects.filter(bulk.Among("customer_id", set(customer_ids)), until_on=None)
    for customer, name, person in rows.values_list("customer_id", "person__name", "person_id"):
        found.setdefault((customer, name), []).append(person)
    return found


def _party(customer: Customer, told: ToldPreference, contacts: dict[tuple[int, str], list[int]]) -> int | Phrase:
    """Answer whose preference it is: the customer's own, or of the one of its people who is named."""
    if not told.contact:
        return int(customer.party_id)
    found = contacts.get((customer.pk, told.contact), [])
    if len(found) == 1:
        return found[0]
    return (NAMESAKES if found else NO_CONTACT).given(customer=customer.party.name, name=told.contact)
