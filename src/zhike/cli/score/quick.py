"""Plain text files at the speed of the machine: commas, tabs or spaces between cells, with a head or without."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow

from zhike.cli.score import arrays
from zhike.cli.score.columns import Found, find, looks_like_a_day
from zhike.cli.score.purchases import Purchases

_SAMPLE_BYTES = 64_000
_SAMPLE_LINES = 200
_OTHERS = (b"PAR1", b"PK", b"\xd0\xcf\x11\xe0", b"<", b"\xff\xfe", b"\xfe\xff")
"""How files begin that are no plain text in UTF-8."""
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Shape:
    """How a text is to be cut: what stands between cells (a space for any number of them), its titles and samples."""

    delimiter: str
    titles: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    has_head: bool


def read(path: Path, named: Mapping[str, str]) -> Purchases | None:
    """Read a text file in UTF-8 whose cells are plain; None if it is any other, which the patient reader may know.

    Raises:
        Refusal: a named column is not there.
    """
    data = path.read_bytes().removeprefix(_MARK)
    shape = None if data.startswith(_OTHERS) else shape_of(data)
    if shape is None:
        return None
    found = find(shape.titles, shape.samples, named, has_head=shape.has_head)
    try:
        table = _table(data, shape, found)
        amount = arrays.cents(table["amount"]) if "amount" in found.places else None
        customer, day = arrays.names(table["customer"]), arrays.days(table["time"])
    except (arrays.Odd, pa.ArrowInvalid):
        return None
    return Purchases(customer, day, amount, found.titles, found.by_content)


def shape_of(data: bytes) -> Shape | None:
    """Find out how the first lines are cut; None if they are not all alike."""
    lines = _first_lines(data)
    for delimiter in ("\t", ",", ";", "|", " "):
        rows = _cut(lines, delimiter)
        width = len(rows[0]) if rows else 0
        if width > 1 and all(len(row) == width for row in rows):
            return _shape(rows, delimiter)
    return None


def _cut(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    if delimiter == " ":
        return [line.split() for line in lines]
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []


def _shape(rows: Sequence[Sequence[str]], delimiter: str) -> Shape | None:
    has_head = not any(looks_like_a_day(cell) for cell in rows[0])
    below = rows[1:] if has_head else rows
    if not below:
        return None
    titles = rows[0] if has_head else [str(number) for number in range(1, len(rows[0]) + 1)]
    return Shape(delimiter, tuple(title.strip() for title in titles), tuple(zip(*below, strict=True)), has_head)


def _first_lines(data: bytes) -> list[str]:
    """Answer the first whole lines that hold anything; none of a text in another encoding."""
    start = data[:_SAMPLE_BYTES]
    if b"\0" in start:
        return []
    if len(data) > _SAMPLE_BYTES:
        start = start[: start.rfind(b"\n") + 1]
    try:
        lines = start.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        return []
    return [line for line in lines if line.strip()][:_SAMPLE_LINES]


def _table(data: bytes, shape: Shape, found: Found) -> pa.Table:
    """Read the columns that are wanted, under their own names."""
    delimiter = shape.delimiter
    if delimiter == " ":
        data, delimiter = b"\n".join(b"\t".join(line.split()) for line in data.splitlines()), "\t"
    texts = pa.dictionary(pa.int32(), pa.string())
    kinds = {"customer": texts, "time": texts, "amount": pa.float64()}
    columns = {f"f{place}": name for name, place in found.places.items()}
    table = arrow.read_csv(
        BytesIO(data),
        arrow.ReadOptions(autogenerate_column_names=True, skip_rows=int(shape.has_head), block_size=1 << 22),
        arrow.ParseOptions(delimiter=delimiter),
        arrow.ConvertOptions(
            include_columns=list(columns),
            column_types={each: kinds[name] for each, name in columns.items()},
            strings_can_be_null=False,
        ),
    )
    return table.rename_columns([columns[each] for each in table.column_names])
