"""One row per customer into a file: csv and Parquet with names for programs, a workbook with titles for people."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow
import pyarrow.parquet as pq

from zhike.analytics.scoring import Rows
from zhike.cli.refusal import Refusal
from zhike.cli.score.sheet import Column, columns
from zhike.cli.score.workbook import write_workbook
from zhike.exchange.faults import guarded
from zhike.phrases import Phrase

MOST_XLSX_ROWS = 1_048_575


def refuse_unwritable(out: Path, source: Path) -> None:
    """Refuse what cannot be written before anything is worked out.

    Raises:
        Refusal: another kind of file, the file read, or no directory.
    """
    if out.suffix.lower() not in _WRITERS:
        values = {"path": out, "kinds": ", ".join(_WRITERS)}
        raise Refusal(Phrase("%(path)s cannot be written (--out): its name must end with %(kinds)s.", values))
    if out.exists() and source.exists() and out.samefile(source):
        raise Refusal(Phrase("%(path)s is the file that is read (--out): choose another name.", {"path": out}))
    if out.is_dir() or not out.parent.is_dir() or not os.access(out.parent, os.W_OK):
        raise _unwritable(out, os.strerror(20 if not out.parent.is_dir() else 21 if out.is_dir() else 13))


def write(rows: Rows, out: Path) -> None:
    """Write a file as its name says; it appears when it is whole.

    Raises:
        Refusal: it cannot be written.
    """
    if out.suffix.lower() == ".xlsx" and len(rows) > MOST_XLSX_ROWS:
        raise Refusal(Phrase("A workbook holds no more than %(rows)d rows: write .csv or .parquet (--out).",
                             {"rows": MOST_XLSX_ROWS}))  # fmt: skip
    draft = out.with_name(f".{out.name}.draft")
    try:
        _WRITERS[out.suffix.lower()](columns(rows), draft)
        draft.replace(out)
    except OSError as error:
        raise _unwritable(out, error.strerror or str(error)) from error
    finally:
        draft.unlink(missing_ok=True)


def _csv(found: Sequence[Column], draft: Path) -> None:
    """Write a csv; a mark of its encoding stands before it only if spreadsheets need it: where names are not ASCII."""
    table = _table(found)
    if pa.types.is_string(table.schema.field("customer").type):
        names = [guarded(name) for name in table["customer"].to_pylist()]
        table = table.set_column(0, "customer", pa.array(names))
        is_ascii = all(map(str.isascii, names))
    else:
        is_ascii = True
    with draft.open("wb") as file:
        file.write(b"" if is_ascii else b"\xef\xbb\xbf")
        arrow.write_csv(table, file)


def _parquet(found: Sequence[Column], draft: Path) -> None:
    pq.write_table(_table(found), draft)


def _table(found: Sequence[Column]) -> pa.Table:
    arrays = [pa.array(column.values, mask=column.missing) for column in found]
    return pa.table(dict(zip((column.name for column in found), arrays, strict=True)))


def _unwritable(out: Path, reason: str) -> Refusal:
    values = {"path": out, "reason": reason}
    return Refusal(
        Phrase("%(path)s cannot be written (--out, %(reason)s): choose a directory that you may write to.", values)
    )


_WRITERS: dict[str, Callable[[Sequence[Column], Path], None]] = {
    ".csv": _csv,
    ".xlsx": write_workbook,
    ".parquet": _parquet,
}
