"""Ask every engine that is at hand the same questions and compare its answers with those that the suite expects.

Run by scripts/engines.sh in an environment of its own. ClickHouse is asked through chDB, which is its engine as a
library: the SQL is what Ibis would send to a server.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from pyarrow import parquet

from zhike.analytics.engine import Engine, Place, connect
from zhike.analytics.engine.tests import golden
from zhike.analytics.snapshot import SCHEMA

Opened = Iterator[tuple[Engine, Place]]


class Chdb:
    """As much of an Ibis backend as `Engine` uses, over chDB."""

    name = "clickhouse"

    def __init__(self, path: Path) -> None:
        from chdb.session import Session  # noqa: PLC0415 - half a GB that only this needs

        self._session = Session()
        self._session.query("CREATE DATABASE books ENGINE = Memory")
        self._session.query(f"CREATE VIEW books.lines AS SELECT * FROM file('{path}', Parquet)")  # noqa: S608

    def table(self, name: str) -> Any:
        return ibis.table(ibis.Schema.from_pyarrow(SCHEMA), name=name, database="books")

    def to_pyarrow(self, question: Any) -> pa.Table:
        sql = ibis.to_sql(question, dialect="clickhouse")
        answer = self._session.query(sql, "ArrowTable")
        return answer.cast(question.schema().to_pyarrow())

    def disconnect(self) -> None:
        self._session.close()


@contextmanager
def duckdb(path: Path) -> Opened:
    with connect() as engine:
        yield engine, path


@contextmanager
def clickhouse(path: Path) -> Opened:
    with Engine(Chdb(path)) as engine:
        yield engine, "lines"


@contextmanager
def spark(path: Path) -> Opened:
    with connect("spark://local[2]") as engine:
        yield engine, path


ENGINES: dict[str, Callable[[Path], Any]] = {"duckdb": duckdb, "clickhouse": clickhouse, "spark": spark}


def main() -> int:
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        parquet.write_table(golden.lines(), path := Path(folder) / "lines.parquet")
        for name in sys.argv[1:] or ENGINES:
            with ENGINES[name](path) as (engine, place):
                wrong += compare(name, engine, place)
    return 1 if wrong else 0


def compare(name: str, engine: Engine, place: Place) -> int:
    """Say of each question whether the answer is the expected one; answer how many are not."""
    expected, wrong = golden.answers(), 0
    for question, ask in golden.QUESTIONS.items():
        found = golden.rows_of(ask(engine, place))
        same = found == expected[question]
        wrong += not same
        print(f"  {'ok    ' if same else 'FAILED'}  {name:10} {question} ({len(found)} rows)", flush=True)
        if not same:
            print(*[pair for pair in zip(found, expected[question], strict=False) if pair[0] != pair[1]][:3], sep="\n")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
