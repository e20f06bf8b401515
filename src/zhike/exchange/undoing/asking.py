from datetime import datetime

from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.exchange import permissions
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
    current.save(update_fields=["state", "turn", "undone_by", "undone_at"])
    enqueue(current, job=ImportRun.UNDO, title=TITLE, by=by, at=at)
    return True


def undo_here(*, run: ImportRun, by: User, at: datetime) -> None:
    """Take an import back here and now.

    Raises:
        PermissionDenied: the role may not import.
    """
    access.require(by, permissions.IMPORT)
    run.state, run.undone_by, run.undone_at, run.turn = ImportRun.State.UNDOING, by, at, run.turn + 1
    run.save(update_fields=["state", "undone_by", "undone_at", "turn"])
    undo(run, by=by, at=at)
