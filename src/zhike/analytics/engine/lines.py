"""The table of lines inside an engine."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import ibis

NEEDED = ("customer", "ordered_on", "amount")
OPTIONAL = {
    "line": "int64",
    "order_number": "string",
    "returned_number": "string",
    "item": "int64",
    "store": "int64",
    "quantity": "float64",
}


class BadLinesTable(ValueError):
    """A table that lacks columns every question needs; the message names them."""


def lines_of(backend: Any, place: str | Path | Sequence[Path], as_of: date | None) -> Any:
    """Answer the lines up to a day.

    Raises:
        BadLinesTable: a column is missing.
    """
    table = backend.table(place) if isinstance(place, str) else _files(backend, place)
    return prepared(table, as_of)


def prepared(table: Any, as_of: date | None) -> Any:
    """Give a table all columns, those that it lacks empty, and leave out what lies after a day.

    Raises:
        BadLinesTable: a column is missing.
    """
    if missing := [name for name in NEEDED if name not in table.columns]:
        raise BadLinesTable(f"the lines lack {', '.join(missing)}")
    lacking = {name: ibis.null(kind) for name, kind in OPTIONAL.items() if name not in table.columns}
    whole = table.mutate(ordered_on=table.ordered_on.cast("date"), amount=table.amount.cast("int64"), **lacking)
    return whole if as_of is None else whole.filter(whole.ordered_on <= ibis.date(as_of.isoformat()))


def _files(backend: Any, place: Path | Sequence[Path]) -> Any:
    paths = [str(path) for path in ([place] if isinstance(place, Path) else place)]
    if backend.name == "pyspark":
        return backend.read_parquet(paths[0] if len(paths) == 1 else f"{{{','.join(paths)}}}")  # it takes one pattern
    return backend.read_parquet(paths)
