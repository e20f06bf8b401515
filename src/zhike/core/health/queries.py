"""How the house is: whether it can work, and its figures. Each question is a count on an index."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

import zhike
from zhike.core.accounts import queries as accounts
from zhike.core.health.rules import Gauge, Value
from zhike.core.jobs import queries as jobs
from zhike.core.jobs import scheduling
from zhike.core.keeping import making
from zhike.core.notices import queries as notices

SEEN_WITHIN = timedelta(minutes=2)


def lacks_migrations() -> bool:
    """Say whether the database is older than the program.

    Raises:
        django.db.Error: it cannot be asked.
    """
    return bool(_own_migrations() - MigrationRecorder(connection).applied_migrations().keys())


@cache
def _own_migrations() -> frozenset[tuple[str, str]]:
    """Name the migrations that this program has; its files do not change while it runs."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.graph.nodes)


def gauges(at: datetime) -> list[Gauge]:
    """Answer the figures of this moment."""
    return [
        Gauge("info", "The version that answers.", [Value(1, {"version": zhike.__version__})]),
        *_jobs(at),
        *_recurring(at),
        *_outbox(),
        Gauge("sessions", "Sessions that have not come to their end.", [Value(accounts.live_sessions(at))]),
        *_storage(),
        *_backup(),
    ]


def _jobs(at: datetime) -> Iterator[Gauge]:
    standing = jobs.standing()
    counts = [Value(each.count, {"name": each.name, "state": each.state}) for each in standing]
    yield Gauge("jobs", "Jobs that wait, run or are parked.", counts)
    due = [each.earliest_due for each in standing if each.state == "waiting" and each.earliest_due <= at]
    age = (at - min(due)).total_seconds() if due else 0
    yield Gauge("jobs_oldest_waiting_seconds", "How long the job that is due the longest has waited.", [Value(age)])
    workers = jobs.workers_seen_since(at - SEEN_WITHIN).count()
    yield Gauge("workers", "Workers seen in the last two minutes.", [Value(workers)])


def _recurring(at: datetime) -> Iterator[Gauge]:
    late = len(scheduling.overdue(at))
    yield Gauge("recurring_jobs_overdue", "Recurring jobs that nobody has enqueued in time.", [Value(late)])


def _outbox() -> Iterator[Gauge]:
    unsent = [Value(count, {"state": state}) for state, count in sorted(notices.unsent().items())]
    yield Gauge("outbox_messages", "Notices by mail and group robots that have not gone out.", unsent)


def _storage() -> Iterator[Gauge]:
    yield Gauge("database_bytes", "Size of the database.", [Value(_database_bytes())])
    free = shutil.disk_usage(settings.DATA_DIR).free
    yield Gauge("data_disk_free_bytes", "Room on the disk of the data directory.", [Value(free)])


def _database_bytes() -> int:
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return sum(each.stat().st_size for each in (path, path.with_name(f"{path.name}-wal")) if each.exists())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _backup() -> Iterator[Gauge]:
    """Tell of the last backup that was made on this machine."""
    last = making.last_noted(settings.DATA_DIR)
    if last is None:
        return
    path, at = last
    yield Gauge("last_backup_timestamp_seconds", "When the last backup was made.", [Value(at.timestamp())])
    size = path.stat().st_size if path.exists() else 0
    yield Gauge("last_backup_bytes", "Its size; 0 when it is no longer there.", [Value(size)])
