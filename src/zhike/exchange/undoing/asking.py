from datetime import datetime

from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.exchange import permissions, queries
from zhike.exchange.models import ImportRun
from zhike.exchange.queueing import enqueue
from zhike.exchange.undoing.taking_back import undo
from zhike.phrases import Phrase

TITLE = Phrase("Undo of the import of %(file)s")


@transaction.atomic
def ask_undo(*, run: ImportRun, by: User, at: datetime) -> bool:
    """Have a worker take an import back; asking twice does it once.

    Raises:
        PermissionDenied: the role may not import.
    """
    access.require(by, permissions.IMPORT)
    current = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not current.may_be_undone:
        return False
    current.state, current.undone_by, current.undone_at = ImportRun.State.UNDOING, by, at
    current.turn += 1
    _note_what_goes(current)
    current.save(update_fields=["state", "turn", "undone_by", "undone_at", "notes"])
    enqueue(current, job=ImportRun.UNDO, title=TITLE, by=by, at=at)
    return True


def undo_here(*, run: ImportRun, by: User, at: datetime) -> None:
    """Take an import back here and now.

    Raises:
        PermissionDenied: the role may not import.
    """
    access.require(by, permissions.IMPORT)
    run.state, run.undone_by, run.undone_at, run.turn = ImportRun.State.UNDOING, by, at, run.turn + 1
    _note_what_goes(run)
    run.save(update_fields=["state", "undone_by", "undone_at", "turn", "notes"])
    undo(run, by=by, at=at)


def _note_what_goes(run: ImportRun) -> None:
    """Keep for the page of the result what it is that is taken back, once: part of it may be gone by a second time."""
    run.notes.setdefault("done", list(queries.done_by(run).items()))
