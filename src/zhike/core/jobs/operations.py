"""Enqueue, claim, keep and end jobs. A worker whose lease was taken over can no longer end its job."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils.module_loading import import_string

from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.jobs import rules
from zhike.core.jobs.models import Job, Worker
from zhike.core.logs import context as logs
from zhike.phrases import Phrase

WORKER_DIED = "its worker died each time"
AT_ONCE = 500
_TAKE = """
UPDATE jobs_job
SET state = 'running', worker = %%s, lease_until = %%s, started_at = %%s, attempts = attempts + 1, done = 0, total = 0
WHERE id = (
  SELECT id FROM jobs_job WHERE state = 'waiting' AND due_at <= %%s ORDER BY priority, due_at, id LIMIT 1 %s
)
RETURNING *"""


def lease() -> timedelta:
    """Answer how long a job belongs to a worker that is not heard of."""
    return timedelta(seconds=settings.ZHIKE_JOB_LEASE_SECONDS)


def enqueue(
    *,
    name: str,
    payload: dict[str, object],
    at: datetime,
    unique_key: str | None = None,
    by: User | None = None,
    priority: int | None = None,
    title: Phrase | None = None,
    link: str = "",
) -> None:
    """Ask for work in the caller's own transaction; the same key is never enqueued twice.

    With `by` it is that colleague's own work: she sees how it goes, under its title, and may stop it.
    """
    usual = rules.BULK if name in settings.ZHIKE_BULK_JOBS else rules.ORDINARY
    job = Job(
        name=name,
        payload=payload,
        unique_key=unique_key,
        due_at=at,
        by=by,
        priority=usual if priority is None else priority,
        words={"text": title.text, "values": dict(title.values)} if title else {},
        link=link,
        request_id=logs.request_id(),
    )
    Job.objects.bulk_create([job], ignore_conflicts=unique_key is not None)


def claim(*, worker: str, at: datetime) -> Job | None:
    """Take the job whose turn it is, after those were put back whose workers let their lease run out."""
    if not Job.objects.filter(
        _is_due(at) | _is_stale(at) | _is_of_another_time(at)
    ).exists():  # an idle worker takes no write lock
        return None
    with transaction.atomic():
        _put_back(at)
        return _take(worker=worker, at=at)


@transaction.atomic
def finish_and_claim(job: Job, *, at: datetime) -> tuple[bool, Job | None]:
    """End a job and take the next one by the same write; False when another worker had taken it over."""
    return finish(job, at=at), _take(worker=job.worker, at=at)


def _put_back(at: datetime) -> None:
    """Let jobs that were left behind wait again, due since their lease ran out, so that others come before them."""
    stale = Job.objects.filter(_is_stale(at))
    # A job that takes its worker with it never reaches `fail`: its attempts are counted here.
    hopeless = stale.filter(attempts__gte=rules.MOST_ATTEMPTS)
    hopeless.update(state=Job.State.PARKED, ended_at=at, lease_until=None, error=WORKER_DIED)
    stale.update(state=Job.State.WAITING, due_at=F("lease_until"), lease_until=None)
    Job.objects.filter(_is_of_another_time(at)).update(lease_until=at + lease())


def _take(*, worker: str, at: datetime) -> Job | None:
    """Take the first job that is due by one statement: written with the ORM it holds others up four times longer."""
    skip = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    now, until = (connection.ops.adapt_datetimefield_value(each) for each in (at, at + lease()))
    return next(iter(Job.objects.raw(_TAKE % skip, [worker, until, now, now])), None)


def keep(job: Job, *, at: datetime) -> bool:
    """Hold the lease for another while; False when another worker has taken the job over."""
    return bool(_mine(job).update(lease_until=at + lease()))


def hold(job: Job) -> bool:
    """Keep others from taking the job over until the caller's transaction ends; False when one has."""
    return _mine(job).select_for_update().values_list("pk", flat=True).first() is not None


def note_progress(job: Job, *, done: int, total: int) -> bool:
    """Let pages say how far the job is; False when another worker has taken it over."""
    return bool(_mine(job).update(done=done, total=total))


def finish(job: Job, *, at: datetime) -> bool:
    return bool(_mine(job).update(state=Job.State.DONE, ended_at=at, lease_until=None, error=""))


def fail(job: Job, *, error: str, at: datetime) -> bool:
    """Put the job back for later, or park it when it has failed too often."""
    again = rules.next_try(attempts=job.attempts, failed_at=at)
    if again is None:
        return bool(_mine(job).update(state=Job.State.PARKED, ended_at=at, lease_until=None, error=error))
    return bool(_mine(job).update(state=Job.State.WAITING, due_at=again, lease_until=None, error=error))


def release(job: Job) -> bool:
    """Give a job back that was taken and not begun."""
    back = {"state": Job.State.WAITING, "attempts": job.attempts - 1, "lease_until": None, "started_at": None}
    return bool(_mine(job).update(**back))


@transaction.atomic
def stop(job: Job, *, at: datetime) -> bool:
    """End a running job that was asked to stop, and tell the app whose work it was."""
    has_ended = bool(_mine(job).update(state=Job.State.CANCELLED, ended_at=at, lease_until=None))
    if has_ended:
        _tell_of_stop(job)
    return has_ended


@transaction.atomic
def cancel(*, job: int, by: User, at: datetime) -> bool:
    """End a job that waits or is parked, ask a running one to stop; False when it has ended already.

    The caller has asked for permission.

    Raises:
        Job.DoesNotExist: there is no such job.
    """
    found = Job.objects.select_for_update().get(pk=job)
    if not found.may_be_cancelled:
        return False
    if found.state == Job.State.RUNNING:
        found.stop_asked_at = at
    else:
        found.state, found.ended_at = Job.State.CANCELLED, at
        _tell_of_stop(found)
    found.save(update_fields=["state", "ended_at", "stop_asked_at"])
    audit.record(by=by, action="cancelled a job", about=found)
    return True


@transaction.atomic
def retry(*, job: int, by: User, at: datetime) -> bool:
    """Let a parked job be tried again from the first attempt on; False when it is not parked.

    The caller has asked for permission.

    Raises:
        Job.DoesNotExist: there is no such job.
    """
    found = Job.objects.select_for_update().get(pk=job)
    if found.state != Job.State.PARKED:
        return False
    found.state, found.due_at, found.attempts = Job.State.WAITING, at, 0
    found.ended_at = found.stop_asked_at = None
    found.save(update_fields=["state", "due_at", "attempts", "ended_at", "stop_asked_at"])
    audit.record(by=by, action="retried a job", about=found)
    return True


def see(worker: str, *, at: datetime) -> None:
    """Note that a worker is alive."""
    Worker.objects.update_or_create(name=worker, defaults={"seen_at": at})


def forget_ended(*, at: datetime) -> int:
    """Remove what ended long ago and needs nobody, some hundreds in a transaction, and workers long gone."""
    over = Job.objects.filter(ended_at__lt=at - rules.KEPT, state__in=(Job.State.DONE, Job.State.CANCELLED)).order_by(
        "ended_at"
    )
    count = 0
    while ids := list(over.values_list("pk", flat=True)[:AT_ONCE]):
        count += Job.objects.filter(pk__in=ids).delete()[0]
    Worker.objects.filter(seen_at__lt=at - rules.KEPT).delete()
    return count


def _is_due(at: datetime) -> Q:
    return Q(state=Job.State.WAITING, due_at__lte=at)


def _is_stale(at: datetime) -> Q:
    return Q(state=Job.State.RUNNING, lease_until__lt=at)


def _is_of_another_time(at: datetime) -> Q:
    """Find leases that a clock gave which has been set back since: one whose worker is dead would last for days."""
    return Q(state=Job.State.RUNNING, lease_until__gt=at + 2 * lease())


def _mine(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, worker=job.worker, attempts=job.attempts)


def _tell_of_stop(job: Job) -> None:
    """Call what the configuration names for jobs whose end without a result leaves something to be put right."""
    if path := settings.ZHIKE_STOPPED_JOBS.get(job.name):
        import_string(path)(**job.payload)
