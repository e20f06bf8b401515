from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db.models import Model

from zhike.core import bulk
from zhike.core.accounts.models import User
from zhike.core.audit.models import Batch, Entry, Value

Changes = Mapping[str, tuple[Any, Any]]
NOTHING: Changes = MappingProxyType({})
REASON = "reason"  # the field under which a reason is kept


class Told(NamedTuple):
    """What was done to one of many records; `subject` is the party whose erasure erases the values."""

    about: Model
    changes: Changes = NOTHING
    subject: int | None = None


def record(
    *,
    by: User | None,
    action: str,
    about: Model,
    fields: Iterable[str] = (),
    changes: Changes | None = None,
    subject: int | None = None,
    batch: Batch | None = None,
) -> Entry:
    """Append what was done, inside the transaction that does it; no `by` means the system.

    `changes` gives a field's value before and after; `subject` is the party whose erasure erases them.
    """
    told = changes or {}
    entry = Entry.objects.create(
        by=by,
        action=action,
        kind=about._meta.label_lower,
        object_id=about.pk,
        fields=sorted({*fields, *told}),
        batch=batch,
    )
    Value.objects.bulk_create(
        Value(entry=entry, subject=subject, field=name, before=_kept(before), after=_kept(after))
        for name, (before, after) in told.items()
    )
    return entry


def record_all(*, by: User | None, action: str, told: Sequence[Told], batch: Batch | None = None) -> None:
    """Append what was done to many records at once, inside the transaction that does it."""
    rows = [
        (by and by.pk, action, each.about._meta.label_lower, each.about.pk, sorted(each.changes), batch and batch.pk)
        for each in told
    ]
    entries = bulk.insert(Entry, ("by_id", "action", "kind", "object_id", "fields", "batch_id"), rows)
    values = [
        (entry, each.subject, name, _kept(before), _kept(after))
        for entry, each in zip(entries, told, strict=True)
        for name, (before, after) in each.changes.items()
    ]
    bulk.insert(Value, ("entry_id", "subject", "field", "before", "after"), values)


def open_batch(*, by: User | None, action: str) -> Batch:
    """Begin a change set; give it to `record`."""
    return Batch.objects.create(by=by, action=action)


def close_undone(batch: Batch, *, at: datetime) -> bool:
    """Say that a change set was undone; False when somebody else was faster."""
    return Batch.objects.filter(pk=batch.pk, undone_at=None).update(undone_at=at) == 1


def erase(subject: int) -> int:
    """Empty the values kept about a party; the entries still say who, when and which field."""
    return Value.objects.filter(subject=subject).update(before=None, after=None)


def _kept(value: Any) -> Any:
    """Write a value as JSON has it."""
    if value is None or isinstance(value, (str, int, float, bool, list, dict)):
        return value
    return value.pk if isinstance(value, Model) else str(value)
