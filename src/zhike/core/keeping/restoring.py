"""Checking a backup and putting it back, so that nothing is half there and nothing is sent twice."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from django.conf import settings
from django.db import transaction
from django.db.migrations.loader import MigrationLoader

from zhike.core.accounts.models import Session
from zhike.core.jobs.models import Job
from zhike.core.keeping import archive, erasures, tables
from zhike.core.keeping.archive import Manifest
from zhike.core.keeping.refusing import Refused
from zhike.core.notices.models import Message

RESTORED = "restored from a backup"


@dataclass(frozen=True)
class Settled:
    """What was done to a restored database before anybody uses it."""

    parked: int
    unsent: int
    erased: int


def refuse_newer(manifest: Manifest, path: Path) -> None:
    """Let no database in that has steps this program does not know.

    Raises:
        Refused: naming the version that made it.
    """
    loader = MigrationLoader(connection=None, ignore_no_migrations=True)
    applied = {(app, name) for app, names in manifest.migrations.items() for name in names}
    if applied - loader.disk_migrations.keys():
        raise Refused(archive.newer(path, manifest.version))


def refuse_other_counts(copy: Path, manifest: Manifest, path: Path) -> None:
    """Count the rows that came out of a backup.

    Raises:
        Refused: if they are not those that went in.
    """
    with tables.opened(copy) as db:
        if tables.counts(db) != manifest.counts:
            raise Refused(archive.damaged(path))


def last_job(copy: Path) -> int:
    """Answer the newest job of a copy: later ones are asked for by the migrations of the restore itself."""
    with tables.opened(copy) as db:
        return int(db.execute("SELECT coalesce(max(id), 0) FROM jobs_job").fetchone()[0])


def put_files_back(opened: ZipFile, manifest: Manifest) -> None:
    for part in manifest.parts:
        if part.name.startswith(archive.FILES):
            target = settings.MEDIA_ROOT / part.name.removeprefix(archive.FILES)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            archive.extract(opened, part.name, target)


def merge_erasures(opened: ZipFile, manifest: Manifest) -> None:
    """Add what the backup knows of erasures to the list that is there."""
    if any(part.name == archive.ERASURES for part in manifest.parts):
        lines = opened.read(archive.ERASURES).decode("utf-8", errors="replace").splitlines()
        erasures.add(erasures.path_of_list(), lines)


@transaction.atomic
def settle(*, last_job: int, at: datetime) -> Settled:
    """Make restored rows safe to use: nobody is signed in, nothing is sent, whoever was erased is erased again.

    Jobs that only compute start over, what recurs waits for its next time, the backup that was being made among them.
    All others wait for a person, as what they do may have been done since.
    """
    Session.objects.all().delete()
    pending = Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING], pk__lte=last_job)
    quiet = pending.filter(name__in=settings.ZHIKE_QUIET_JOBS)
    quiet.update(state=Job.State.WAITING, due_at=at, attempts=0, lease_until=None)
    others = pending.exclude(name__in=settings.ZHIKE_QUIET_JOBS)
    recurring = others.filter(name__in=[*settings.ZHIKE_DAILY_JOBS, *settings.ZHIKE_INTERVAL_JOBS])
    recurring.update(state=Job.State.CANCELLED, ended_at=at, lease_until=None, error=RESTORED)
    parked = others.update(state=Job.State.PARKED, ended_at=at, lease_until=None, error=RESTORED)
    outbox = Message.objects.filter(state__in=[Message.State.WAITING, Message.State.SENDING])
    unsent = outbox.update(state=Message.State.UNKNOWN, ended_at=at, error=RESTORED)
    return Settled(parked=parked, unsent=unsent, erased=erasures.repeat(erasures.path_of_list()))


def sync(paths: Iterable[Path]) -> None:
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
