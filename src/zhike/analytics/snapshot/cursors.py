"""Lines through the database's own driver: slower than the scanner, and there is always one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from zhike.analytics.snapshot.months import Figures, figures_of, figures_sql, month_sql
from zhike.analytics.snapshot.schema import COLUMNS, SCHEMA
from zhike.analytics.snapshot.source import BadSource, Source, Vendor

AT_ONCE = 50_000


class CursorReader:
    """Reads one state of the books through a DB-API connection."""

    name = "cursor"

    def __init__(self, connection: Any, source: Source) -> None:
        self._connection, self._source = connection, source

    def figures(self) -> dict[str, Figures]:
        """Answer what each month comes to."""
        with closing(self._connection.cursor()) as cursor:
            cursor.execute(figures_sql(self._source.lines))
            return figures_of(cursor.fetchall())

    def lines(self, month: str) -> Iterator[pa.RecordBatch]:
        """Give the lines of a month."""
        named = {"name": "lines"} if self._source.vendor == "postgresql" else {}  # else all of them come at once
        with closing(self._connection.cursor(**named)) as cursor:
            cursor.execute(
                f"SELECT {', '.join(COLUMNS)} FROM ({month_sql(self._source.lines, month)}) AS found"  # noqa: S608
            )
            while rows := cursor.fetchmany(AT_ONCE):
                yield _batch(rows)


@contextmanager
def cursor_reader(source: Source) -> Iterator[CursorReader]:
    """Read the books as they are at one instant.

    Raises:
        BadSource: the database cannot be reached.
    """
    with _refusing(source.vendor), closing(_sqlite(source) if source.vendor == "sqlite" else _postgres(source)) as held:
        yield CursorReader(held, source)


@contextmanager
def _refusing(vendor: Vendor) -> Iterator[None]:
    kind: type[Exception] = sqlite3.Error
    if vendor == "postgresql":
        import psycopg  # noqa: PLC0415 - not needed where the books are in SQLite

        kind = psycopg.Error
    try:
        yield
    except kind as error:
        raise BadSource(str(error).partition("\n")[0]) from error


def _batch(rows: list[tuple[Any, ...]]) -> pa.RecordBatch:
    columns = zip(zip(*rows, strict=True), SCHEMA.types, strict=True)
    return pa.RecordBatch.from_arrays([pa.array(values).cast(kind) for values, kind in columns], schema=SCHEMA)


def _sqlite(source: Source) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{Path(source.place).as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute("BEGIN")
    return connection


def _postgres(source: Source) -> Any:
    import psycopg  # noqa: PLC0415 - as above

    connection = psycopg.connect(source.place)
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection
