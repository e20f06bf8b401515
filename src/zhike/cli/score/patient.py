"""Every other table, in the patience of the import: workbooks, other encodings, titles above the head, totals below."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from zhike.analytics.purchases import code
from zhike.cli.refusal import Refusal
from zhike.cli.score.columns import Found, find
from zhike.cli.score.layout import AMOUNT_NEEDED, CUSTOMER, LAYOUT, TIME
from zhike.cli.score.purchases import Purchases
from zhike.cli.score.refusing import TOLD, bad_rows
from zhike.exchange.columns import Layout, Refused
from zhike.exchange.places import say_place
from zhike.exchange.reading import Plan, peek, read_into_spool
from zhike.exchange.spool import Head, Spool
from zhike.exchange.understanding.plans import plan_of
from zhike.phrases import Phrase


def read(path: Path, named: Mapping[str, str]) -> Purchases:
    """Read the purchases of any table that the import reads.

    Raises:
        Refusal: it is none, a column is not there, or a cell cannot be read.
    """
    try:
        seen = peek(path, LAYOUT, name=path.name)
        place = seen.understanding.chosen[0]
        found = find(seen.understanding.tables[place].titles, seen.samples[place], named, has_head=True)
        plan = replace(plan_of(seen.understanding), mapping={at: name for name, at in found.places.items()})
        return _read(path, plan, found)
    except Refused as refused:
        raise Refusal(refused.phrase) from refused


def _read(path: Path, plan: Plan, found: Found) -> Purchases:
    layout = Layout((CUSTOMER, TIME, AMOUNT_NEEDED) if "amount" in found.places else (CUSTOMER, TIME))
    with TemporaryDirectory(prefix="zhike-score-") as scratch:
        file = Path(scratch) / "spool"
        head = read_into_spool(path, file, layout, plan=plan, name=path.name)
        with Spool(file) as spool:
            _refuse_bad_rows(spool, head, found)
            rows = list(_rows(spool))
    if not rows:
        raise Refusal(Phrase("There is no purchase in the file: below the head there is no row."))
    customer, day, *amount = zip(*rows, strict=True)
    return Purchases(
        code(list(customer)),
        np.array(day, dtype="datetime64[D]"),
        np.array(amount[0], dtype=np.int64) if amount else None,
        found.titles,
        found.by_content,
        sum(head.left_out_counts.values()),
    )


def _rows(spool: Spool) -> Iterator[tuple[Any, ...]]:
    return (tuple(row.values.values()) for batch in spool.groups(limit=10_000) for row in batch)


def _refuse_bad_rows(spool: Spool, head: Head, found: Found) -> None:
    counts = spool.counts()
    if counts.errored:
        names = {column.title: found.titles[column.name] for column in LAYOUT.columns if column.name in found.titles}
        first = [
            (say_place(fault.line, head.tables), names.get(fault.column, fault.column), fault.phrase)
            for fault in islice(spool.faults(), TOLD)
        ]
        raise bad_rows(first, counts.errored)
