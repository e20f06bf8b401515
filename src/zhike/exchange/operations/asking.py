"""Have a worker try a file, or import what was tried."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.notices import operations as notices
from zhike.exchange import permissions
from zhike.exchange.models import ImportRun
from zhike.exchange.operations.ending import notice_key
from zhike.exchange.queueing import enqueue
from zhike.phrases import Phrase

TITLE = Phrase("Import of %(file)s")


@transaction.atomic
def check(*, run: ImportRun, by: User, at: datetime) -> bool:
    """Have a worker try a file as its plan says; nothing is written. False when it is under way or done by now.

    Raises:
        PermissionDenied: the role may not import.
    """
    access.require(by, permissions.IMPORT)
    turn = run.turn + 1
    still_open = ImportRun.objects.filter(pk=run.pk, state__in=ImportRun.OPEN, changes=None, turn=run.turn)
    if not still_open.update(state=ImportRun.State.CHECKING, turn=turn, progress=0, ended_at=None):
        return False
    run.state, run.turn = ImportRun.State.CHECKING, turn
    enqueue(run, job=ImportRun.JOB, title=TITLE, by=by, at=at)
    return True


@transaction.atomic
def confirm(*, run: ImportRun, by: User, at: datetime) -> bool:
    """Have a worker import what was tried, or carry on what broke off; asking twice imports once.

    Raises:
        PermissionDenied: the role may not import.
    """
    access.require(by, permissions.IMPORT)
    ready = Q(state=ImportRun.State.CHECKED)
    if run.may_go_on:
        ready |= Q(state=ImportRun.State.BROKEN)
    turn = run.turn + 1
    tried = ImportRun.objects.filter(ready, pk=run.pk, turn=run.turn)
    if not tried.update(state=ImportRun.State.IMPORTING, turn=turn, progress=0, ended_at=None):
        return False
    run.state, run.turn = ImportRun.State.IMPORTING, turn
    notices.read_about(key=notice_key(run, ImportRun.State.CHECKED), at=at)
    enqueue(run, job=ImportRun.JOB, title=TITLE, by=by, at=at)
    return True
