from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from zhike.core.jobs import queries as jobs
from zhike.exchange.models import ImportRun
from zhike.exchange.operations.ending import end

LEASES = 5  # without a sign of life: reading a large file has long breaths


def end_abandoned(*, at: datetime) -> int:
    """Note of the runs that a command was killed over that they broke off, so that their pages can carry them on.

    One that is alive all the same ends as usual, unless somebody has carried it on meanwhile.
    """
    since = at - timedelta(seconds=settings.ZHIKE_JOB_LEASE_SECONDS * LEASES)
    is_quiet = Q(alive_at__lt=since) | Q(alive_at=None, started_at__lt=since)
    quiet = list(ImportRun.objects.filter(is_quiet, state__in=ImportRun.READING))
    at_work = jobs.known_keys([run.job_key for run in quiet])
    left = [run for run in quiet if run.job_key not in at_work]
    for run in left:
        end(run, ImportRun.State.BROKEN, at=at)
    return len(left)
