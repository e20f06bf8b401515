"""Lines through DuckDB's scanners, which stream columns; loaded from their wheels, never from the network."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pyarrow as pa

from zhike.analytics.snapshot.months import Figures, figures_of, figures_sql, month_sql
from zhike.analytics.snapshot.schema import SCHEMA
from zhike.analytics.snapshot.source import BadSource, Source, Vendor

AT_ONCE = 100_000
EXTENSIONS: dict[Vendor, str] = {"sqlite": "sqlite_scanner", "postgresql": "postgres_scanner"}
ASKED: dict[Vendor, str] = {"sqlite": "sqlite_query", "postgresql": "postgres_query"}
ATTACHED: dict[Vendor, str] = {"sqlite": "sqlite", "postgresql": "postgres"}
TYPES = {
    "int64": "BIGINT",
    "string": "VARCHAR",
    "date32[day]": "DATE",
    "double": "DOUBLE",
}


class NoScanner(Exception):
    """The scanner of this database is not installed, or is not of DuckDB's version."""


class ScannerReader:
    """Reads one state of the books; the database itself runs the queries, by its own indexes."""

    name = "scanner"

    def __init__(self, connection: duckdb.DuckDBPyConnection, source: Source) -> None:
        self._connection, self._source = connection, source

    def figures(self) -> dict[str, Figures]:
        """Answer what each month comes to."""
        return figures_of(self._ask("*", figures_sql(self._source.lines)).fetchall())

    def lines(self, month: str) -> Iterator[pa.RecordBatch]:
        """Give the lines of a month."""
        columns = ", ".join(f"CAST({field.name} AS {TYPES[str(field.type)]}) AS {field.name}" for field in SCHEMA)
        reader = self._ask(columns, month_sql(self._source.lines, month)).to_arrow_reader(AT_ONCE)
        for batch in reader:
            yield pa.RecordBatch.from_arrays(batch.columns, schema=SCHEMA)

    def _ask(self, columns: str, sql: str) -> duckdb.DuckDBPyConnection:
        asked = f"SELECT {columns} FROM {ASKED[self._source.vendor]}('books', {_literal(sql)})"  # noqa: S608
        return self._connection.execute(asked)


@contextmanager
def scanner_reader(source: Source) -> Iterator[ScannerReader]:
    """Read the books as they are at one instant.

    Raises:
        NoScanner: read through a cursor instead.
        BadSource: the database cannot be reached.
    """
    config: dict[str, str | bool | int | float | list[str]] = {"threads": 2, "memory_limit": "1GB"}
    with _refusing(), duckdb.connect(config=config) as held:
        _load(held, source.vendor)
        held.execute(f"ATTACH {_literal(source.place)} AS books (TYPE {ATTACHED[source.vendor]}, READ_ONLY)")
        held.execute("BEGIN")
        yield ScannerReader(held, source)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise BadSource(str(error).partition("\n")[0]) from error


def _load(connection: duckdb.DuckDBPyConnection, vendor: Vendor) -> None:
    try:
        connection.execute(f"LOAD {_literal(str(_extension(vendor)))}")
    except duckdb.Error as error:
        raise NoScanner(str(error)) from error


def _extension(vendor: Vendor) -> Path:
    name = EXTENSIONS[vendor]
    spec = find_spec(f"duckdb_extension_{name}")
    if spec is None or spec.origin is None:
        raise NoScanner(f"duckdb-extension-{name.replace('_', '-')} is not installed")
    return Path(spec.origin).parent / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
