"""How the rows of a file make returns, and how much of an order may come back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhike.core.search.rules import Named
from zhike.exchange.spool import Row
from zhike.kit.addresses import UNREACHABLE, is_reachable
from zhike.phrases import Phrase
from zhike.sales.rules.cells import LARGEST_LINE_NUMBER, by_number, decimal, positions, text, whole
from zhike.sales.rules.naming import Buyer, buyer_of, names_of
from zhike.sales.rules.papers import Fault

LINE_NUMBERS = Phrase("Return %(number)s: give each line a line number of its own, or none at all")
TOO_LARGE = Phrase("Return %(number)s: %(value)s is too large; was a digit typed twice?")
NOTHING_RETURNED = Phrase("Return %(number)s: its amount must be more than 0")
BOTH_WAYS = Phrase("Return %(number)s has amounts above and below 0; write all that came back the same way")


@dataclass(frozen=True)
class Line:
    """One line that came back; the sum in 分."""

    position: int
    product: str  # its code, or else its name
    product_name: str
    has_code: bool  # not its name alone
    quantity: Decimal | None
    amount: int


@dataclass(frozen=True)
class Paper:
    """All lines under one return number, with the lines of the file they stand in."""

    number: str
    buyer: Buyer
    order_number: str
    returned_on: date
    reason: str
    lines: tuple[Line, ...]
    file_lines: tuple[int, ...]
    fault: Fault | None

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)


def prepare(rows: Sequence[Row]) -> list[Paper]:
    """Put the rows of each return number together as a paper; what is written below 0 came back all the same."""
    return [_paper(number, group) for number, group in by_number(rows).items()]


def names(papers: Iterable[Paper]) -> Iterable[Named]:
    """Give the names that search will read if their customers are not known yet."""
    return names_of(each.buyer for each in papers)


def fitting(amounts: Mapping[str, int], *, remaining: int) -> set[str]:
    """Answer which returns of an order fit into what remains of it, the lower numbers first."""
    fit = set()
    for number in sorted(amounts):
        if amounts[number] <= remaining:
            remaining -= amounts[number]
            fit.add(number)
    return fit


def _paper(number: str, rows: Sequence[Row]) -> Paper:
    numbers = positions([whole(row.values.get("line_number")) for row in rows])
    lines = tuple(_line(row.values, at) for row, at in zip(rows, numbers or range(1, len(rows) + 1), strict=True))
    said: Any = {name: value for row in reversed(rows) for name, value in row.values.items() if value is not None}
    return Paper(
        number=number,
        buyer=buyer_of(said),
        order_number=text(said, "order_number"),
        returned_on=date.fromisoformat(said["returned_on"]),
        reason=text(said, "reason"),
        lines=lines,
        file_lines=tuple(row.line for row in rows),
        fault=_fault_of_rows(number, rows, numbers) or _fault(number, lines),
    )


def _fault_of_rows(number: str, rows: Sequence[Row], numbers: Sequence[int] | None) -> Fault | None:
    if numbers is None:
        return Fault(LINE_NUMBERS.given(number=number), "行号")
    amounts = [int(row.values["amount"] or 0) for row in rows]
    return Fault(BOTH_WAYS.given(number=number), "金额") if min(amounts) < 0 < max(amounts) else None


def _fault(number: str, lines: Sequence[Line]) -> Fault | None:
    if not is_reachable(number):
        return Fault(UNREACHABLE.given(number=number), "退货单号")
    if not sum(line.amount for line in lines):
        return Fault(NOTHING_RETURNED.given(number=number), "金额")
    for line in lines:
        if line.product and not is_reachable(line.product):
            return Fault(UNREACHABLE.given(number=line.product), "产品编码")
        if line.position > LARGEST_LINE_NUMBER:
            return Fault(TOO_LARGE.given(number=number, value=line.position), "行号")
    return None


def _line(values: Mapping[str, Any], position: int) -> Line:
    code, name = text(values, "product_code"), text(values, "product")
    quantity = decimal(values.get("quantity"))
    return Line(
        position=position,
        product=code or name,
        product_name=name or code,
        has_code=bool(code),
        quantity=None if quantity is None else abs(quantity),
        amount=abs(int(values["amount"])),
    )
