"""Bring orders in from a file: whole papers, submitted once, never edited."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zhike.catalog import operations as catalog_operations
from zhike.catalog import queries as catalog
from zhike.core import bulk
from zhike.exchange.kinds import Outcome, errored
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Spool
from zhike.phrases import Phrase
from zhike.sales.models import Order, OrderLine
from zhike.sales.operations import buyers
from zhike.sales.rules import Line, Paper

SUBMITTED = Phrase("Order %(order)s was submitted before with other content; a submitted paper is never edited")

Content = list[tuple[Any, ...]]
"""What a paper says: its buyer and day, then line after line."""

Submitted = tuple[Order, Content]
COLUMNS = ("position", "product_id", "quantity", "unit_price", "amount", "cost")


def bring_in(papers: Sequence[Paper], run: ImportRun, file: Spool) -> list[Outcome]:
    """Submit the papers that are new; the same paper again is skipped, another under its number refused.

    Customers and products are made for new papers only.
    """
    outcomes = [o for p in papers if p.fault for o in errored(p.file_lines, p.fault.phrase, p.fault.column)]
    good = [p for p in papers if not p.fault]
    submitted = _submitted(p.number for p in good)
    found = buyers.settle((p.buyer for p in good), run, file)
    new = []
    for p in good:
        who = found[p.buyer]
        if p.number in submitted:
            continue
        if isinstance(who, Phrase):
            outcomes += errored(p.file_lines, who, "客户")
        else:
            new.append(p)
    newcomers = {who for p in new if isinstance(who := found[p.buyer], buyers.Newcomer)}
    ids = buyers.ids_of(found, buyers.make(newcomers, run, file))
    products = _products(good, new, run)
    _submit([(p, ids[p.buyer]) for p in new], products=products, run=run)
    outcomes += [o for p in new for o in _created(p)]
    for p in good:
        if before := submitted.get(p.number):
            outcomes += _compared(p, before, _content(p, ids.get(p.buyer), products), run=run)
    return outcomes


def _products(papers: Sequence[Paper], new: Sequence[Paper], run: ImportRun) -> dict[str, int]:
    """Answer the id of each product the papers name, making those that new papers name for the first time."""
    known = catalog.products_known_as(line.product for p in papers for line in p.lines if line.product)
    unknown = {
        line.product: line.product_name for p in new for line in p.lines if line.product and line.product not in known
    }
    for product in catalog_operations.make_products(unknown, origin=run):
        known[product.code] = product
    return {word: product.pk for word, product in known.items()}


def _submitted(numbers: Iterable[str]) -> dict[str, Submitted]:
    """Answer the papers that are there already, with their content in the form `_content` gives."""
    orders = Order.objects.filter(bulk.Among("number", set(numbers)))
    found: dict[int, Submitted] = {order.pk: (order, [(order.customer_id, order.ordered_on)]) for order in orders}
    for order_id, *line in (
        OrderLine.objects.filter(order__in=found).order_by("order", "position").values_list("order_id", *COLUMNS)
    ):
        found[order_id][1].append(tuple(line))
    return {order.number: (order, content) for order, content in found.values()}


def _content(p: Paper, buyer: int | None, products: Mapping[str, int]) -> Content:
    lines = sorted(p.lines, key=lambda line: line.position)
    return [(buyer, p.ordered_on), *(_line(line, products) for line in lines)]


def _submit(papers: Sequence[tuple[Paper, int]], *, products: Mapping[str, int], run: ImportRun) -> None:
    ids = bulk.insert(
        Order,
        ("number", "customer_id", "ordered_on", "amount", "cost", "origin_id"),
        [(p.number, buyer, p.ordered_on, p.amount, p.cost, run.pk) for p, buyer in papers],
    )
    bulk.insert(
        OrderLine,
        ("order_id", *COLUMNS),
        [(order_id, *_line(line, products)) for order_id, (p, _) in zip(ids, papers, strict=True) for line in p.lines],
    )


def _line(line: Line, products: Mapping[str, int]) -> tuple[Any, ...]:
    """Write a line as the values of COLUMNS."""
    return (line.position, products.get(line.product), line.quantity, line.unit_price, line.amount, line.cost)


def _created(p: Paper) -> list[Outcome]:
    return [Outcome(line, "created") for line in p.file_lines]


def _compared(p: Paper, before: Submitted, content: Content, *, run: ImportRun) -> list[Outcome]:
    """Say what becomes of a paper whose number is taken; a run that was killed and runs again finds its own papers."""
    order, written = before
    if written != content:
        return errored(p.file_lines, SUBMITTED.given(order=p.number), "订单号")
    if order.origin_id == run.pk:
        return _created(p)
    return [Outcome(line, "skipped") for line in p.file_lines]
