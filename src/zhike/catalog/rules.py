"""The rows of a product file, prepared before the transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhike.core.search.rules import Named
from zhike.exchange.spool import Fault, Row
from zhike.kit.addresses import UNREACHABLE, is_reachable
from zhike.phrases import Phrase

LONGEST_CODE = 60
NO_CODE = Phrase("Without a code its name becomes the code, and “%(name)s” is too long for one; give it a code")


@dataclass(frozen=True)
class Prepared:
    """The rows of a batch, and what is wrong with some of them."""

    rows: list[Row]
    faults: list[Fault]


def prepare(rows: Sequence[Row]) -> Prepared:
    """Keep out the rows whose product could have no page."""
    prepared = Prepared([], [])
    for row in rows:
        fault = _fault(row)
        if fault:
            prepared.faults.append(fault)
        else:
            prepared.rows.append(row)
    return prepared


def names(prepared: Prepared) -> Iterator[Named]:
    """Give the names and codes that search will read when these rows are written."""
    for row in prepared.rows:
        yield str(row.values["name"]), str(row.values.get("code") or row.values["name"]), ()


def _fault(row: Row) -> Fault | None:
    name, code = str(row.values["name"]), str(row.values.get("code") or "")
    if not is_reachable(code or name):
        return Fault(row.line, "产品编码" if code else "产品名称", UNREACHABLE.given(number=code or name))
    if not code and len(name) > LONGEST_CODE:
        return Fault(row.line, "产品编码", NO_CODE.given(name=name))
    return None
