from datetime import datetime

from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.jobs import operations as jobs
from zhike.core.jobs import queries as background
from zhike.exchange import permissions
from zhike.exchange.models import ImportRun


@transaction.atomic
def stop(*, run: ImportRun, by: User, at: datetime) -> bool:
    """Ask the worker to stop a trial, an import or an undo; False when it has ended or no worker does it.

    What is in by then stays in, and can be carried on or taken back.

    Raises:
        PermissionDenied: the role may not import.
    """
    access.require(by, permissions.IMPORT)
    job = background.with_key(run.job_key) if run.is_under_way else None
    return job is not None and jobs.cancel(job=job.pk, by=by, at=at)
