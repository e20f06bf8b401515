"""The worker process: claims jobs, runs them, keeps their lease, enqueues what recurs."""

import logging
import os
import secrets
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

from zhike.core.jobs import operations, queries, rules
from zhike.core.jobs.models import Job
from zhike.core.jobs.running import Cancelled, LostLease, in_hand

log = logging.getLogger(__name__)
SEEN_EVERY = timedelta(seconds=15)
KEPT_EVERY_SECONDS = 15.0
TAKEN_OVER = "job %s was taken over before it ended"


def run(*, stop: threading.Event, idle_seconds: float = 0.5) -> None:
    """Run jobs until told to stop; the job at hand is finished first."""
    name = own_name()
    seen_at: datetime | None = None
    job: Job | None = None
    while not stop.is_set():
        close_old_connections()
        now = timezone.now()
        if seen_at is None or not timedelta(0) <= now - seen_at <= SEEN_EVERY:  # also when the clock was set back
            operations.see(name, at=now)
            enqueue_recurring(now)
            seen_at = now
        job = job or operations.claim(worker=name, at=now)
        if job is None:
            stop.wait(idle_seconds)
        else:
            job = _run(job, wants_more=not stop.is_set())
    if job is not None:
        operations.release(job)
    connection.close()


def own_name() -> str:
    """Name this process like no other: containers share host names and numbers, and a name is half of a lease."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(3)}"


def run_next(worker: str) -> bool:
    """Run one job if one is due; say whether there was one."""
    job = operations.claim(worker=worker, at=timezone.now())
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


def enqueue_recurring(now: datetime) -> None:
    """Enqueue each job that recurs once for each time, however many workers ask.

    After a standstill the last time missed is caught up on, not each. The key names the day or the stretch of time,
    so that a clock that is set forth or back doubles none.
    """
    local = timezone.localtime(now)
    keys = {
        f"{name}:{rules.last_day(local, hour=hour):%Y-%m-%d}": name for name, hour in settings.ZHIKE_DAILY_JOBS.items()
    }
    for name, minutes in settings.ZHIKE_INTERVAL_JOBS.items():
        keys[f"{name}:{minutes}:{rules.last_turn(now, minutes=minutes)}"] = name
    for key in keys.keys() - queries.known_keys(keys):
        operations.enqueue(name=keys[key], payload={}, at=now, unique_key=key)


def _run(job: Job, *, wants_more: bool = False) -> Job | None:
    """Run a job to its end; answer the next one when more is wanted and there is one."""
    try:
        if job.stop_asked_at is not None:  # its former worker died before it could stop
            raise Cancelled
        with _kept(job):
            _function(job.name)(**job.payload)
    except Cancelled:
        operations.stop(job, at=timezone.now())
    except LostLease:
        log.warning(TAKEN_OVER, job.pk)
    except Exception as error:
        log.exception("job %s failed", job.pk)
        _failed(job, error)
    else:
        return _finished(job, wants_more=wants_more)
    return None


def _finished(job: Job, *, wants_more: bool) -> Job | None:
    now = timezone.now()
    is_mine, after = operations.finish_and_claim(job, at=now) if wants_more else (operations.finish(job, at=now), None)
    if not is_mine:
        log.warning(TAKEN_OVER, job.pk)
    return after


def _failed(job: Job, error: Exception) -> None:
    if queries.is_stop_asked(job):
        operations.stop(job, at=timezone.now())
    else:
        operations.fail(job, error=_without_values(error), at=timezone.now())


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
    held_until = timezone.now() + operations.lease()
    pause = min(KEPT_EVERY_SECONDS, operations.lease().total_seconds() / 4)
    while not lost.is_set() and not ended.wait(pause):
        close_old_connections()
        now = timezone.now()
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
