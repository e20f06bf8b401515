"""Bring orders in from a file: whole papers, submitted once, never edited; what changed comes as a new version."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from zhike.catalog import queries as catalog
from zhike.core import bulk
from zhike.core.accounts import queries as accounts
from zhike.core.audit import operations as audit
from zhike.core.search import operations as search
from zhike.exchange.kinds import Outcome, errored
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Spool
from zhike.phrases import Phrase
from zhike.sales.models import Order, OrderLine, Return
from zhike.sales.operations import buyers
from zhike.sales.operations.products import Former, make_missing, meant
from zhike.sales.rules import Buyer, Line, Paper

SUBMITTED = Phrase("Order %(order)s was submitted before with other content; a submitted paper is never edited")
RETURNED = Phrase("A return belongs to an earlier version of order %(order)s and keeps to it; look whether it is right")

Content = list[tuple[Any, ...]]
"""What a paper says: the values of HEAD, then line after line those of COLUMNS."""

Submitted = tuple[Order, Content, Former]
HEAD = ("customer_id", "ordered_on", "handler_id", "handler_name", "remarks")
COLUMNS = ("position", "product_id", "quantity", "unit_price", "amount", "cost")
_HEAD_OF = attrgetter(*HEAD)


class Named(NamedTuple):
    """Which products and colleagues the words of a batch mean."""

    products: Mapping[str, int]
    colleagues: Mapping[str, int]


def bring_in(papers: Sequence[Paper], run: ImportRun, file: Spool) -> list[Outcome]:
    """Submit the papers that are new; the same paper again is skipped, another under its number treated as chosen.

    Customers and products are made for papers that are submitted only.
    """
    outcomes = [o for p in papers if p.fault for o in errored(p.file_lines, p.fault.phrase, p.fault.column)]
    good = [p for p in papers if not p.fault]
    submitted = _submitted(p.number for p in good)
    found = buyers.settle((p.buyer for p in good), run, file)
    known = buyers.ids_of(found, {})
    products = {word: p.pk for word, p in catalog.products_known_as(_products(good)).items()}
    named = Named(products, accounts.colleagues_called({p.handler for p in good if p.handler}))
    new = []
    for p in good:
        before = submitted.get(p.number)
        if before and (said := _compared(p, before, _content(p, before, ids=known, named=named), run=run)):
            outcomes += said
        elif isinstance(who := found[p.buyer], Phrase):
            outcomes += buyers.without(p.file_lines, who, run)
        else:
            new.append(p)
    newcomers = {who for p in new if isinstance(who := found[p.buyer], buyers.Newcomer)}
    made_now = buyers.make(newcomers, run, file, handlers=_handlers(new, found, named))
    ids = buyers.ids_of(found, made_now)
    make_missing(products, (line for p in new for line in p.lines), run)
    former = {p.number: submitted[p.number][0] for p in new if p.number in submitted}
    made = _submit([(p, ids[p.buyer]) for p in new], former=former, named=named, run=run)
    warnings = _replace({former[number]: pk for number, pk in made.items() if number in former}, run)
    return outcomes + [o for p in new for o in _written(p, former.get(p.number), warnings)]


def _handlers(papers: Iterable[Paper], found: Mapping[Buyer, buyers.Found], named: Named) -> dict[buyers.Newcomer, int]:
    """Answer who handled the first order of each customer that is to be made."""
    handlers: dict[buyers.Newcomer, int] = {}
    for p in papers:
        who, handler = found[p.buyer], named.colleagues.get(p.handler)
        if isinstance(who, buyers.Newcomer) and handler:
            handlers.setdefault(who, handler)
    return handlers


def _products(papers: Iterable[Paper]) -> set[str]:
    return {line.product for p in papers for line in p.lines if line.product}


def _submitted(numbers: Iterable[str]) -> dict[str, Submitted]:
    """Answer the papers that are there already, with what they say."""
    orders = Order.objects.current().filter(bulk.Among("number", set(numbers))).select_related("handler")
    found: dict[int, Submitted] = {order.pk: (order, [_HEAD_OF(order)], {}) for order in orders}
    if not found:
        return {}
    lines = OrderLine.objects.filter(order__in=found).order_by("order", "position")
    for order_id, name, *line in lines.values_list("order_id", "product__name", *COLUMNS):
        _, content, former = found[order_id]
        content.append(tuple(line))
        former[line[0]] = (line[1], name)
    return {submitted[0].number: submitted for submitted in found.values()}


def _content(p: Paper, before: Submitted, *, ids: Mapping[Buyer, int], named: Named) -> Content:
    """Write a paper in the form of one that was submitted before under its number."""
    order, _, former = before
    lines = sorted(p.lines, key=lambda line: line.position)
    head = _head(p, ids.get(p.buyer), named, former=order)
    return [head, *(_line(line, named.products, former) for line in lines)]


def _head(p: Paper, customer_id: int | None, named: Named, *, former: Order | None) -> tuple[Any, ...]:
    """Write what a paper says as a whole as the values of HEAD; what it leaves open stays as it was submitted."""
    remarks = p.remarks or (former.remarks if former else "")
    if former and p.handler in ("", former.handled_by):
        return (customer_id, p.ordered_on, former.handler_id, former.handler_name, remarks)
    handler = named.colleagues.get(p.handler)
    return (customer_id, p.ordered_on, handler, "" if handler else p.handler, remarks)


def _submit(
    papers: Sequence[tuple[Paper, int]], *, former: Mapping[str, Order], named: Named, run: ImportRun
) -> dict[str, int]:
    """Write the papers, each as the next version of the former one of its number; answer their ids by number."""
    ids = bulk.insert(
        Order,
        (*HEAD, "number", "revision", "amount", "cost", "origin_id"),
        [
            (*_head(p, buyer, named, former=before), p.number, _next(before), p.amount, p.cost, run.pk)
            for p, buyer in papers
            for before in [former.get(p.number)]
        ],
    )
    bulk.insert(
        OrderLine,
        ("order_id", *COLUMNS),
        [
            (order_id, *_line(line, named.products))
            for order_id, (p, _) in zip(ids, papers, strict=True)
            for line in p.lines
        ],
    )
    return {p.number: pk for pk, (p, _) in zip(ids, papers, strict=True)}


def _next(former: Order | None) -> int:
    return former.revision + 1 if former else 1


def _line(line: Line, products: Mapping[str, int], former: Former | None = None) -> tuple[Any, ...]:
    """Write a line as the values of COLUMNS."""
    return (line.position, meant(line, products, former), line.quantity, line.unit_price, line.amount, line.cost)


def _replace(newer: Mapping[Order, int], run: ImportRun) -> dict[str, Phrase]:
    """Let newer versions stand for former ones, noted so that these are not taken back; answer what to look at."""
    if not newer:
        return {}
    orders = sorted(newer, key=lambda order: order.pk)  # as returns hold them
    for order in orders:
        order.replaced_by_id = newer[order]
    bulk.update(Order, orders, ["replaced_by"])
    search.forget("order", [order.pk for order in orders])
    told = [audit.Told(order, {"replaced_by": (None, newer[order])}) for order in orders]
    audit.record_all(by=run.by, action="replaced", told=told, batch=run.changes)
    numbers = {order.number for order in orders}
    returned = Return.objects.filter(bulk.Among("order__number", numbers)).values_list("order__number", flat=True)
    return {number: RETURNED.given(order=number) for number in returned}


def _written(p: Paper, former: Order | None, warnings: Mapping[str, Phrase]) -> list[Outcome]:
    result: Any = "updated" if former else "created"
    return [Outcome(line, result, warnings.get(p.number)) for line in p.file_lines]


def _compared(p: Paper, before: Submitted, content: Content, *, run: ImportRun) -> list[Outcome]:
    """Say what becomes of a paper whose number is taken, if it is not to be a new version.

    A run that was killed and runs again finds its own papers.
    """
    order, written, _ = before
    if written == content and order.origin_id == run.pk:
        return [Outcome(line, "created" if order.revision == 1 else "updated") for line in p.file_lines]
    policy = run.options.get("existing_papers", "refuse")
    if written == content or policy == "skip":
        return [Outcome(line, "skipped") for line in p.file_lines]
    return errored(p.file_lines, SUBMITTED.given(order=p.number), "订单号") if policy == "refuse" else []
