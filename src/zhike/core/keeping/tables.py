"""What a SQLite file holds, learnt from the file itself: it may be older than the program's models."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from graphlib import TopologicalSorter
from pathlib import Path

LEFT_EMPTY = ("accounts_session", "cache")  # never in a backup
NOT_ROWS = (*LEFT_EMPTY, "django_migrations")
MICRO = Decimal("0.000001")
Figures = dict[str, Decimal]


@dataclass(frozen=True)
class Table:
    """An ordinary table, its columns with their declared types, and the tables it refers to."""

    name: str
    columns: dict[str, str]
    key: str | None
    refers_to: frozenset[str]

    @property
    def quoted(self) -> str:
        return quoted(self.name)

    @property
    def quoted_columns(self) -> str:
        return ", ".join(map(quoted, self.columns))

    @property
    def refers_to_itself(self) -> bool:
        return self.name in self.refers_to

    @property
    def whole_numbers(self) -> list[str]:
        return [name for name, kind in self.columns.items() if kind.startswith(("integer", "bigint", "smallint"))]

    @property
    def decimals(self) -> list[str]:
        return [name for name, kind in self.columns.items() if kind.startswith(("decimal", "numeric"))]


class ExactSum:
    """Adds decimals as they are written, where SQLite's own sum would add binary fractions."""

    def __init__(self) -> None:
        self._sum = Decimal(0)

    def step(self, value: float | bytes | None) -> None:
        if value is not None:
            self._sum += exact(value).quantize(MICRO, ROUND_HALF_UP)

    def finalize(self) -> str:
        return str(self._sum)


def exact(value: float | bytes) -> Decimal:
    """Read a decimal as it was written: SQLite keeps the short ones as numbers, a backup keeps long ones as bytes."""
    return Decimal(value.decode() if isinstance(value, bytes) else repr(value))


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file that exists; each statement is a transaction of its own."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=20)
    try:
        yield db
    finally:
        db.close()


def has_tables(path: Path) -> bool:
    if not path.exists():
        return False
    with opened(path) as db:
        return bool(db.execute("SELECT EXISTS (SELECT 1 FROM sqlite_master)").fetchone()[0])


def tables(db: sqlite3.Connection) -> list[Table]:
    """List the tables with rows of ours, each after those it refers to."""
    found = {name: _table(db, name) for name in _names(db) if name not in NOT_ROWS}
    order = TopologicalSorter({name: (table.refers_to & found.keys()) - {name} for name, table in found.items()})
    return [found[name] for name in order.static_order()]


def counts(db: sqlite3.Connection) -> dict[str, int]:
    return {table.name: count(db, table) for table in tables(db)}


def count(db: sqlite3.Connection, table: Table) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table.quoted}").fetchone()[0])  # noqa: S608


def figures(db: sqlite3.Connection, table: Table) -> Figures:
    """Count the rows and add up every number."""
    db.create_aggregate("exact_sum", 1, ExactSum)  # type: ignore[arg-type]  # typeshed knows aggregates of integers only
    asked = [f"exact_sum({quoted(name)})" for name in table.decimals]
    for name in table.whole_numbers:  # in two halves: a sum beyond 63 bits would be an error
        asked += [f"sum({quoted(name)} / 1000000)", f"sum({quoted(name)} % 1000000)"]
    told = db.execute(f"SELECT {', '.join(['count(*)', *asked])} FROM {table.quoted}").fetchone()  # noqa: S608
    sums = [Decimal(value or 0) for value in told[1:]]
    halves = sums[len(table.decimals) :]
    found = {"": Decimal(told[0]), **dict(zip(table.decimals, sums, strict=False))}
    for number, name in enumerate(table.whole_numbers):
        found[name] = halves[2 * number] * 1_000_000 + halves[2 * number + 1]
    return found


def migrations(db: sqlite3.Connection) -> dict[str, list[str]]:
    """List the applied migrations of each app."""
    found: dict[str, list[str]] = {}
    for app, name in db.execute("SELECT app, name FROM django_migrations ORDER BY app, name"):
        found.setdefault(app, []).append(name)
    return found


def sequences(db: sqlite3.Connection) -> dict[str, int]:
    """Answer the last number that each table has ever given to a row."""
    return {name: int(last) for name, last in db.execute("SELECT name, seq FROM sqlite_sequence") if last}


def index_words(db: sqlite3.Connection) -> None:
    """Fill the full-text indexes from the tables they belong to."""
    for name in _virtual(db):
        db.execute(f"INSERT INTO {quoted(name)}({quoted(name)}) VALUES ('rebuild')")  # noqa: S608


def _names(db: sqlite3.Connection) -> list[str]:
    """List the ordinary tables: neither SQLite's own nor those inside of a full-text index."""
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    inside = tuple(f"{name}_" for name in _virtual(db))
    virtual = set(_virtual(db))
    return [name for name in names if not name.startswith(("sqlite_", *inside)) and name not in virtual]


def _virtual(db: sqlite3.Connection) -> list[str]:
    return [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")]


def _table(db: sqlite3.Connection, name: str) -> Table:
    told = db.execute(f"PRAGMA table_info({quoted(name)})").fetchall()
    keys = [column for _, column, _, _, _, key in told if key]
    return Table(
        name,
        columns={column: kind.lower() for _, column, kind, _, _, _ in told},
        key=keys[0] if len(keys) == 1 else None,
        refers_to=frozenset(row[2] for row in db.execute(f"PRAGMA foreign_key_list({quoted(name)})")),
    )
