"""What known records were recognised by before the rows of a file changed it."""

import json
from collections.abc import Iterable
from sqlite3 import Connection

_SCHEMA = """
CREATE TABLE IF NOT EXISTS kept (word TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (word, id)) WITHOUT ROWID
"""


class Formers:
    """Words with their records, for the rows that come after the change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        connection.execute(_SCHEMA)

    def keep(self, words: Iterable[tuple[str, int]]) -> None:
        """Remember what records were known by."""
        self._connection.execute("BEGIN")
        self._connection.executemany("INSERT OR IGNORE INTO kept VALUES (?, ?)", words)
        self._connection.execute("COMMIT")

    def among(self, words: Iterable[str]) -> list[tuple[str, int]]:
        """Answer which of these words were kept, each with its record; they are asked for only if any were."""
        if self._connection.execute("SELECT 1 FROM kept LIMIT 1").fetchone() is None:
            return []
        query = "SELECT word, id FROM kept WHERE word IN (SELECT value FROM json_each(?)) ORDER BY word, id"
        return list(self._connection.execute(query, [json.dumps(sorted(set(words)), ensure_ascii=False)]))
