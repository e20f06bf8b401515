"""The next contacts that a file brings along: what is still open of them, whatever order the rows come in."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone

from zhike.core import bulk
from zhike.core.audit import operations as audit
from zhike.exchange.models import ImportRun
from zhike.phrases import Phrase, say
from zhike.timeline import rules
from zhike.timeline.models import Interaction, NextContact
from zhike.timeline.rules import Agreed, Standing

if TYPE_CHECKING:
    from zhike.timeline.operations.bringing_in import Coming

Told = list[tuple[int, "Coming"]]
Pair = tuple[int, int]  # a customer and a colleague
OVER = Phrase("It was long over when it was imported")
COLUMNS = (
    *("customer_id", "who_id", "due_on", "purpose", "set_at", "set_in_id", "state", "reason", "closed_at"),
    "closed_by_id",
)


def agree_all(rows: "Sequence[tuple[int, Coming]]", run: ImportRun) -> None:
    """Write what was agreed in these follow-ups, given with their ids; only colleagues agree on anything.

    What a file brought is done once anybody has contacted the customer; what was agreed by hand, once who agreed it
    has. The next contacts closed by it that were open before are noted, so that an undo can open them again.
    """
    if not rows:
        return
    of_customer: defaultdict[int, Told] = defaultdict(list)
    for pk, each in rows:
        of_customer[each.customer_id].append((pk, each))
    own = {(each.customer_id, each.author_id): None for _, each in rows if each.author_id is not None}
    open_now, latest = _open(of_customer), _latest(of_customer, besides=[pk for pk, _ in rows])
    written: list[tuple[Any, ...]] = []
    closed: list[audit.Told] = []
    for customer, who in {**own, **dict.fromkeys(open_now)}:
        before, told = open_now.get((customer, who)), of_customer[customer]
        if before is not None and not _is_brought(before):
            told = [(pk, each) for pk, each in told if each.author_id == who]
        states = _states(told, who, before=before, latest=latest.get(customer), on=_begun_on(run))
        if before is not None and before.set_in_id in states:
            closed.append(_close(before, states[before.set_in_id], at=max(each.happened_at for _, each in told)))
        agreed = [(pk, each) for pk, each in told if each.author_id == who and each.told.due_on]
        written += [_values(pk, each, state=states[pk], by_id=run.by_id) for pk, each in agreed]
    bulk.insert(NextContact, COLUMNS, written)
    audit.record_all(by=run.by, action="next contact closed", told=closed, batch=run.changes)


def _states(
    told: Told, who: int, *, before: NextContact | None, latest: datetime | None, on: date
) -> dict[int | None, str]:
    """Answer what becomes of what a colleague has agreed, given all that was told of the customer."""
    standing = Standing(latest and timezone.localdate(latest), _agreed(before) if before else None)
    mine = [Agreed(c.happened_at, _day(c), c.told.due_on if c.author_id == who else None, pk) for pk, c in told]
    standing, states = rules.settle(standing, mine)
    if standing.open is not None and standing.open.mark in states:
        last = max(filter(None, [latest, *(each.happened_at for _, each in told)]))
        states[standing.open.mark] = rules.state_of(standing.open, last=last, on=on)
    return states


def _begun_on(run: ImportRun) -> date:
    return timezone.localdate(run.started_at)


def _is_brought(before: NextContact) -> bool:
    """Say whether a file has brought it."""
    return before.set_in is not None and before.set_in.origin_id is not None


def _close(before: NextContact, state: str, *, at: datetime) -> audit.Told:
    changes = {"state": (before.state, state), "closed_at": (None, at.isoformat())}
    before.state, before.closed_at = state, at
    before.save(update_fields=["state", "closed_at"])
    return audit.Told(before, changes)


def _values(pk: int, each: "Coming", *, state: str, by_id: int | None) -> tuple[Any, ...]:
    closed = (None, None) if state == NextContact.State.OPEN else (each.happened_at, by_id)
    told, reason = each.told, say(OVER) if state == NextContact.State.DROPPED else ""
    return (each.customer_id, each.author_id, told.due_on, told.purpose, each.happened_at, pk, state, reason, *closed)


def _open(customers: Collection[int]) -> dict[Pair, NextContact]:
    rows: Any = NextContact.objects.select_for_update(of=("self",)).select_related("set_in")
    found = rows.filter(bulk.Among("customer_id", customers), state=NextContact.State.OPEN)
    return {(each.customer_id, each.who_id): each for each in found}


def _latest(customers: Collection[int], *, besides: list[int]) -> dict[int, datetime]:
    """Answer when each customer was contacted last, by whomever, the new contacts left out."""
    rows = Interaction.objects.filter(bulk.Among("customer_id", customers), trashed_at=None)
    counted = rows.exclude(bulk.Among("id", besides)).order_by().values_list("customer_id")
    return dict(counted.annotate(Max("happened_at")))


def _agreed(before: NextContact) -> Agreed:
    return Agreed(before.set_at, timezone.localdate(before.set_at), before.due_on, before.set_in_id)


def _day(each: "Coming") -> date:
    return each.told.happened_at.date()
