from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Model, Q, QuerySet

from zhike.core.audit.models import Batch, Entry, Value
from zhike.core.bulk import Among

if TYPE_CHECKING:
    from zhike.core.accounts.models import User

LOOKS = ("exported", "met a duplicate", "printed", "revealed")  # what is noted although it changes nothing
UNDONE = "undone"  # the action of a change set that takes another one back


def entries() -> QuerySet[Entry]:
    """Answer all that was done, newest first, with the values of the fields."""
    return Entry.objects.select_related("by").prefetch_related("values").order_by("-at", "-pk")


def entries_about(record: Model) -> QuerySet[Entry]:
    """Answer what was done to a record, newest first."""
    return entries().filter(kind=record._meta.label_lower, object_id=record.pk)


def entries_of(batch: Batch) -> QuerySet[Entry]:
    """Answer what one click changed."""
    return batch.entries.prefetch_related("values").order_by("pk")


def actions() -> list[str]:
    """Answer the words of all that was ever done."""
    return list(Entry.objects.order_by("action").values_list("action", flat=True).distinct())


def times(action: str, *, by: "User", since: datetime) -> int:
    """Count how often a colleague did something since an instant."""
    return Entry.objects.filter(action=action, by=by, at__gte=since).count()


def batches(*, by: "User") -> QuerySet[Batch]:
    return Batch.objects.filter(by=by).order_by("-pk")


def changed_since(model: type[Model], ids: Iterable[int], *, besides: Batch | None) -> set[int]:
    """Answer which records something was done to that still stands.

    What `besides` did does not count, nor what was undone, nor the undoing.
    """
    stands = Q(batch=None) | (Q(batch__undone_at=None) & ~Q(batch__action=UNDONE))
    entries = Entry.objects.filter(Among("object_id", ids), stands, kind=model._meta.label_lower)
    if besides is not None:
        entries = entries.exclude(batch=besides)
    return set(entries.exclude(action__in=LOOKS).values_list("object_id", flat=True))


def told_by(batch: Batch, *, subjects: Iterable[int], fields: Iterable[str]) -> set[tuple[int, str]]:
    """Answer which of these fields a change set has changed of which of these parties."""
    values = Value.objects.filter(Among("subject", subjects), entry__batch=batch, field__in=list(fields))
    return {(subject, field) for subject, field in values.values_list("subject", "field") if subject is not None}


def touched_by(batch: Batch, model: type[Model], ids: Iterable[int]) -> set[int]:
    """Answer which of these records a change set has changed."""
    entries = Entry.objects.filter(Among("object_id", ids), kind=model._meta.label_lower, batch=batch)
    return set(entries.values_list("object_id", flat=True))
