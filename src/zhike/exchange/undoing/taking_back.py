from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string

from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.audit import queries as log
from zhike.core.jobs import running
from zhike.core.notices import operations as notices
from zhike.exchange.models import ImportRun
from zhike.exchange.undoing.following import follow_up
from zhike.exchange.undoing.steps import TakeBack, Undo
from zhike.phrases import Phrase

NAMED = 50
TOLD = Phrase("The import of %(file)s is undone: %(count)d records are as before, %(kept)d were kept")


def undo(run: ImportRun, *, by: User, at: datetime) -> None:
    """Take back what the run has left in the books."""
    undo = Undo(run, audit.open_batch(by=by, action=log.UNDONE), by, at)
    for path in settings.ZHIKE_TAKE_BACK:
        take_back: TakeBack = import_string(path)
        last: int | None = None
        while (last := _step(undo, take_back, last)) is not None:
            running.progress(run.undone, max(run.created + run.updated, run.undone))
    _finish(undo)


def _step(undo: Undo, take_back: TakeBack, last: int | None) -> int | None:
    with transaction.atomic():
        running.fence()
        step = take_back(undo, last)
        ImportRun.objects.filter(pk=undo.run.pk).update(undone=F("undone") + step.back)
    undo.run.undone += step.back
    undo.kept.extend(step.kept)
    return step.last


@transaction.atomic
def _finish(undo: Undo) -> None:
    run, kept = undo.run, undo.kept
    run.state, run.ended_at = ImportRun.State.UNDONE, undo.at
    run.notes["kept"] = [[k.words, k.url, k.reason.text, dict(k.reason.values)] for k in kept[:NAMED]]
    run.notes["kept_count"] = len(kept)
    run.save(update_fields=["state", "ended_at", "notes"])
    if run.changes is not None:
        audit.close_undone(run.changes, at=undo.at)
    audit.record(by=undo.by, action="import undone", about=run)
    follow_up(at=undo.at)
    told = TOLD.given(file=run.source_name, count=run.undone, kept=len(kept))
    key = f"import undone {run.pk} {undo.back.pk}"
    notices.tell([undo.by], told, key=key, at=undo.at, url=run.get_absolute_url())


@transaction.atomic
def end_stopped(run: ImportRun, *, at: datetime) -> None:
    """Note that somebody has stopped the undo: the rest may be taken back later."""
    run.state = ImportRun.State.DONE
    run.save(update_fields=["state"])
    follow_up(at=at)
