"""One month's file: written under a passing name, read back, renamed."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
from pyarrow import parquet

from zhike.analytics.snapshot.manifest import BadSnapshot, MonthFile
from zhike.analytics.snapshot.months import Figures, figures_of, figures_sql
from zhike.analytics.snapshot.schema import SCHEMA


def write_month(folder: Path, month: str, batches: Iterable[pa.RecordBatch], *, expected: Figures) -> MonthFile:
    """Write the lines of a month and check what came out.

    Raises:
        BadSnapshot: the file does not come to what the books said.
    """
    part = folder / f"{month}.part"
    with part.open("wb") as file:
        with parquet.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)
        file.flush()
        os.fsync(file.fileno())
    found = figures_in([part]).get(month)
    if found != expected:
        raise BadSnapshot(f"{month}: the books say {expected}, the file came out as {found}")
    path = folder / f"{month}.{found.count}-{found.mark:x}.parquet"
    part.replace(path)
    return MonthFile(path.name, path.stat().st_size, found)


def figures_in(files: Sequence[Path]) -> dict[str, Figures]:
    """Answer what the lines of some files come to by month.

    Raises:
        BadSnapshot: a file cannot be read.
    """
    if not files:
        return {}
    names = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    with duckdb.connect(config={"threads": 2, "memory_limit": "1GB"}) as held:
        try:
            return figures_of(held.execute(figures_sql(f"SELECT * FROM read_parquet([{names}])")).fetchall())  # noqa: S608
        except duckdb.Error as error:
            raise BadSnapshot(f"a file of the snapshot cannot be read: {error}") from error
