"""Enqueue, claim, keep and end jobs. A worker whose lease was taken over can no longer end its job."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from zhike.core.jobs import rules
from zhike.core.jobs.models import Job, Worker

WORKER_DIED = "its worker died each time"


def enqueue(*, name: str, payload: dict[str, object], at: datetime, unique_key: str | None = None) -> None:
    """Ask for work in the caller's own transaction; the same key is never enqueued twice."""
    job = Job(name=name, payload=payload, unique_key=unique_key, due_at=at)
    Job.objects.bulk_create([job], ignore_conflicts=unique_key is not None)


def claim(*, worker: str, at: datetime) -> Job | None:
    """Take the next due job, or one whose worker let its lease run out."""
    due = Job.objects.filter(
        Q(state=Job.State.WAITING, due_at__lte=at) | Q(state=Job.State.RUNNING, lease_until__lt=at)
    ).order_by("due_at", "pk")
    return _take(due, worker=worker, at=at) if due.exists() else None  # an idle worker takes no write lock


@transaction.atomic
def _take(due: QuerySet[Job], *, worker: str, at: datetime) -> Job | None:
    # A job that takes its worker with it never reaches `fail`: its attempts are counted here.
    hopeless = due.filter(attempts__gte=rules.MOST_ATTEMPTS)
    hopeless.update(state=Job.State.PARKED, ended_at=at, lease_until=None, error=WORKER_DIED)
    job = due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked).first()
    if job is None:
        return None
    job.state, job.worker, job.lease_until = Job.State.RUNNING, worker, at + rules.LEASE
    job.attempts += 1
    job.save(update_fields=["state", "worker", "lease_until", "attempts"])
    return job


def keep(job: Job, *, at: datetime) -> bool:
    """Hold the lease for another while; False when another worker has taken the job over."""
    return bool(_mine(job).update(lease_until=at + rules.LEASE))


def finish(job: Job, *, at: datetime) -> bool:
    return bool(_mine(job).update(state=Job.State.DONE, ended_at=at, lease_until=None, error=""))


def fail(job: Job, *, error: str, at: datetime) -> bool:
    """Put the job back for later, or park it when it has failed too often."""
    again = rules.next_try(attempts=job.attempts, failed_at=at)
    if again is None:
        return bool(_mine(job).update(state=Job.State.PARKED, ended_at=at, lease_until=None, error=error))
    return bool(_mine(job).update(state=Job.State.WAITING, due_at=again, lease_until=None, error=error))


def see(worker: str, *, at: datetime) -> None:
    """Note that a worker is alive."""
    Worker.objects.update_or_create(name=worker, defaults={"seen_at": at})


def _mine(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, worker=job.worker, attempts=job.attempts)
