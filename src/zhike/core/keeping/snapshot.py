"""A copy of the whole database as it is at one instant, while others go on writing. It is a SQLite file, always."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from zhike.core.keeping import postgres, tables

PAGES_AT_ONCE = 4096
Share = Callable[[float], None]


@dataclass(frozen=True)
class Taken:
    """What a copy holds."""

    vendor: str
    migrations: dict[str, list[str]]
    counts: dict[str, int]


def take(copy: Path, *, share: Share) -> Taken:
    """Copy the present database into a new file, without sessions; `share` hears how much of it is done."""
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if connection.vendor == "sqlite":
        _copy_file(Path(connection.settings_dict["NAME"]), copy, share)
    else:
        postgres.into_file(connection, copy, share=share)
    with tables.opened(copy) as db:
        _leave_out_sessions(db)
        return Taken(connection.vendor, tables.migrations(db), tables.counts(db))


def _copy_file(source: Path, copy: Path, share: Share) -> None:
    """Copy page by page inside one reading transaction: without it each write of others would start it anew."""
    with tables.opened(source) as reading, closing(sqlite3.connect(copy)) as target:
        target.execute("PRAGMA synchronous=OFF")
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()

        def told(_status: int, left: int, total: int) -> None:
            share(1 - left / total if total else 1)

        reading.backup(target, pages=PAGES_AT_ONCE, progress=told, sleep=0)


def _leave_out_sessions(db: sqlite3.Connection) -> None:
    """Overwrite them, too: what is deleted only can still be read in the file."""
    db.execute("PRAGMA journal_mode=DELETE")  # one file, no log beside it
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA secure_delete=ON")
    known = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for name in tables.LEFT_EMPTY:
        if name in known:
            db.execute(f"DELETE FROM {tables.quoted(name)}")  # noqa: S608
