"""The follow-ups that an import has made, taken back, and the next contacts that it has closed, opened again."""

from collections.abc import Sequence
from typing import Any

from zhike.core.audit import operations as audit
from zhike.core.audit import queries as log
from zhike.core.audit.models import Entry
from zhike.core.bulk import Among
from zhike.customers import operations as customers
from zhike.exchange.undoing import AT_ONCE, EDITED, Kept, Step, Undo, take_back_made
from zhike.phrases import Phrase
from zhike.timeline.models import Interaction, NextContact
from zhike.timeline.operations import indexing
from zhike.timeline.operations.telling import tell_customers

State = NextContact.State


def take_back_follow_ups(undo: Undo, below: int | None) -> Step:
    """Remove the next follow-ups that the run has made, with what was agreed in them.

    One stays that was added to, or in which something was agreed that somebody has closed or moved since.
    """
    made = Interaction.objects.filter(origin=undo.run, **({"pk__lt": below} if below else {})).order_by("-pk")
    customers.hold_customers(made.values_list("customer_id", flat=True)[:AT_ONCE])
    parts = (NextContact,)
    return take_back_made(Interaction.objects.all(), undo, below, remove=_remove, parts=parts, further=_in_use)


def _in_use(ids: Sequence[int], undo: Undo) -> dict[int, Phrase]:
    agreed = dict(NextContact.objects.filter(Among("set_in_id", ids)).values_list("pk", "set_in_id"))
    touched = log.changed_since(NextContact, agreed, besides=undo.run.changes)
    return {set_in: EDITED for pk, set_in in agreed.items() if pk in touched}


def _remove(interactions: Sequence[Interaction]) -> None:
    ids = [each.pk for each in interactions]
    indexing.forget(ids)
    NextContact.objects.filter(set_in__in=ids).delete()
    Interaction.objects.filter(pk__in=ids).delete()
    tell_customers({each.customer_id for each in interactions})


def take_back_next_contacts(undo: Undo, below: int | None) -> Step:
    """Open the next ones again that the run has closed, where nothing else is agreed by now."""
    if undo.run.changes is None:
        return Step()
    kind = NextContact._meta.label_lower
    entries = undo.run.changes.entries.filter(kind=kind, **({"pk__lt": below} if below else {}))
    found = list(entries.prefetch_related("values").order_by("-pk")[:AT_ONCE])
    known: Any = NextContact.objects.filter(Among("id", {entry.object_id for entry in found}))
    about = set(known.values_list("customer_id", flat=True))
    customers.hold_customers(about)
    rows = known.select_for_update(of=("self",)).select_related("customer__party").in_bulk()
    told = [(rows[entry.object_id], entry) for entry in found if entry.object_id in rows]
    kept = [_kept(each) for each, entry in told if not _reopen(each, entry, undo)]
    tell_customers(about)
    return Step(found[-1].pk if found else None, len(told) - len(kept), kept)


def _reopen(next_contact: NextContact, entry: Entry, undo: Undo) -> bool:
    """Answer whether it is open again."""
    after = next(value.after for value in entry.values.all() if value.field == "state")
    others = NextContact.objects.filter(customer=next_contact.customer_id, who=next_contact.who_id, state=State.OPEN)
    if next_contact.state != after or others.exists():
        return False
    next_contact.state, next_contact.closed_at = State.OPEN, None
    next_contact.save(update_fields=["state", "closed_at"])
    changes = {"state": (after, next_contact.state)}
    audit.record(by=undo.by, action="next contact reopened", about=next_contact, changes=changes, batch=undo.back)
    return True


def _kept(next_contact: NextContact) -> Kept:
    customer = next_contact.customer
    return Kept(f"{customer} {next_contact}", customer.get_absolute_url(), EDITED)
