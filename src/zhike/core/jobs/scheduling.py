"""What recurs: which jobs are due, enqueued once for each time however many processes ask."""

import logging
import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from zhike.core.jobs import operations, queries, rules
from zhike.core.outages import outage

log = logging.getLogger(__name__)
EVERY_SECONDS = 15.0
GRACE = timedelta(minutes=10)  # so long nobody worries about a job that should have been enqueued


def run(*, stop: threading.Event, every_seconds: float = EVERY_SECONDS) -> None:
    """Enqueue what recurs until told to stop, also through a time in which the database is away."""
    log.info("looking every %s seconds for what recurs", every_seconds)
    while not stop.is_set():
        close_old_connections()
        try:
            enqueue_due(timezone.now())
        except Exception as error:
            if (found := outage(error)) is None:
                raise
            log.error("%s; trying again in %s seconds", found.value, every_seconds)
        stop.wait(every_seconds)
    connection.close()


def enqueue_due(now: datetime) -> None:
    """Enqueue each job that recurs once for each time.

    After a standstill the last time missed is caught up on, not each. The key names the day or the stretch of time,
    so that a clock that is set forth or back doubles none.
    """
    keys = _keys(now)
    for key in keys.keys() - queries.known_keys(keys):
        operations.enqueue(name=keys[key], payload={}, at=now, unique_key=key)


def overdue(now: datetime) -> list[str]:
    """Name the jobs that somebody should have enqueued and nobody has; after a standstill the next time settles it."""
    due, current = _keys(now - GRACE), _keys(now)
    known = queries.known_keys([*due, *current])
    settled = {current[key] for key in current.keys() & known}
    return sorted({due[key] for key in due.keys() - known} - settled)


def _keys(now: datetime) -> dict[str, str]:
    """Name the job of each time that is due."""
    local = timezone.localtime(now)
    keys = {
        f"{name}:{rules.last_day(local, hour=hour):%Y-%m-%d}": name for name, hour in settings.ZHIKE_DAILY_JOBS.items()
    }
    for name, minutes in settings.ZHIKE_INTERVAL_JOBS.items():
        keys[f"{name}:{minutes}:{rules.last_turn(now, minutes=minutes)}"] = name
    return keys
