from datetime import datetime

from zhike.administration import permissions
from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.jobs import operations as jobs


def cancel_job(*, job: int, by: User, at: datetime) -> bool:
    """Stop anybody's job; False when it has ended already.

    Raises:
        PermissionDenied: the user may not look after background work.
        Job.DoesNotExist: there is no such job.
    """
    access.require(by, permissions.WORK)
    return jobs.cancel(job=job, by=by, at=at)


def retry_job(*, job: int, by: User, at: datetime) -> bool:
    """Let a parked job be tried again; False when it is not parked.

    Raises:
        PermissionDenied: the user may not look after background work.
        Job.DoesNotExist: there is no such job.
    """
    access.require(by, permissions.WORK)
    return jobs.retry(job=job, by=by, at=at)
