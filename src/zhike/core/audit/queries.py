from django.db.models import Model, QuerySet

from zhike.core.audit.models import Entry


def entries_about(record: Model) -> QuerySet[Entry]:
    """Answer what was done to a record, newest first."""
    found = Entry.objects.filter(kind=record._meta.label_lower, object_id=record.pk)
    return found.select_related("by").order_by("-at", "-pk")
