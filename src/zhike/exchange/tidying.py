"""Let go of what imports leave: files whose days are over, imports nobody has finished, spools nobody goes on with."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from zhike.exchange import spools
from zhike.exchange.models import ImportRun

AT_ONCE = 200
FORGOTTEN = timedelta(days=1)  # a draft nobody can be working on any more


def tidy(*, at: datetime) -> int:
    """Remove the files of imports that are older than they are kept, and the imports that were never finished by then.

    What was imported and how stays on record.
    """
    old = ImportRun.objects.filter(started_at__lte=at - timedelta(days=settings.IMPORTS_KEPT_DAYS)).order_by("pk")
    count = _each(old.filter(ImportRun.UNFINISHED), _remove)
    under_way = (*ImportRun.READING, ImportRun.State.UNDOING)
    count += _each(old.exclude(source="").exclude(state__in=under_way), _let_go)
    _sweep(at)
    return count


def remove_files(run: ImportRun) -> None:
    """Remove what a run keeps on the disk."""
    spools.forget(run)
    for file in (run.source, run.error_file):
        if file:
            file.storage.delete(str(file.name))


def _each(runs: QuerySet[ImportRun], do: Callable[[ImportRun], None]) -> int:
    count = 0
    while found := list(runs[:AT_ONCE]):
        for run in found:
            do(run)
        count += len(found)
    return count


def _remove(run: ImportRun) -> None:
    remove_files(run)
    ImportRun.objects.filter(ImportRun.UNFINISHED, pk=run.pk).delete()


def _let_go(run: ImportRun) -> None:
    remove_files(run)
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
