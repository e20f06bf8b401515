"""Give up an import of which nothing was written."""

from datetime import datetime
from functools import partial

from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.notices import operations as notices
from zhike.exchange import permissions
from zhike.exchange.models import ImportRun
from zhike.exchange.operations.ending import notice_key
from zhike.exchange.tidying import remove_files

DISCARDED = "import given up"


@transaction.atomic
def discard(*, run: ImportRun, by: User, at: datetime) -> bool:
    """Remove an unfinished import with its file; False when it has gone on meanwhile.

    Raises:
        PermissionDenied: the role may not import.
    """
    access.require(by, permissions.IMPORT)
    found = ImportRun.objects.select_for_update().filter(ImportRun.UNFINISHED, pk=run.pk).first()
    if found is None:
        return False
    for state in ImportRun.OPEN:
        notices.read_about(key=notice_key(found, state), at=at)
    audit.record(by=by, action=DISCARDED, about=found, changes={"source_name": (found.source_name, "")})
    ImportRun.objects.filter(pk=found.pk).delete()
    transaction.on_commit(partial(remove_files, found))
    return True
