"""`zhike move-database`: every row from SQLite to an empty PostgreSQL, compared number by number."""

import json
import sqlite3
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import dj_database_url

from zhike.cli.database import refuse_unmigrated, start_django, unreachable
from zhike.cli.keeping import refusals, without_password
from zhike.cli.keeping.targets import migrate_elsewhere
from zhike.cli.refusal import Refusal
from zhike.core.keeping import tables
from zhike.core.keeping.refusing import Refused
from zhike.phrases import Phrase, chinese, say

if TYPE_CHECKING:
    from zhike.core.keeping.tables import Figures, Table

TARGET = "target"
SILENT_FOR = timedelta(minutes=1)
Told = list[tuple["Table", "Figures"]]


def run(arguments: Namespace) -> int:
    start_django()
    _refuse_other_than_sqlite_to_postgresql(arguments.url)
    refuse_unmigrated()
    _refuse_a_living_worker()
    with refusals():
        told = _move(arguments.url)
    _report(told, arguments.url)
    if arguments.json:
        print(json.dumps(_as_dict(told), ensure_ascii=False))
    return 0


def _move(url: str) -> Told:
    """Copy all rows in one transaction, while nobody can write to the old database.

    Raises:
        Refused: if the new database is not empty, or a value does not fit.
    """
    from django.db import Error, connection, connections, transaction

    from zhike.core.keeping import postgres

    source = Path(str(connection.settings_dict["NAME"]))
    connections.databases[TARGET] = connections.configure_settings({"default": {}, TARGET: _settings_of(url)})[TARGET]
    try:
        if postgres.holds_data(connections[TARGET]):
            raise Refused(
                Phrase(
                    "%(database)s already holds data: make an empty database, then move there.",
                    {"database": without_password(url)},
                )
            )
        with TemporaryDirectory() as folder:
            migrate_elsewhere(url, Path(folder))
        with _held(source) as db, transaction.atomic(using=TARGET, durable=True):
            print(chinese("Copying…"), file=sys.stderr)
            return postgres.from_file(connections[TARGET], db)
    except Error as error:
        raise Refusal(unreachable(error)) from error
    finally:
        connections[TARGET].close()


def _settings_of(url: str) -> dict[str, object]:
    return dict(dj_database_url.parse(url))


@contextmanager
def _held(source: Path) -> Iterator[sqlite3.Connection]:
    """Let nobody write meanwhile: it would be lost."""
    with tables.opened(source) as db:
        db.execute("BEGIN IMMEDIATE")
        yield db


def _report(told: Told, url: str) -> None:
    width = max(len(table.name) for table, _ in told)
    for table, figures in told:
        sums = "  ".join(f"{name} {total:f}" for name, total in figures.items() if name and total)
        print(f"{table.name:<{width}}  {figures['']:>12,}  {sums}".rstrip())
    rows = sum(int(figures[""]) for _, figures in told)
    print(say(Phrase("Moved %(rows)s rows; every count and every sum is the same.", {"rows": f"{rows:,}"})))
    print(
        say(
            Phrase(
                "Now set ZHIKE_DATABASE_URL to %(url)s (with the password) and start Zhike. The old file is unchanged.",
                {"url": without_password(url)},
            )
        )
    )


def _as_dict(told: Told) -> dict[str, object]:
    numbers = {table.name: {name or "rows": str(total) for name, total in figures.items()} for table, figures in told}
    return {"rows": sum(int(figures[""]) for _, figures in told), "tables": numbers}


def _refuse_other_than_sqlite_to_postgresql(url: str) -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        raise Refusal(Phrase("ZHIKE_DATABASE_URL already names PostgreSQL: there is nothing to move."))
    try:
        usable = url.startswith(("postgresql://", "postgres://")) and bool(_settings_of(url)["NAME"])
    except (ValueError, KeyError):
        usable = False
    if not usable:  # the value is not repeated: it may hold a password
        raise Refusal(Phrase("The address cannot be understood: write postgresql://user:password@host:5432/database."))


def _refuse_a_living_worker() -> None:
    from zhike.core.jobs import queries as jobs

    seen = jobs.last_heartbeat()
    if seen and abs(datetime.now(UTC) - seen) < SILENT_FOR:
        raise Refusal(
            Phrase("Zhike is running: stop it, wait a minute and move then, so that nothing is written to the old one.")
        )
