"""Which row of a file was the first of those that may mean the same, by the words they are known by."""

import json
from collections.abc import Iterable
from sqlite3 import Connection
from typing import NamedTuple

_SCHEMA = """
CREATE TABLE IF NOT EXISTS earliest (
    word TEXT PRIMARY KEY, line INTEGER NOT NULL, name TEXT NOT NULL, number TEXT NOT NULL
)
"""
_NOTE = """
INSERT INTO earliest VALUES (?, ?, ?, ?) ON CONFLICT (word) DO UPDATE
SET line = excluded.line, name = excluded.name, number = excluded.number WHERE excluded.line < line
"""


class First(NamedTuple):
    """A word, the first row with it, and what that row calls its record."""

    word: str
    line: int
    name: str
    number: str


class Firsts:
    """Noted once for a whole file, as its batches come in another order than its rows and a trial forgets each."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        connection.execute(_SCHEMA)

    @property
    def are_noted(self) -> bool:
        return self._connection.execute("SELECT 1 FROM earliest LIMIT 1").fetchone() is not None

    def note(self, rows: Iterable[First]) -> None:
        """Note all rows of the file, in any order."""
        self._connection.execute("BEGIN")
        self._connection.executemany(_NOTE, rows)
        self._connection.execute("COMMIT")

    def of(self, words: Iterable[str]) -> dict[str, First]:
        """Answer the first row with each of these words."""
        query = "SELECT word, line, name, number FROM earliest WHERE word IN (SELECT value FROM json_each(?))"
        found = self._connection.execute(query, [json.dumps(sorted(set(words)), ensure_ascii=False)])
        return {word: First(word, *told) for word, *told in found}
