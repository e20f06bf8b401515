"""Bring returns in from a file: whole papers, submitted once; no more of an order comes back than was sold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from zhike.catalog import queries as catalog
from zhike.core import bulk
from zhike.exchange.kinds import Outcome, errored
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Spool
from zhike.phrases import Phrase
from zhike.sales.models import Order, Return, ReturnLine
from zhike.sales.operations import buyers
from zhike.sales.operations.products import Former, make_missing, meant
from zhike.sales.rules.naming import Buyer
from zhike.sales.rules.returned import Line, Paper, fitting

SUBMITTED = Phrase("Return %(number)s was submitted before with other content; a submitted paper is never edited")
NO_ORDER = Phrase("There is no order %(order)s; import the orders first, or leave the cell empty")
OF_ANOTHER = Phrase("Order %(order)s is another customer's; look at the customer and at the order number")
TOO_MUCH = Phrase("Of order %(order)s only %(remaining)s can still come back")
COLUMNS = ("position", "product_id", "quantity", "amount")
Content = list[tuple[Any, ...]]
"""What a paper says: its buyer, order, day and reason, then line after line."""

Submitted = tuple[Return, Content, Former]


@dataclass
class Batch:
    """What one transaction knows of the papers' customers, orders and products."""

    run: ImportRun
    orders: dict[str, Order]
    found: dict[Buyer, buyers.Found]
    ids: dict[Buyer, int]
    products: dict[str, int]
    fit: dict[str, set[str]]  # of each order, the numbers of the returns it has room for
    remaining: dict[str, int]  # of each order, in 分, without this file

    def customer_of(self, p: Paper) -> int | None:
        """Answer whose return it is: whom it names, else the buyer of its order."""
        if p.buyer.is_named:
            return self.ids.get(p.buyer)
        order = self.orders.get(p.order_number)
        return order.customer_id if order else None

    def content_of(self, p: Paper, former: Former) -> Content:
        head = (self.customer_of(p), p.order_number or None, p.returned_on, p.reason)
        lines = sorted(p.lines, key=lambda line: line.position)
        return [head, *(_line(line, self.products, former) for line in lines)]


def bring_in(papers: Sequence[Paper], run: ImportRun, file: Spool) -> list[Outcome]:
    """Submit the returns that are new; the same paper again is skipped, another under its number refused."""
    outcomes = [o for p in papers if p.fault for o in errored(p.file_lines, p.fault.phrase, p.fault.column)]
    good = [p for p in papers if not p.fault]
    batch = _batch(good, run, file)
    submitted = _submitted(p.number for p in good)  # once the orders are held
    new = []
    for p in good:
        if before := submitted.get(p.number):
            outcomes += _compared(p, before, batch.content_of(p, before[2]), run=run)
        elif isinstance(who := batch.found.get(p.buyer), Phrase):
            outcomes += buyers.without(p.file_lines, who, run)
        elif fault := _fault(batch, p):
            outcomes += errored(p.file_lines, *fault)
        else:
            new.append(p)
            outcomes += [Outcome(line, "created") for line in p.file_lines]
    newcomers = {who for p in new if isinstance(who := batch.found.get(p.buyer), buyers.Newcomer)}
    batch.ids = buyers.ids_of(batch.found, buyers.make(newcomers, run, file))
    make_missing(batch.products, (line for p in new for line in p.lines), run)
    _submit(new, batch)
    return outcomes


def _batch(papers: Sequence[Paper], run: ImportRun, file: Spool) -> Batch:
    numbers = {p.order_number for p in papers if p.order_number}
    found = buyers.settle((p.buyer for p in papers if p.buyer.is_named), run, file)
    orders = _held(numbers)
    named = {line.product for p in papers for line in p.lines if line.product}
    remaining = _remaining(orders, run)
    coming = _coming(numbers, run, file)
    return Batch(
        run=run,
        orders=orders,
        found=found,
        ids=buyers.ids_of(found, {}),
        products={word: product.pk for word, product in catalog.products_known_as(named).items()},
        fit={order: fitting(coming.get(order, {}), remaining=left) for order, left in remaining.items()},
        remaining=remaining,
    )


def _held(numbers: set[str]) -> dict[str, Order]:
    """Answer the orders of these numbers, held until the transaction ends so that no other import returns them too.

    They are read after all versions are held: while this waited, a newer version may have come.
    """
    versions = Order.objects.filter(bulk.Among("number", numbers))
    list(versions.select_for_update().order_by("pk").values_list("pk", flat=True))
    return {order.number: order for order in versions.current()}


def _remaining(orders: Mapping[str, Order], run: ImportRun) -> dict[str, int]:
    """Answer what of each order has not come back yet, by any of its versions, besides what this run has brought."""
    rows = Return.objects.filter(bulk.Among("order__number", set(orders))).exclude(origin=run)
    back = dict(rows.order_by().values_list("order__number").annotate(Sum("amount")))
    return {number: order.amount - back.get(number, 0) for number, order in orders.items()}


def _coming(orders: set[str], run: ImportRun, file: Spool) -> dict[str, dict[str, int]]:
    """Answer what the file as a whole brings back of each order, by return, in 分: a trial sees the same as the import.

    The order stands perhaps on one row of a return only, so all rows of its number count.
    """
    order_of = {
        str(n): str(order) for n, order in file.distinct("number", "order_number", where="order_number", among=orders)
    }
    known = Return.objects.filter(bulk.Among("number", set(order_of))).exclude(origin=run)
    new = set(order_of) - set(known.values_list("number", flat=True))
    coming: dict[str, dict[str, int]] = {}
    for number, amount in file.totals("amount", by="number", among=new).items():
        coming.setdefault(order_of[number], {})[number] = amount
    return coming


def _fault(batch: Batch, p: Paper) -> tuple[Phrase, str] | None:
    """Say why a return stays out, and by which column."""
    who = batch.found.get(p.buyer)
    if not p.order_number:
        return None
    order = batch.orders.get(p.order_number)
    if order is None:
        return NO_ORDER.given(order=p.order_number), "原订单号"
    if who is not None and who != order.customer_id:
        return OF_ANOTHER.given(order=p.order_number), "原订单号"
    if p.number not in batch.fit[p.order_number]:
        remaining = f"{batch.remaining[p.order_number] / 100:,.2f}"
        return TOO_MUCH.given(order=p.order_number, remaining=remaining), "金额"
    return None


def _submitted(numbers: Iterable[str]) -> dict[str, Submitted]:
    """Answer the returns that are there already, with their content in the form `Batch.content_of` gives."""
    known = Return.objects.filter(bulk.Among("number", set(numbers))).select_related("order")
    found: dict[int, Submitted] = {
        each.pk: (each, [(each.customer_id, each.order and each.order.number, each.returned_on, each.reason)], {})
        for each in known
    }
    lines = ReturnLine.objects.filter(paper__in=found).order_by("paper", "position")
    for paper_id, name, *line in lines.values_list("paper_id", "product__name", *COLUMNS):
        _, content, former = found[paper_id]
        content.append(tuple(line))
        former[line[0]] = (line[1], name)
    return {submitted[0].number: submitted for submitted in found.values()}


def _submit(papers: Sequence[Paper], batch: Batch) -> None:
    ids = bulk.insert(
        Return,
        ("number", "customer_id", "order_id", "returned_on", "amount", "reason", "origin_id"),
        [
            (p.number, batch.customer_of(p), _order_id(batch, p), p.returned_on, p.amount, p.reason, batch.run.pk)
            for p in papers
        ],
    )
    bulk.insert(
        ReturnLine,
        ("paper_id", *COLUMNS),
        [(pk, *_line(line, batch.products)) for pk, p in zip(ids, papers, strict=True) for line in p.lines],
    )


def _order_id(batch: Batch, p: Paper) -> int | None:
    order = batch.orders.get(p.order_number)
    return order.pk if order else None


def _line(line: Line, products: Mapping[str, int], former: Former | None = None) -> tuple[Any, ...]:
    """Write a line as the values of COLUMNS."""
    return (line.position, meant(line, products, former), line.quantity, line.amount)


def _compared(p: Paper, before: Submitted, content: Content, *, run: ImportRun) -> list[Outcome]:
    """Say what becomes of a paper whose number is taken; a run that was killed and runs again finds its own papers."""
    known, written, _ = before
    if written != content:
        return errored(p.file_lines, SUBMITTED.given(number=p.number), "退货单号")
    return [Outcome(line, "created" if known.origin_id == run.pk else "skipped") for line in p.file_lines]
