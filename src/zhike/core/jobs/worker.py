"""The worker process: claims jobs, runs them, keeps their lease, enqueues what recurs."""

import logging
import os
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from zhike.core.jobs import operations, rules
from zhike.core.jobs.models import Job

log = logging.getLogger(__name__)
SEEN_EVERY = timedelta(seconds=15)
KEPT_EVERY_SECONDS = 15.0
_lost: ContextVar[threading.Event | None] = ContextVar("lost", default=None)


def run(*, stop: threading.Event, idle_seconds: float = 0.5) -> None:
    """Run jobs until told to stop; the job at hand is finished first."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    seen_at: datetime | None = None
    while not stop.is_set():
        close_old_connections()
        now = timezone.now()
        if seen_at is None or now - seen_at > SEEN_EVERY:
            operations.see(name, at=now)
            enqueue_recurring(now)
            seen_at = now
        if not run_next(name):
            stop.wait(idle_seconds)
    connection.close()


def run_next(worker: str) -> bool:
    """Run one job if one is due; say whether there was one."""
    job = operations.claim(worker=worker, at=timezone.now())
    if job is None:
        return False
    try:
        with _kept(job):
            _function(job.name)(**job.payload)
    except Exception as error:
        log.exception("job %s failed", job.pk)
        operations.fail(job, error=_without_values(error), at=timezone.now())
    else:
        if not operations.finish(job, at=timezone.now()):
            log.warning("job %s was taken over before it ended", job.pk)
    return True


def has_lost_lease() -> bool:
    """Let the job at hand ask whether another worker may run it by now; False outside of jobs."""
    lost = _lost.get()
    return lost is not None and lost.is_set()


def run_all(worker: str = "here") -> int:
    """Run what is due, for the demo's first start and for tests; answer how many jobs ran."""
    count = 0
    while run_next(worker):
        count += 1
    return count


def enqueue_recurring(now: datetime) -> None:
    """Enqueue each daily job once a day, however many workers ask."""
    local = timezone.localtime(now)
    for name, hour in settings.ZHIKE_DAILY_JOBS.items():
        if local.hour >= hour:
            operations.enqueue(name=name, payload={}, at=now, unique_key=f"{name}:{local:%Y-%m-%d}")


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
    token = _lost.set(lost)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        _lost.reset(token)


def _keep(job: Job, *, ended: threading.Event, lost: threading.Event) -> None:
    """Renew until the job has ended or is lost: taken over, or out of reach for as long as a lease lasts."""
    held_until = timezone.now() + rules.LEASE
    while not lost.is_set() and not ended.wait(KEPT_EVERY_SECONDS):
        close_old_connections()
        now = timezone.now()
        try:
            if operations.keep(job, at=now):
                held_until = now + rules.LEASE
            else:
                lost.set()
            operations.see(job.worker, at=now)
        except Exception:
            log.exception("the lease of job %s could not be renewed", job.pk)
            if now >= held_until:
                lost.set()
    connection.close()
