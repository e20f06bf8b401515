"""Bring follow-ups in from a file: each once, with its author and its day, whatever is brought in twice."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from zhike.core import bulk
from zhike.core.accounts import queries as accounts
from zhike.customers import operations as customer_operations
from zhike.customers import queries as customers
from zhike.exchange.kinds import Outcome, errored
from zhike.exchange.models import ImportRun
from zhike.exchange.parsing.cells import one_line
from zhike.exchange.spool import Spool
from zhike.phrases import Phrase
from zhike.timeline import rules
from zhike.timeline.models import Interaction
from zhike.timeline.operations.agreeing import agree_all
from zhike.timeline.operations.known import written_by_hand
from zhike.timeline.operations.telling import tell_customers
from zhike.timeline.rules.rows import Prepared, Told

if TYPE_CHECKING:
    from zhike.customers.models import Customer

NOT_YET = Phrase("This has not happened yet; a follow-up tells what has been")
TWICE = Phrase("The same follow-up stands further up in the file")
NAMES = ("customer_id", "contact_id", "contact_name", "way", "words", "author_id", "author_name")
COLUMNS = (*NAMES, "happened_at", "recorded_at", "origin_id", "key")


@dataclass(frozen=True)
class Coming:
    """A row on its way into the books: of which customer, by which colleague, under which key."""

    told: Told
    customer_id: int
    author_id: int | None
    happened_at: datetime
    key: str


def bring_in(prepared: Prepared, run: ImportRun, file: Spool) -> list[Outcome]:
    """Write the follow-ups that are new; those of unknown customers stay out or are passed over, as was chosen."""
    outcomes = [o for f in prepared.faults for o in errored([f.line], f.phrase, f.column)]
    authors = accounts.colleagues_called({told.author for told in prepared.told if told.author})
    found = _customers(prepared.told, authors, run, file=file)
    coming: list[Coming] = []
    for told in prepared.told:
        who = found[_who(told)]
        happened_at = _instant(told)
        if isinstance(who, Phrase):
            outcomes += customer_operations.without_customer(told.line, who, run)
        elif rules.is_future(happened_at, at=run.started_at):
            outcomes += errored([told.line], NOT_YET, "跟进时间")
        else:
            author = authors.get(told.author)
            coming.append(Coming(told, who.pk, author, happened_at, _key(told, who.pk, author)))
    return outcomes + _write(coming, run)


def _customers(
    told: Sequence[Told], authors: Mapping[str, int], run: ImportRun, *, file: Spool
) -> "Mapping[customer_operations.Who, Customer | Phrase]":
    """Answer whom the rows are about; those that nobody has are made for rows that go in, if that was chosen."""
    found = customer_operations.named_customers(map(_who, told), run)
    coming = [each for each in told if not rules.is_future(_instant(each), at=run.started_at)]
    wrote = {_who(each): authors[each.author] for each in reversed(coming) if each.author in authors}
    wanted = {_who(each): found[_who(each)] for each in coming}
    return {**found, **customer_operations.make_named(wanted, wrote, run, file=file)}


def _instant(told: Told) -> datetime:
    return timezone.make_aware(told.happened_at, timezone.get_default_timezone())


def _write(coming: Sequence[Coming], run: ImportRun) -> list[Outcome]:
    known = dict(Interaction.objects.filter(bulk.Among("key", {c.key for c in coming})).values_list("key", "origin_id"))
    by_hand = written_by_hand(coming)
    new: dict[str, Coming] = {}
    outcomes = []
    seen: set[str] = set()
    for each in coming:
        if each.key in seen:
            outcomes.append(Outcome(each.told.line, "skipped", TWICE))
        elif each.key in known:  # a run that was killed and runs again finds its own
            outcomes.append(Outcome(each.told.line, "created" if known[each.key] == run.pk else "skipped"))
        elif each.told.line in by_hand:
            outcomes.append(Outcome(each.told.line, "skipped"))
        else:
            new[each.key] = each
            outcomes.append(Outcome(each.told.line, "created"))
        seen.add(each.key)
    rows = list(new.values())
    contacts = _contacts(rows)
    ids = bulk.insert(Interaction, COLUMNS, [_values(each, contacts, run) for each in rows])
    agree_all([(pk, each) for pk, each in zip(ids, rows, strict=True)], run)
    tell_customers({each.customer_id for each in rows})
    return outcomes


def _values(each: Coming, contacts: Mapping[tuple[int, str], int], run: ImportRun) -> tuple[Any, ...]:
    """Write a row as the values of COLUMNS; who is not known by name stays as written."""
    told = each.told
    contact = contacts.get((each.customer_id, told.contact))
    return (
        each.customer_id,
        contact,
        "" if contact else told.contact,
        told.way,
        told.words,
        each.author_id,
        "" if each.author_id else told.author,
        each.happened_at,
        run.started_at,
        run.pk,
        each.key,
    )


def _who(told: Told) -> customer_operations.Who:
    return customer_operations.Who(told.number, told.name, told.word)


def _contacts(rows: Iterable[Coming]) -> dict[tuple[int, str], int]:
    named = {each.customer_id for each in rows if each.told.contact}
    return {(c.customer_id, c.person.name): c.pk for c in customers.contacts_of(named)} if named else {}


def _key(told: Told, customer_id: int, author_id: int | None) -> str:
    """Answer by what the same follow-up is known when it comes again, however its lines are broken."""
    author = str(author_id) if author_id else told.author
    said = "\n".join([str(customer_id), told.happened_at.isoformat(), told.way, author, one_line(told.words)])
    return f"file:{hashlib.sha256(said.encode()).hexdigest()}"
