"""The rows of a file of receipts, prepared before the transaction: each row is one."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhike.core.search.rules import Named
from zhike.exchange.spool import Fault, Row
from zhike.kit.addresses import UNREACHABLE, is_reachable
from zhike.phrases import Phrase
from zhike.sales.rules.cells import text
from zhike.sales.rules.naming import Buyer, buyer_of, names_of

NOTHING_CAME = Phrase("A receipt is of money that came in: the amount must be more than 0")


@dataclass(frozen=True)
class Told:
    """One row: money that came in; the sum in 分.

    `key` is what a receipt without a number is known by when the same file comes again: all that its row says, and the
    how manieth of this file it is.
    """

    line: int
    number: str
    key: str
    buyer: Buyer
    received_on: date
    amount: int
    way: str
    account: str
    payer: str
    remarks: str
    repeats: bool  # the file has the same row further up, and no number tells the two apart


@dataclass(frozen=True)
class Prepared:
    """The receipts of a batch, and what is wrong with some rows."""

    told: list[Told]
    faults: list[Fault]


def prepare(rows: Sequence[Row]) -> Prepared:
    """Read what the cells mean; the same row twice stands for two receipts."""
    prepared = Prepared([], [])
    seen: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        fault = _fault(row)
        if fault:
            prepared.faults.append(fault)
            continue
        said = tuple(str(row.values.get(name) or "") for name in _SAID)
        seen[said] += 1
        prepared.told.append(_told(row, said, nth=seen[said]))
    return prepared


def names(prepared: Prepared) -> Iterable[Named]:
    """Give the names that search will read if their customers are not known yet."""
    return names_of(told.buyer for told in prepared.told)


_SAID = (
    *("customer_number", "customer", "customer_name"),
    *("received_on", "amount", "way", "account", "payer", "remarks"),
)


def _fault(row: Row) -> Fault | None:
    number = text(row.values, "number")
    if number and not is_reachable(number):
        return Fault(row.line, "收款单号", UNREACHABLE.given(number=number))
    if not row.values["amount"]:
        return Fault(row.line, "金额", NOTHING_CAME)
    return None


def _told(row: Row, said: tuple[str, ...], *, nth: int) -> Told:
    values: Any = row.values
    number = text(values, "number")
    return Told(
        line=row.line,
        number=number,
        key="" if number else hashlib.sha256("\n".join([*said, str(nth)]).encode()).hexdigest(),
        buyer=buyer_of(values),
        received_on=date.fromisoformat(values["received_on"]),
        amount=int(values["amount"]),
        way=text(values, "way"),
        account=text(values, "account"),
        payer=text(values, "payer"),
        remarks=text(values, "remarks"),
        repeats=not number and nth > 1,
    )
