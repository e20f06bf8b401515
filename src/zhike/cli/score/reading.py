"""A file of purchases, read by the reader that knows its kind."""

from collections.abc import Mapping
from pathlib import Path

from zhike.cli.readable import refuse_unreadable
from zhike.cli.refusal import Refusal
from zhike.cli.score.purchases import Purchases
from zhike.phrases import Phrase


def read(path: Path, named: Mapping[str, str]) -> Purchases:
    """Read customer, day and amount of each row; what kind of file it is its content says, not its name.

    Args:
        path: the file.
        named: columns that the options name.

    Raises:
        Refusal: the file, a column or a cell cannot be read.
    """
    refuse_unreadable(path)
    from zhike.cli.score import parquet, quick

    if parquet.is_parquet(path):
        found: Purchases | None = parquet.read(path, named)
    else:
        found = quick.read(path, named)
    if found is None:
        from zhike.cli.score import patient

        found = patient.read(path, named)
    if not len(found.customer):
        raise Refusal(Phrase("There is no purchase in the file: below the head there is no row."))
    return found
