from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Model, QuerySet

from zhike.core.audit.models import Batch, Entry

if TYPE_CHECKING:
    from zhike.core.accounts.models import User


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
