"""`zhike migrate`: bring the database up to date; two at once wait for each other."""

import fcntl
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection

from zhike.cli.database import missing_migrations, start_django, unreachable
from zhike.cli.keeping import Progress, refusals
from zhike.cli.refusal import Refusal
from zhike.phrases import Phrase, chinese, say

LOCK = "migrate.lock"
LOCK_NUMBER = 20261122  # any number, the same for every Zhike on one PostgreSQL database


def run(_arguments: Namespace) -> int:
    settings = start_django()
    bring_up_to_date(settings.data_dir, keeping=settings.backup_before_migrate)
    print(chinese("The database is up to date."))
    return 0


def bring_up_to_date(data_dir: Path, *, keeping: bool = False) -> None:
    """Apply what is missing and make sure that the first roles and fields exist; safe to run twice.

    With `keeping`, a database that somebody has worked in is backed up first.

    Raises:
        Refusal: if the database cannot be reached or written.
    """
    from zhike.core.access import operations as access
    from zhike.core.fields import operations as fields
    from zhike.core.workdays import operations as workdays

    try:
        with _alone(data_dir):
            count = missing_migrations()
            if count and keeping:
                back_up_before()
            if count:
                words = Phrase("Updating the database: %(count)s steps…", {"count": count})
                print(say(words), file=sys.stderr)
                call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
            access.seed_roles()
            fields.seed_fields()
            workdays.seed_calendar()
    except DatabaseError as error:
        raise Refusal(unreachable(error)) from error


def back_up_before() -> None:
    """Keep what is there, in case that the upgrade is regretted.

    Raises:
        Refusal: if there is no room for it.
    """
    from zhike.core.keeping import making, upgrading

    if not upgrading.is_worth_keeping():
        return
    progress = Progress(making.TEXTS)
    try:
        with refusals():
            path = upgrading.back_up_before(at=datetime.now(UTC), share=progress)
    except Refusal as refusal:
        remedy = Phrase("Without a backup nothing is updated; ZHIKE_BACKUP_BEFORE_MIGRATE=0 does without.")
        raise Refusal(*refusal.phrases, remedy) from refusal
    finally:
        progress.end()
    print(say(Phrase("Backed up first, into %(path)s", {"path": path})), file=sys.stderr)


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    """Hold a lock on this machine and, on PostgreSQL, among all machines of the database."""
    with (data_dir / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_NUMBER])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_NUMBER])
