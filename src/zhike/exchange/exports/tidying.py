"""Let go of files that were kept long enough, and of what killed workers have left behind."""

from datetime import datetime

from django.conf import settings

from zhike.exchange.exports import keeping
from zhike.exchange.models import Export

AT_ONCE = 500


def tidy(*, at: datetime) -> int:
    """Remove the files whose days are over; the exports stay as a record of who took what."""
    count = 0
    over = Export.objects.filter(until_at__lte=at).order_by("until_at")
    while found := list(over.values_list("pk", "file")[:AT_ONCE]):
        for _pk, file in found:
            if file:
                (keeping.folder() / file).unlink(missing_ok=True)
        count += Export.objects.filter(pk__in=[pk for pk, _file in found]).update(file="", until_at=None)
    kept = Export.objects.filter(schedule=None, state__in=(Export.State.DONE, Export.State.MAKING)).exclude(file="")
    keeping.sweep(known=set(kept.values_list("file", flat=True)), at=at)
    if settings.EXPORT_DIR is not None:
        keeping.sweep_drafts(settings.EXPORT_DIR, at=at)
    return count
