"""Let go of what imports leave on the disk: files whose days are over, spools that nobody goes on with."""

from datetime import datetime, timedelta

from django.conf import settings

from zhike.exchange import spools
from zhike.exchange.models import ImportRun

AT_ONCE = 200
FORGOTTEN = timedelta(days=1)  # a draft nobody can be working on any more


def tidy(*, at: datetime) -> int:
    """Remove the files of imports that are older than they are kept; what was imported and how stays on record."""
    over = ImportRun.objects.filter(started_at__lte=at - timedelta(days=settings.IMPORTS_KEPT_DAYS))
    over = over.exclude(source="").exclude(state__in=(*ImportRun.READING, ImportRun.State.UNDOING)).order_by("pk")
    count = 0
    while found := list(over[:AT_ONCE]):
        for run in found:
            _let_go(run)
        count += len(found)
    _sweep(at)
    return count


def _let_go(run: ImportRun) -> None:
    spools.forget(run)
    for file in (run.source, run.error_file):
        if file:
            file.storage.delete(str(file.name))
    ImportRun.objects.filter(pk=run.pk).update(source="", error_file="", peek={}, plan={})


def _sweep(at: datetime) -> None:
    """Remove spools of runs that have ended or are gone, and drafts that somebody was killed over."""
    ended = (ImportRun.State.DONE, ImportRun.State.UNDONE, ImportRun.State.UNDOING)
    kept = {*ImportRun.objects.exclude(source="").exclude(state__in=ended).values_list("pk", flat=True)}
    for path in spools.folder().iterdir():
        run_id = path.name.partition("-")[0]
        if path.stat().st_mtime >= (at - FORGOTTEN).timestamp():
            continue
        if not run_id.isdecimal() or int(run_id) not in kept:
            path.unlink(missing_ok=True)
