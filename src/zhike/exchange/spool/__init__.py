"""The spool: parsed rows, grouped by paper, and faults, in a temporary SQLite file between two processes."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Self

from zhike.exchange.columns import Layout
from zhike.exchange.settling import settle
from zhike.exchange.spool.firsts import First, Firsts
from zhike.exchange.spool.formers import Formers
from zhike.exchange.spool.halves import Halves
from zhike.exchange.spool.parts import Asking, Counts, Fault, Grade, Half, Head, Message, Row, Seen, SpooledRow
from zhike.phrases import Phrase

_SCHEMA = """
PRAGMA synchronous = OFF;
PRAGMA cache_size = -16000;
CREATE TABLE IF NOT EXISTS meta (head TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS row (line INTEGER PRIMARY KEY, "key" TEXT NOT NULL, cells TEXT);
CREATE TABLE IF NOT EXISTS fault (
    line INTEGER NOT NULL, "column" TEXT NOT NULL, text TEXT NOT NULL, "values" TEXT NOT NULL,
    grade TEXT NOT NULL DEFAULT 'error', written INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS seen (line INTEGER PRIMARY KEY, cells TEXT NOT NULL);
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS row_key ON row ("key", line);
CREATE INDEX IF NOT EXISTS fault_line ON fault (line);
"""
_ORDERED = """
SELECT "key", line, cells FROM row INDEXED BY row_key WHERE cells IS NOT NULL AND "key" > ? ORDER BY "key", line
"""

_MANY = 1_000
_GRADE = """CASE WHEN grade = 'error' AND instr("values", '"known":') THEN 'question' ELSE grade END"""
_MATCHING = f'(:grade IS NULL OR {_GRADE} = :grade) AND (:column IS NULL OR "column" = :column)'

__all__ = [
    "Asking",
    "Counts",
    "Fault",
    "First",
    "Grade",
    "Half",
    "Head",
    "Message",
    "Row",
    "Seen",
    "Spool",
    "SpooledRow",
]


class Spool:
    """Written by the process that reads the file, walked by the one that writes the rows into the books."""

    def __init__(self, path: Path) -> None:
        is_new = not path.exists()
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA busy_timeout = 60000")
        if is_new:
            self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.executescript(_SCHEMA)
        self._asked_by: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; who made it removes it."""
        self._connection.close()

    def add(self, rows: Sequence[SpooledRow], faults: Sequence[Fault] = (), seen: Sequence[Seen] = ()) -> None:
        """Write a chunk of rows, the faults found in them, and the cells of those as they stand in the file."""
        self._connection.execute("BEGIN")
        self._connection.executemany("INSERT INTO row VALUES (?, ?, ?)", rows)
        self._insert(faults)
        self._show(seen)
        self._connection.execute("COMMIT")

    def finish(self, head: Head, layout: Layout) -> None:
        """Check what rows owe each other, and make the spool ready to be walked."""
        self._connection.executescript(_INDEXES)
        self._connection.execute("BEGIN")
        settle(self._connection, layout, tables=head.tables)
        self._connection.execute("INSERT INTO meta VALUES (?)", [json.dumps(asdict(head))])
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA journal_mode = WAL")  # one process walks, another notes faults

    def distinct(self, *wanted: str, where: str, among: Iterable[str]) -> set[tuple[object, ...]]:
        """Answer what some columns hold together, each once, on the good rows with one of these values in `where`."""
        values = sorted(set(among))
        if not values:
            return set()
        places = ", ".join(self._held(name) for name in wanted)
        given = f"{self._indexed(where)} IN ({', '.join('?' * len(values))})"
        query = f"SELECT DISTINCT {places} FROM row WHERE {given}"  # noqa: S608 - places are numbers of ours
        return set(self._connection.execute(query, values))

    def totals(self, wanted: str, *, by: str, among: Iterable[str]) -> dict[str, int]:
        """Add up the sizes of what a column holds, above or below 0, for each of these values of `by`, however many."""
        held, value = self._indexed(by), self._held(wanted)
        query = f"""
            SELECT {held}, sum(abs({value})) FROM row WHERE {held} IN (SELECT value FROM json_each(?)) GROUP BY 1
        """  # noqa: S608 - places are numbers of ours
        return dict(self._connection.execute(query, [json.dumps(sorted(set(among)))]))

    def add_faults(self, faults: Iterable[Fault]) -> None:
        """Note what turned out to be wrong with rows when they were written into the books."""
        self._connection.execute("BEGIN")
        self._insert(faults, written=1)
        self._connection.execute("COMMIT")

    @cached_property
    def firsts(self) -> Firsts:
        return Firsts(self._connection)

    @cached_property
    def formers(self) -> Formers:
        return Formers(self._connection)

    @cached_property
    def halves(self) -> Halves:
        return Halves(self._connection)

    def forget_faults(self, *, after: str) -> None:
        """Forget what was noted while rows behind a key were written: they are written once more."""
        self._connection.execute(
            'DELETE FROM fault WHERE written AND line IN (SELECT line FROM row WHERE "key" > ?)', [after]
        )

    def show(self, seen: Sequence[Seen]) -> None:
        """Keep more cells as they stand in the file."""
        self._connection.execute("BEGIN")
        self._show(seen)
        self._connection.execute("COMMIT")

    def unseen(self) -> list[int]:
        """Name the rows with faults of which no cells are kept, in their order."""
        query = """
            SELECT DISTINCT line FROM fault JOIN row USING (line)
            WHERE line NOT IN (SELECT line FROM seen) ORDER BY line
        """
        return [line for (line,) in self._connection.execute(query)]

    def head(self) -> Head:
        """Say what the file is; `columns` are the names behind the values, in the layout's order."""
        words = json.loads(self._connection.execute("SELECT head FROM meta").fetchone()[0])
        return Head(**{name: _tuples(word) for name, word in words.items()})

    def counts(self) -> Counts:
        """Count the rows of the file, and those with at least one fault."""
        rows, errored = self._connection.execute(
            "SELECT (SELECT count(*) FROM row), (SELECT count(DISTINCT line) FROM fault WHERE grade = 'error')"
        ).fetchone()
        return Counts(rows, errored)

    def held(self) -> int:
        """Count the rows that reading keeps out."""
        return int(self._connection.execute("SELECT count(*) FROM row WHERE cells IS NULL").fetchone()[0])

    def told(self) -> Iterator[Fault]:
        """Give the errors, and what was said of rows that went in, in the order of their lines."""
        return self._faults("grade = 'error' OR (written AND grade = 'warning')", ())

    def faults(self, *grades: Grade) -> Iterator[Fault]:
        """Give what is said of rows in the order of their lines: errors, or what has one of these grades."""
        wanted = grades or ("error",)
        return self._faults(f"grade IN ({', '.join('?' * len(wanted))})", wanted)

    def messages(self) -> list[Message]:
        """Give each thing that is said of rows once, with its first place, the gravest and most frequent first."""
        return self._messages(
            'TRUE GROUP BY grade, "column", text',
            "CASE grade WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, count(*) DESC, min(line)",
        )

    def asked_names(self) -> list[Message]:
        """Give each question about all rows with a name once, with its first place, the most frequent first."""
        return self._messages(
            """grade = 'error' AND instr("values", '"known": [') GROUP BY "values" """, "count(*) DESC, min(line)"
        )

    def said(
        self, grade: Asking | None = None, column: str | None = None, *, first: int = 0, most: int = 50
    ) -> tuple[int, list[int]]:
        """Count the rows of which something is said, all or of one grade or column, and name some in their order.

        An error that names a known record is a question.
        """
        rows = f"SELECT DISTINCT line FROM fault JOIN row USING (line) WHERE {_MATCHING}"  # noqa: S608 - words of ours
        given = {"grade": grade, "column": column, "first": first, "most": most}
        (count,) = self._connection.execute(f"SELECT count(*) FROM ({rows})", given).fetchone()  # noqa: S608
        page = self._connection.execute(f"{rows} ORDER BY line LIMIT :most OFFSET :first", given)
        return count, [line for (line,) in page]

    def seen(self, lines: Sequence[int]) -> dict[int, list[str]]:
        """Give the cells of some rows as they stand in the file, by line."""
        query = f"SELECT line, cells FROM seen WHERE line IN ({', '.join('?' * len(lines))})"  # noqa: S608 - only question marks
        return {line: json.loads(cells) for line, cells in self._connection.execute(query, lines)}

    def said_of(self, lines: Sequence[int]) -> dict[int, list[Fault]]:
        """Give what is said of some rows, by line."""
        found: dict[int, list[Fault]] = {line: [] for line in lines}
        for fault in self._faults(f"line IN ({', '.join('?' * len(lines))})", lines):
            found[fault.line].append(fault)
        return found

    def groups(self, *, limit: int = 500) -> Iterator[list[Row]]:
        """Give the good rows in batches of about `limit`, ordered by key and line; no group is ever split.

        A group larger than the limit is a batch of its own. Faults may be added while walking.
        """
        return (rows for _, rows in self.batches(limit=limit))

    def batches(self, *, limit: int = 500, after: str = "") -> Iterator[tuple[str, list[Row]]]:
        """Give the batches behind a key, each with the key it ends with; every key is behind the empty one."""
        batch: list[Row] = []
        last = after
        for key, members in groupby(self._walk(after), key=itemgetter(0)):
            group = [row for _, row in members]
            if batch and len(batch) + len(group) > limit:
                yield last, batch
                batch = []
            batch += group
            last = key
        if batch:
            yield last, batch

    def _walk(self, after: str) -> Iterator[tuple[str, Row]]:
        """Give the good rows behind a key; the cells of many are read as one text, which is a third faster."""
        found = self._connection.execute(_ORDERED, [after])
        while many := found.fetchmany(_MANY):
            cells = json.loads(f"[{','.join([text for _, _, text in many])}]")
            for (key, line, _), values in zip(many, cells, strict=True):
                yield key, Row(line, dict(zip(self.columns, values, strict=True)))

    def _held(self, name: str) -> str:
        """Say in SQL where the rows hold a column."""
        return f"json_extract(cells, '$[{self.columns.index(name)}]')"

    def _indexed(self, name: str) -> str:
        """Say where the rows hold a column by which they are about to be asked for, again and again."""
        if name not in self._asked_by:
            self._connection.execute(f"CREATE INDEX IF NOT EXISTS row_{name} ON row ({self._held(name)})")
            self._asked_by.add(name)
        return self._held(name)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names behind the values of a row."""
        return self.head().columns

    def _messages(self, where_and_by: str, order: str) -> list[Message]:
        query = f"""
            SELECT min(line), "column", text, "values", grade, count(*) FROM fault WHERE {where_and_by} ORDER BY {order}
        """  # noqa: S608 - words of ours
        return [Message(_fault(*words), count) for *words, count in self._connection.execute(query)]

    def _faults(self, where: str, given: Sequence[object]) -> Iterator[Fault]:
        query = f'SELECT line, "column", text, "values", grade FROM fault WHERE {where} ORDER BY line, rowid'  # noqa: S608 - words of ours
        return (_fault(*words) for words in self._connection.execute(query, given))

    def _insert(self, faults: Iterable[Fault], *, written: int = 0) -> None:
        self._connection.executemany(
            "INSERT INTO fault VALUES (?, ?, ?, ?, ?, ?)",
            (
                (fault.line, fault.column, fault.phrase.text, _json(fault.phrase.values), fault.grade, written)
                for fault in faults
            ),
        )

    def _show(self, seen: Sequence[Seen]) -> None:
        rows = ((line, json.dumps(cells, ensure_ascii=False)) for line, cells in seen)
        self._connection.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", rows)


def _fault(*words: Any) -> Fault:
    line, column, text, values, grade = words
    return Fault(line, column, Phrase(text, json.loads(values)), grade)


def _tuples(word: Any) -> Any:
    """Make lists tuples again, as they were before they became JSON; what is inside an object stays."""
    return tuple(_tuples(each) for each in word) if isinstance(word, list) else word


def _json(values: Mapping[str, object]) -> str:
    return json.dumps(dict(values), ensure_ascii=False, default=str)
