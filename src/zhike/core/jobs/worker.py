"""The worker process: claims jobs, runs them, keeps their lease, enqueues what recurs."""

import logging
import os
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from zhike.core.jobs import operations
from zhike.core.jobs.models import Job

log = logging.getLogger(__name__)
SEEN_EVERY = timedelta(seconds=15)
KEPT_EVERY_SECONDS = 15.0


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
        operations.finish(job, at=timezone.now())
    return True


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
    ended = threading.Event()

    def keep() -> None:
        while not ended.wait(KEPT_EVERY_SECONDS):
            operations.keep(job, at=timezone.now())
        connection.close()

    thread = threading.Thread(target=keep, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
