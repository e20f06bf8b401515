from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from zhike.core.accounts.models import User
from zhike.core.audit.models import Batch, Entry, Value

Changes = Mapping[str, tuple[Any, Any]]
REASON = "reason"  # the field under which a reason is kept


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


def record_all(*, by: User | None, action: str, about: Sequence[tuple[Model, Iterable[str]]]) -> None:
    """Append what was done to many records at once, each with its fields."""
    Entry.objects.bulk_create(
        Entry(by=by, action=action, kind=record._meta.label_lower, object_id=record.pk, fields=sorted(fields))
        for record, fields in about
    )


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
