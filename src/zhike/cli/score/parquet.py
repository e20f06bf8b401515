"""Parquet files: the three columns of them, read as they are."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zhike.cli.refusal import Refusal
from zhike.cli.score import arrays
from zhike.cli.score.columns import Found, find
from zhike.cli.score.purchases import Purchases
from zhike.cli.score.refusing import bad_rows
from zhike.phrases import Phrase

_SAMPLE = 200


def is_parquet(path: Path) -> bool:
    """Tell a Parquet file by its first bytes."""
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def read(path: Path, named: Mapping[str, str]) -> Purchases:
    """Read the purchases of a Parquet file.

    Raises:
        Refusal: it is damaged, a column is not there, or a cell cannot be read.
    """
    try:
        found, table = _table(path, named)
        amount = arrays.cents(table["amount"]) if "amount" in found.places else None
        return Purchases(arrays.names(table["customer"]), arrays.days(table["time"]), amount, found.titles)
    except arrays.Odd as odd:
        faults = [(place + 1, found.titles[odd.name], odd.reason) for place in odd.places[:1]]
        raise bad_rows(faults, len(odd.places)) from odd
    except (pa.ArrowException, OSError, KeyError) as error:
        values = {"path": path, "reason": str(error).splitlines()[0]}
        phrase = Phrase("The Parquet file %(path)s cannot be read (%(reason)s): save it again.", values)
        raise Refusal(phrase) from error


def _table(path: Path, named: Mapping[str, str]) -> tuple[Found, pa.Table]:
    """Read the columns that are wanted, under their own names."""
    file = pq.ParquetFile(path)
    titles = list(file.schema_arrow.names)
    first = next(file.iter_batches(_SAMPLE), None)
    samples = [[str(value) for value in column.to_pylist()] for column in first.columns] if first else []
    found = find(titles, samples, named, has_head=True)
    table = file.read(columns=list(found.titles.values()))
    return found, table.select(list(found.titles.values())).rename_columns(list(found.titles))
