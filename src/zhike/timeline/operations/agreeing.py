"""The next contacts that a file brings along: what is still open of them, whatever order the rows come in."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone

from zhike.core import bulk
from zhike.core.audit import operations as audit
from zhike.exchange.models import ImportRun
from zhike.timeline import rules
from zhike.timeline.models import Interaction, NextContact
from zhike.timeline.rules import Agreed, Standing

if TYPE_CHECKING:
    from zhike.timeline.operations.bringing_in import Coming

Pair = tuple[int, int]  # a customer and a colleague
COLUMNS = ("customer_id", "who_id", "due_on", "purpose", "set_at", "set_in_id", "state", "closed_at", "closed_by_id")


def agree_all(rows: "Sequence[tuple[int, Coming]]", run: ImportRun) -> None:
    """Write what was agreed in these follow-ups, given with their ids; only colleagues agree on anything.

    The next contacts closed by it that were open before are noted, so that an undo can open them again.
    """
    new: defaultdict[Pair, list[tuple[int, Coming]]] = defaultdict(list)
    for pk, each in rows:
        if each.author_id is not None:
            new[each.customer_id, each.author_id].append((pk, each))
    if not new:
        return
    open_now, latest = _open(new), _latest(new, besides=[pk for pk, _ in rows])
    written: list[tuple[Any, ...]] = []
    closed: list[audit.Told] = []
    for pair, told in new.items():
        before = open_now.get(pair)
        standing = Standing(latest.get(pair), _agreed(before) if before else None)
        _, states = rules.settle(standing, [Agreed(c.happened_at, _day(c), c.told.due_on, pk) for pk, c in told])
        if before is not None and before.set_in_id in states:
            closed.append(_close(before, states[before.set_in_id], at=max(each.happened_at for _, each in told)))
        written += [_values(pk, each, state=states[pk], by_id=run.by_id) for pk, each in told if each.told.due_on]
    bulk.insert(NextContact, COLUMNS, written)
    audit.record_all(by=run.by, action="next contact closed", told=closed, batch=run.changes)


def _close(before: NextContact, state: str, *, at: datetime) -> audit.Told:
    changes = {"state": (before.state, state), "closed_at": (None, at.isoformat())}
    before.state, before.closed_at = state, at
    before.save(update_fields=["state", "closed_at"])
    return audit.Told(before, changes)


def _values(pk: int, each: "Coming", *, state: str, by_id: int | None) -> tuple[Any, ...]:
    closed = (None, None) if state == NextContact.State.OPEN else (each.happened_at, by_id)
    told = each.told
    return (each.customer_id, each.author_id, told.due_on, told.purpose, each.happened_at, pk, state, *closed)


def _open(pairs: Any) -> dict[Pair, NextContact]:
    rows: Any = NextContact.objects.select_for_update().filter(
        bulk.Among("customer_id", {customer for customer, _ in pairs}), state=NextContact.State.OPEN
    )
    return {(each.customer_id, each.who_id): each for each in rows}


def _latest(pairs: Any, *, besides: list[int]) -> dict[Pair, date]:
    """Answer the day of each colleague's latest contact with each customer, the new ones left out."""
    rows = Interaction.objects.filter(bulk.Among("customer_id", {customer for customer, _ in pairs}), trashed_at=None)
    counted = rows.exclude(bulk.Among("id", besides)).order_by().values_list("customer_id", "author_id")
    found = counted.annotate(Max("happened_at"))
    return {(customer, author): timezone.localdate(at) for customer, author, at in found}


def _agreed(before: NextContact) -> Agreed:
    return Agreed(before.set_at, timezone.localdate(before.set_at), before.due_on, before.set_in_id)


def _day(each: "Coming") -> date:
    return each.told.happened_at.date()
