"""Where a restore puts the database: the last step makes it appear, whole."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from zipfile import ZipFile

import dj_database_url

from zhike.cli.database import start_django
from zhike.cli.household import ZHIKE
from zhike.cli.keeping import child_environment
from zhike.cli.refusal import Refusal
from zhike.config.environment import sqlite_url
from zhike.core.keeping import archive, tables
from zhike.core.keeping.archive import Manifest
from zhike.core.keeping.refusing import Refused, not_empty
from zhike.core.storage import sync_folder
from zhike.phrases import Phrase

if TYPE_CHECKING:
    from zhike.core.keeping.restoring import Settled

BESIDE = ("", "-wal", "-shm", "-journal")


class Target(Protocol):
    """An empty place for a database."""

    def prepare(self) -> None:
        """Start Django where the rows will be.

        Raises:
            Refused: if the place is not empty.
        """

    def fill(self, opened: ZipFile, manifest: Manifest, *, file: Path, mark: Path) -> "Settled":
        """Bring the rows in; when this is broken off nothing has appeared yet."""


class SqliteTarget:
    """A draft beside the file is made ready and takes its name at the end."""

    def __init__(self, url: str) -> None:
        self._target = Path(str(dj_database_url.parse(url)["NAME"]))
        self._draft = self._target.with_name(f"{self._target.name}.restoring")

    def prepare(self) -> None:
        if tables.has_tables(self._target):
            raise Refused(not_empty(self._target))
        os.environ["ZHIKE_DATABASE_URL"] = sqlite_url(self._draft)
        start_django(during_restore=True)

    def fill(self, opened: ZipFile, manifest: Manifest, *, file: Path, mark: Path) -> "Settled":
        from django.db import connections

        from zhike.cli.migrate import bring_up_to_date
        from zhike.core.keeping import postgres, restoring

        _forget(self._draft)
        archive.extract(opened, archive.DATABASE, self._draft)
        last_job = _checked(self._draft, manifest, file)
        if manifest.vendor != "sqlite":
            with tables.opened(self._draft) as db:
                postgres.shorten_decimals(db)
        bring_up_to_date(mark)
        settled = restoring.settle(last_job=last_job, at=datetime.now(UTC))
        connections.close_all()  # the last one to close writes the log into the file
        restoring.sync([self._draft])
        _forget(self._target)
        self._draft.replace(self._target)
        sync_folder(self._target.parent)
        return settled


class PostgresTarget:
    """All rows come in one transaction."""

    def prepare(self) -> None:
        start_django(during_restore=True)
        from django.db import connection

        from zhike.core.keeping import postgres

        if postgres.holds_data(connection):
            raise Refused(not_empty(connection.settings_dict["NAME"]))

    def fill(self, opened: ZipFile, manifest: Manifest, *, file: Path, mark: Path) -> "Settled":
        from django.db import connection, transaction

        from zhike.cli.migrate import bring_up_to_date
        from zhike.core.keeping import postgres, restoring

        copy = mark / archive.DATABASE
        archive.extract(opened, archive.DATABASE, copy)
        last_job = _checked(copy, manifest, file)
        migrate_elsewhere(sqlite_url(copy), mark)
        bring_up_to_date(mark)
        with tables.opened(copy) as db, transaction.atomic():
            postgres.from_file(connection, db)
            return restoring.settle(last_job=last_job, at=datetime.now(UTC))


def migrate_elsewhere(url: str, data_dir: Path) -> None:
    """Bring another database up to date in a process of its own: migrations know only their own database.

    Raises:
        Refusal: with the process's own words.
    """
    environ = child_environment(ZHIKE_DATABASE_URL=url, ZHIKE_DATA_DIR=str(data_dir))
    command = [*ZHIKE, "migrate"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refusal(
            Phrase("The database could not be brought up to date:\n%(lines)s", {"lines": done.stderr.strip()})
        )


def _checked(copy: Path, manifest: Manifest, file: Path) -> int:
    from zhike.core.keeping import restoring

    restoring.refuse_other_counts(copy, manifest, file)
    return restoring.last_job(copy)


def _forget(path: Path) -> None:
    for end in BESIDE:
        path.with_name(path.name + end).unlink(missing_ok=True)
