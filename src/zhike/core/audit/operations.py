from collections.abc import Iterable, Sequence

from django.db.models import Model

from zhike.core.accounts.models import User
from zhike.core.audit.models import Entry


def record(*, by: User | None, action: str, about: Model, fields: Iterable[str] = ()) -> Entry:
    """Append what was done, inside the transaction that does it; no `by` means the system."""
    return Entry.objects.create(
        by=by, action=action, kind=about._meta.label_lower, object_id=about.pk, fields=sorted(fields)
    )


def record_all(*, by: User | None, action: str, about: Sequence[tuple[Model, Iterable[str]]]) -> None:
    """Append what was done to many records at once, each with its fields."""
    Entry.objects.bulk_create(
        Entry(by=by, action=action, kind=record._meta.label_lower, object_id=record.pk, fields=sorted(fields))
        for record, fields in about
    )
