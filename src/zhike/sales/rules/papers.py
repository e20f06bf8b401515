"""How the rows of a file make papers: whole orders with numbered lines."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhike.core.search.rules import Named
from zhike.kit.addresses import UNREACHABLE, is_reachable
from zhike.phrases import Phrase
from zhike.sales.rules.cells import LARGEST_LINE_NUMBER, by_number, decimal, known_sum, positions, text, whole
from zhike.sales.rules.naming import Buyer, buyer_of, names_of

LINE_NUMBERS = Phrase("Order %(order)s: give each line a line number of its own, or none at all")
HANDLERS = Phrase("Order %(order)s is handled by %(names)s: name one of them on all its rows")
TOO_LONG = Phrase("Order %(order)s: the remarks of its rows are longer than %(longest)d characters together")
TOO_LARGE = Phrase("Order %(order)s: %(value)s is too large; was a digit typed twice?")
LONGEST_REMARKS = 2000
LARGEST_COST = 10**13  # 分, as large as an amount may be: two large cells multiplied could be any size


@dataclass(frozen=True)
class Line:
    """One line as it was sold; sums in 分, the price of one in 元."""

    position: int
    product: str  # its code, or else its name
    product_name: str
    has_code: bool  # not its name alone
    quantity: Decimal | None
    unit_price: Decimal | None
    amount: int
    cost: int | None


@dataclass(frozen=True)
class Fault:
    """Why a whole paper stays out, and in which column."""

    phrase: Phrase
    column: str


@dataclass(frozen=True)
class Paper:
    """All lines under one order number, with the lines of the file they stand in."""

    number: str
    buyer: Buyer
    ordered_on: date
    lines: tuple[Line, ...]
    file_lines: tuple[int, ...]
    fault: Fault | None
    amount: int  # of all lines, like the cost
    cost: int | None
    handler: str
    remarks: str  # of all rows, each once


def prepare(rows: Sequence[Any]) -> list[Paper]:
    """Put the rows of each order number together as a paper."""
    return [paper(number, group) for number, group in by_number(rows).items()]


def names(papers: Iterable[Paper]) -> Iterable[Named]:
    """Give the names that search will read if their customers are not known yet."""
    return names_of(each.buyer for each in papers)


def paper(number: str, rows: Sequence[Any]) -> Paper:
    """Make the paper of one order number from its parsed rows (`exchange.spool.Row`)."""
    first = rows[0].values
    numbers = positions([whole(row.values.get("line_number")) for row in rows])
    lines = tuple(_line(row.values, at) for row, at in zip(rows, numbers or range(1, len(rows) + 1), strict=True))
    handlers, remarks = _said(rows, "handler"), "；".join(_said(rows, "remarks"))
    fault = _fault(number, lines) or _fault_of_words(number, handlers, remarks)
    return Paper(
        number=number,
        buyer=buyer_of(first),
        ordered_on=date.fromisoformat(first["ordered_on"]),
        lines=lines,
        file_lines=tuple(row.line for row in rows),
        fault=fault if numbers else Fault(LINE_NUMBERS.given(order=number), "行号"),
        amount=sum(line.amount for line in lines),
        cost=known_sum(line.cost for line in lines),
        handler=next(iter(handlers), ""),
        remarks=remarks,
    )


def _said(rows: Iterable[Any], name: str) -> dict[str, None]:
    """Answer what the rows of a paper say in one column, each thing once."""
    return {str(said): None for row in rows if (said := row.values.get(name))}


def _fault_of_words(number: str, handlers: Collection[str], remarks: str) -> Fault | None:
    if len(handlers) > 1:
        return Fault(HANDLERS.given(order=number, names="、".join(handlers)), "经手人")
    if len(remarks) > LONGEST_REMARKS:
        return Fault(TOO_LONG.given(order=number, longest=LONGEST_REMARKS), "备注")
    return None


def _fault(number: str, lines: Iterable[Line]) -> Fault | None:
    """Find what no book could hold, though each cell alone is possible."""
    if not is_reachable(number):
        return Fault(UNREACHABLE.given(number=number), "订单号")
    for line in lines:
        if line.product and not is_reachable(line.product):
            return Fault(UNREACHABLE.given(number=line.product), "产品编码")
        if line.position > LARGEST_LINE_NUMBER:
            return Fault(TOO_LARGE.given(order=number, value=line.position), "行号")
        if line.cost is not None and line.cost > LARGEST_COST:
            return Fault(TOO_LARGE.given(order=number, value=f"{line.cost // 100:,}"), "单位成本")
    return None


def _line(values: Mapping[str, Any], position: int) -> Line:
    code, name = text(values, "product_code"), text(values, "product")
    quantity = decimal(values.get("quantity"))
    cost, unit_cost = whole(values.get("cost")), decimal(values.get("unit_cost"))
    if cost is None and unit_cost is not None and quantity is not None:
        cost = int((unit_cost * quantity * 100).quantize(Decimal(1), ROUND_HALF_UP))
    return Line(
        position=position,
        product=code or name,
        product_name=name or code,
        has_code=bool(code),
        quantity=quantity,
        unit_price=decimal(values.get("unit_price")),
        amount=int(values["amount"]),
        cost=cost,
    )
