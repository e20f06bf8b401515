"""Rows between PostgreSQL and a SQLite file, both ways, in one transaction and little memory."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from django.db import DataError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from zhike.core.keeping import tables
from zhike.core.keeping.refusing import Refused
from zhike.core.keeping.tables import Figures, Table, quoted
from zhike.phrases import Phrase

JSONB = 3802  # PostgreSQL's number of the type
READ_AT_ONCE = 5_000
WRITTEN_AT_ONCE = 50_000  # rows of one COPY: what refers to other rows is checked at its end, out of memory
DIGITS_OF_A_FLOAT = 15
HEART = ("accounts_user", "customers_party", "audit_entry")  # without a row in these nobody has worked here


def holds_data(connection: BaseDatabaseWrapper) -> bool:
    """Say whether somebody has worked in a database, or something else than Zhike lives in it."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor))
        if not names:
            return False
        if not names >= {"django_migrations", *HEART}:
            return names > {"django_migrations"} or "django_migrations" not in names
        for name in HEART:
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {quoted(name)})")  # noqa: S608
            if cursor.fetchone()[0]:
                return True
    return False


def into_file(connection: BaseDatabaseWrapper, copy: Path, *, share: Callable[[float], None]) -> None:
    """Copy a snapshot of PostgreSQL into an empty file, which gets the same migrations first."""
    with transaction.atomic(using=connection.alias, durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT app, name FROM django_migrations")
        _make_blank(copy, [f"{app}.{name}" for app, name in cursor.fetchall()])
        with tables.opened(copy) as db:
            db.execute("PRAGMA journal_mode=OFF")
            db.execute("PRAGMA synchronous=OFF")
            found = tables.tables(db)
            sizes = _estimates(cursor)
            total, done = sum(sizes.get(table.name, 0) for table in found) or 1, 0
            for table in found:
                _read_table(connection, db, table)
                done += sizes.get(table.name, 0)
                share(done / total)
            tables.index_words(db)
            _note_sequences(cursor, db, found)


def from_file(connection: BaseDatabaseWrapper, db: sqlite3.Connection) -> list[tuple[Table, Figures]]:
    """Put a file's rows in the place of all that the database holds, in the caller's transaction; answer the figures.

    Raises:
        Refused: if a value does not fit, or the figures differ afterwards.
    """
    found = tables.tables(db)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else each reference waits in memory for the end
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        there = set(connection.introspection.table_names(cursor)) - {"django_migrations"}
        cursor.execute(f"TRUNCATE {', '.join(map(quoted, sorted(there)))}")
        told = []
        for table in found:
            _write_table(cursor, db, table)
            told.append((table, _compared(cursor, db, table)))
        _set_sequences(cursor, db, found)
    return told


def shorten_decimals(db: sqlite3.Connection) -> None:
    """Turn decimals kept as bytes into SQLite's own numbers, which have fifteen digits."""
    for table in tables.tables(db):
        for name in map(quoted, table.decimals):
            number = f"CAST(CAST({name} AS TEXT) AS REAL)"
            db.execute(f"UPDATE {table.quoted} SET {name} = {number} WHERE typeof({name}) = 'blob'")  # noqa: S608


def _make_blank(copy: Path, migrations: Sequence[str]) -> None:
    """Migrate the file in a process of its own: what migrations do with rows must never meet the real database."""
    with TemporaryDirectory() as folder:
        environ = {
            **os.environ,
            "ZHIKE_DATA_DIR": folder,
            "ZHIKE_DATABASE_URL": f"sqlite:///{quote(str(copy.absolute()))}",
            "DJANGO_SETTINGS_MODULE": "zhike.config.settings",
        }
        command = [sys.executable, "-P", "-m", "zhike.core.keeping.blank"]
        done = subprocess.run(
            command, input="\n".join(migrations), env=environ, capture_output=True, text=True, check=False
        )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise Refused(
            Phrase(
                "The database's own steps are not those of this Zhike (%(reason)s): run `zhike doctor`.",
                {"reason": reason},
            )
        )


def _read_table(connection: BaseDatabaseWrapper, db: sqlite3.Connection, table: Table) -> None:
    places = ", ".join("?" * len(table.columns))
    with closing(connection.chunked_cursor()) as cursor:
        cursor.execute(f"SELECT {table.quoted_columns} FROM {table.quoted}")  # noqa: S608
        rows: list[tuple[Any, ...]] = cursor.fetchmany(READ_AT_ONCE)
        writers = [_json if column.type_code == JSONB else _plain for column in cursor.description or ()]
        db.execute("BEGIN")
        while rows:
            written = ([write(value) for write, value in zip(writers, row, strict=True)] for row in rows)
            db.executemany(f"INSERT INTO {table.quoted} VALUES ({places})", written)  # noqa: S608
            rows = cursor.fetchmany(READ_AT_ONCE)
        db.execute("COMMIT")


def _plain(value: Any) -> Any:
    """Write a value as Django writes it into SQLite."""
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value)
    if isinstance(value, Decimal):
        return str(value) if len(value.as_tuple().digits) <= DIGITS_OF_A_FLOAT else str(value).encode()
    return value if value is None or isinstance(value, (int, float, str, bytes)) else str(value)


def _json(value: str | None) -> str | None:
    return None if value is None else json.dumps(json.loads(value))


def _write_table(cursor: Any, db: sqlite3.Connection, table: Table) -> None:
    order = f" ORDER BY {quoted(table.key)}" if table.key else ""
    rows = db.execute(f"SELECT {table.quoted_columns} FROM {table.quoted}{order}")  # noqa: S608
    decimals = [number for number, name in enumerate(table.columns) if name in table.decimals]
    try:
        for batch in _batches(rows, whole=table.refers_to_itself):
            command = f"COPY {table.quoted} ({table.quoted_columns}) FROM STDIN"
            with cursor.db.wrap_database_errors, cursor.copy(command) as copy:
                for row in batch:
                    copy.write_row(_with_decimals(row, decimals) if decimals else row)
    except DataError as error:
        raise Refused(
            Phrase(
                "PostgreSQL does not take a value of the table %(table)s (%(reason)s): correct it, then try again.",
                {"table": table.name, "reason": str(error).partition("\n")[0]},
            )
        ) from error


def _with_decimals(row: tuple[Any, ...], places: Sequence[int]) -> list[Any]:
    values = list(row)
    for place in places:
        if values[place] is not None:
            values[place] = tables.exact(values[place])
    return values


def _batches(rows: Iterable[tuple[Any, ...]], *, whole: bool) -> Iterator[Iterable[tuple[Any, ...]]]:
    """Cut rows into pieces; a table that refers to itself is checked when all of it is there."""
    rest = iter(rows)
    for first in rest:
        yield chain([first], rest if whole else islice(rest, WRITTEN_AT_ONCE - 1))


def _compared(cursor: Any, db: sqlite3.Connection, table: Table) -> Figures:
    there, here = tables.figures(db, table), _figures(cursor, table)
    if there != here:
        raise Refused(
            Phrase(
                "The table %(table)s differs after copying, so nothing was written: please report this.",
                {"table": table.name},
            )
        )
    return here


def _figures(cursor: Any, table: Table) -> Figures:
    names = [*table.decimals, *table.whole_numbers]
    asked = ", ".join(["count(*)", *(f"sum({quoted(name)})" for name in names)])
    cursor.execute(f"SELECT {asked} FROM {table.quoted}")  # noqa: S608
    return {name: Decimal(value or 0) for name, value in zip(["", *names], cursor.fetchone(), strict=True)}


def _set_sequences(cursor: Any, db: sqlite3.Connection, found: Iterable[Table]) -> None:
    """Let new rows get numbers that no row ever had."""
    given = tables.sequences(db)
    for table in found:
        sequence = _sequence(cursor, table)
        if sequence and given.get(table.name):
            cursor.execute("SELECT setval(%s, %s)", [sequence, given[table.name]])
        elif sequence:
            cursor.execute("SELECT setval(%s, 1, false)", [sequence])


def _note_sequences(cursor: Any, db: sqlite3.Connection, found: Iterable[Table]) -> None:
    known = tables.sequences(db)
    for table in found:
        if not (sequence := _sequence(cursor, table)):
            continue
        cursor.execute(f"SELECT last_value FROM {sequence} WHERE is_called")  # noqa: S608
        last = max(known.get(table.name, 0), *(value for (value,) in cursor.fetchall()), 0)
        db.execute("DELETE FROM sqlite_sequence WHERE name = ?", [table.name])
        db.execute("INSERT INTO sqlite_sequence(name, seq) VALUES (?, ?)", [table.name, last])


def _sequence(cursor: Any, table: Table) -> str | None:
    if table.key is None:
        return None
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table.quoted, table.key])
    found: str | None = cursor.fetchone()[0]
    return found


def _estimates(cursor: Any) -> dict[str, int]:
    """Guess the sizes for the sake of progress."""
    cursor.execute("SELECT relname, greatest(reltuples, 1)::bigint FROM pg_class WHERE relkind = 'r'")
    return dict(cursor.fetchall())
