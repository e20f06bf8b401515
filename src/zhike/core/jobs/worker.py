"""The worker process: claims jobs, runs them, keeps their lease, enqueues what recurs."""

import logging
import os
import secrets
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from zhike.core.jobs import clock, operations, queries, scheduling
from zhike.core.jobs.models import Job
from zhike.core.jobs.running import Cancelled, LostLease, in_hand
from zhike.core.logs.context import saying
from zhike.core.logs.writing import FACTS
from zhike.core.outages import outage

log = logging.getLogger(__name__)
SEEN_EVERY = timedelta(seconds=15)
KEPT_EVERY_SECONDS = 15.0
MOST_PAUSE_SECONDS = 10.0
TAKEN_OVER = "job was taken over before it ended"


@dataclass
class Round:
    """What a worker does again and again, and what it has in hand between two times."""

    name: str
    stop: threading.Event
    schedules: bool = True
    job: Job | None = None
    seen_at: datetime | None = None

    def go(self) -> bool:
        """Do one thing; False when there was nothing to do."""
        close_old_connections()
        self._look_around()
        job, self.job = self.job or operations.claim(worker=self.name, at=clock.now()), None
        if job is not None:
            self.job = _run(job, wants_more=not self.stop.is_set())
        return job is not None

    def _look_around(self) -> None:
        now = timezone.now()
        if self.seen_at is None or not timedelta(0) <= now - self.seen_at <= SEEN_EVERY:  # also when set back
            clock.compare()
            operations.see(self.name, at=now)
            if self.schedules:
                scheduling.enqueue_due(now)
            self.seen_at = now


def run(*, stop: threading.Event, idle_seconds: float = 0.5, schedules: bool = True) -> None:
    """Run jobs until told to stop, the job at hand first; `schedules` says whether it enqueues what recurs.

    While the disk is full or the database is away it waits, ever longer, and goes on by itself. A job it had in hand
    then is taken up again when its lease has run out.
    """
    round_ = Round(own_name(), stop, schedules)
    failures = 0
    while not stop.is_set():
        try:
            pause = 0.0 if round_.go() else idle_seconds
            failures = 0
        except Exception as error:
            if (found := outage(error)) is None:
                raise
            pause = min(MOST_PAUSE_SECONDS, idle_seconds * int(2 ** min(failures, 10)))
            failures += 1
            log.error("%s; trying again in %s seconds", found.value, pause)
        stop.wait(pause)
    if round_.job is not None:
        operations.release(round_.job)
    connection.close()


def own_name() -> str:
    """Name this process like no other: containers share host names and numbers, and a name is half of a lease."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(3)}"


def run_next(worker: str) -> bool:
    """Run one job if one is due; say whether there was one."""
    job = operations.claim(worker=worker, at=clock.now())
    if job is None:
        return False
    _run(job)
    return True


def run_all(worker: str = "here") -> int:
    """Run what is due, for the demo's first start and for tests; answer how many jobs ran."""
    count = 0
    while run_next(worker):
        count += 1
    return count


def _run(job: Job, *, wants_more: bool = False) -> Job | None:
    """Run a job to its end; answer the next one when more is wanted and there is one."""
    with saying(job=job.name, job_id=job.pk, attempt=job.attempts, request_id=job.request_id or None):
        began = time.monotonic()
        try:
            _work(job)
        except Cancelled:
            operations.stop(job, at=clock.now())
            log.info("job stopped as somebody wished")
        except LostLease:
            log.warning(TAKEN_OVER)
        except Exception as error:
            log.exception("job failed")
            _failed(job, error)
        else:
            took = round((time.monotonic() - began) * 1000)
            log.info("job done", extra={FACTS: {"duration_ms": took}})
            return _finished(job, wants_more=wants_more)
    return None


def _work(job: Job) -> None:
    """Call the job's function.

    Raises:
        Cancelled: somebody wishes it to stop.
        LostLease: another worker has it.
    """
    if job.stop_asked_at is not None:  # its former worker died before it could stop
        raise Cancelled
    with _kept(job):
        _function(job.name)(**job.payload)


def _finished(job: Job, *, wants_more: bool) -> Job | None:
    now = clock.now()
    is_mine, after = operations.finish_and_claim(job, at=now) if wants_more else (operations.finish(job, at=now), None)
    if not is_mine:
        log.warning(TAKEN_OVER)
    return after


def _failed(job: Job, error: Exception) -> None:
    if queries.is_stop_asked(job):
        operations.stop(job, at=clock.now())
    else:
        operations.fail(job, error=_without_values(error), at=clock.now())


def _function(name: str) -> Callable[..., Any]:
    """Only the jobs listed in the configuration can be run, never a path from a row."""
    found: Callable[..., Any] = import_string(settings.ZHIKE_JOBS[name])
    return found


def _without_values(error: Exception) -> str:
    """Keep where it happened, not what it said: an exception's text may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__)[-5:]
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places}"


@contextmanager
def _kept(job: Job) -> Iterator[None]:
    """Renew the lease from a thread of its own while the job runs."""
    ended, lost = threading.Event(), threading.Event()
    thread = threading.Thread(target=_keep, args=(job,), kwargs={"ended": ended, "lost": lost}, daemon=True)
    thread.start()
    try:
        with in_hand(job, lost):
            yield
    finally:
        ended.set()
        thread.join()


def _keep(job: Job, *, ended: threading.Event, lost: threading.Event) -> None:
    """Renew until the job has ended or is lost: taken over, or out of reach for as long as a lease lasts."""
    held_until = clock.now() + operations.lease()
    pause = min(KEPT_EVERY_SECONDS, operations.lease().total_seconds() / 4)
    while not lost.is_set() and not ended.wait(pause):
        close_old_connections()
        now = clock.now()
        try:
            if operations.keep(job, at=now):
                held_until = now + operations.lease()
            else:
                lost.set()
            operations.see(job.worker, at=now)
        except Exception:
            log.exception("the lease of job %s could not be renewed", job.pk)
            if now >= held_until:
                lost.set()
    connection.close()
