"""Rows with cells that could not be read: the rest of them, so that all that is wrong is said at once."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from sqlite3 import Connection

from zhike.exchange.spool.parts import Half

_SCHEMA = """
CREATE TABLE IF NOT EXISTS half (
    line INTEGER PRIMARY KEY, "key" TEXT NOT NULL, cells TEXT NOT NULL, bad TEXT NOT NULL
)
"""
_BEHIND = """
SELECT line, half."key", half.cells, bad FROM half JOIN row USING (line) WHERE row."key" > ? ORDER BY 2, 1
"""


class Halves:
    """Kept while the file is read, walked before its rows are written."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        connection.execute(_SCHEMA)

    def keep(self, halves: Sequence[Half]) -> None:
        """Keep what could be read of some rows."""
        rows = ((half.line, half.key, half.cells, json.dumps(half.bad, ensure_ascii=False)) for half in halves)
        self._connection.executemany("INSERT OR IGNORE INTO half VALUES (?, ?, ?, ?)", rows)

    def batches(self, *, limit: int, after: str = "") -> Iterator[list[Half]]:
        """Give those behind a key in batches of about `limit`, ordered by key and line; no group is ever split."""
        told = self._connection.execute(_BEHIND, [after])
        found = [Half(line, key, cells, tuple(json.loads(bad))) for line, key, cells, bad in told]
        batch: list[Half] = []
        for _, group in groupby(found, key=attrgetter("key")):
            batch += group
            if len(batch) >= limit:
                yield batch
                batch = []
        if batch:
            yield batch
