"""Bring orders in from a file: whole papers, submitted once, never edited."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zhike.catalog import operations as catalog_operations
from zhike.catalog import queries as catalog
from zhike.customers import operations as customer_operations
from zhike.customers import queries as customers
from zhike.exchange.kinds import Outcome, errored
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Row
from zhike.phrases import Phrase
from zhike.sales.models import Order, OrderLine
from zhike.sales.rules import Buyer, Line, Paper, paper

UNKNOWN = Phrase("There is no customer %(customer)s; import the customers first, or choose to add unknown customers")
SEVERAL = Phrase("Several customers are called %(customer)s; give the customer number as well")
SUBMITTED = Phrase("Order %(order)s was submitted before with other content; a submitted paper is never edited")
LINES_AT_ONCE = 500


def prepare(rows: Sequence[Row]) -> list[Paper]:
    """Put the rows of each order number together as a paper."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(str(row.values["number"]), []).append(row)
    return [paper(number, group) for number, group in grouped.items()]


def bring_in(papers: Sequence[Paper], run: ImportRun) -> list[Outcome]:
    """Submit the papers that are new; the same paper again is skipped, another under its number refused."""
    outcomes = [o for p in papers if p.fault for o in errored(p.rows, p.fault.phrase, p.fault.column)]
    buyers = _buyers({p.buyer for p in papers if not p.fault}, run)
    good = []
    for p in papers:
        known = buyers.get(p.buyer)
        if isinstance(known, Phrase):
            outcomes += errored(p.rows, known, "客户")
        elif known is not None and not p.fault:
            good.append((p, known))
    products = _products([line for p, _ in good for line in p.lines], run)
    submitted = _submitted(p.number for p, _ in good)
    _submit([(p, buyer) for p, buyer in good if p.number not in submitted], products=products, run=run)
    for p, buyer in good:
        outcomes += _outcomes(p, submitted.get(p.number), content=_content(p, buyer, products), run=run)
    return outcomes


def _buyers(buyers: set[Buyer], run: ImportRun) -> dict[Buyer, int | Phrase]:
    """Answer each buyer's customer id, or why there is none; unknown ones are made if the user chose so."""
    by_number = customers.customers_numbered(word for b in buyers for word in (b.number, b.word) if word)
    by_name = customers.customers_named(b.word for b in buyers if not b.number)
    known: dict[Buyer, int | Phrase] = {}
    unknown = []
    for buyer in sorted(buyers, key=str):
        named = by_name.get(buyer.word, [])
        customer = by_number.get(buyer.number or buyer.word) or (named[0] if len(named) == 1 else None)
        if customer is not None:
            known[buyer] = customer.pk
        elif named:
            known[buyer] = SEVERAL.given(customer=str(buyer))
        else:
            unknown.append(buyer)
    if run.options.get("unknown_customers") != "create":
        return known | {buyer: UNKNOWN.given(customer=str(buyer)) for buyer in unknown}
    return known | _make_buyers(unknown, run)


def _make_buyers(unknown: Sequence[Buyer], run: ImportRun) -> dict[Buyer, int]:
    keys = {str(buyer): buyer for buyer in unknown}
    made = customer_operations.make_customers(
        [customer_operations.NewCustomer(name=b.word or b.number, number=b.new_number) for b in keys.values()],
        origin=run,
    )
    ids = {key: customer.pk for key, customer in zip(keys, made, strict=True)}
    return {buyer: ids[str(buyer)] for buyer in unknown}


def _products(lines: Sequence[Line], run: ImportRun) -> dict[str, int]:
    """Answer the id of each product the lines name, making those that are new."""
    named = {line.product: line.product_name for line in lines if line.product}
    known = catalog.products_known_as(named)
    unknown = {code: name for code, name in named.items() if code not in known}
    for product in catalog_operations.make_products(unknown, origin=run):
        known[product.code] = product
    return {word: product.pk for word, product in known.items()}


def _submitted(numbers: Iterable[str]) -> dict[str, tuple[Order, list[tuple[Any, ...]]]]:
    """Answer the papers that are there already, with their content in the form `_content` gives."""
    orders = Order.objects.filter(number__in=set(numbers))
    found: dict[int, tuple[Order, list[tuple[Any, ...]]]] = {
        order.pk: (order, [(order.customer_id, order.ordered_on)]) for order in orders
    }
    columns = ("position", "product_id", "quantity", "unit_price", "amount", "cost")
    for order_id, *line in (
        OrderLine.objects.filter(order__in=found).order_by("order", "position").values_list("order_id", *columns)
    ):
        found[order_id][1].append(tuple(line))
    return {order.number: (order, content) for order, content in found.values()}


def _content(p: Paper, buyer: int, products: Mapping[str, int]) -> list[tuple[Any, ...]]:
    lines = sorted(p.lines, key=lambda line: line.position)
    return [
        (buyer, p.ordered_on),
        *(
            (line.position, products.get(line.product), line.quantity, line.unit_price, line.amount, line.cost)
            for line in lines
        ),
    ]


def _submit(papers: Sequence[tuple[Paper, int]], *, products: Mapping[str, int], run: ImportRun) -> None:
    orders = Order.objects.bulk_create(
        [
            Order(number=p.number, customer_id=buyer, ordered_on=p.ordered_on, amount=p.amount, cost=p.cost, origin=run)
            for p, buyer in papers
        ]
    )
    OrderLine.objects.bulk_create(
        [
            OrderLine(
                order=order,
                position=line.position,
                product_id=products.get(line.product),
                quantity=line.quantity,
                unit_price=line.unit_price,
                amount=line.amount,
                cost=line.cost,
            )
            for order, (p, _) in zip(orders, papers, strict=True)
            for line in p.lines
        ],
        batch_size=LINES_AT_ONCE,
    )


def _outcomes(
    p: Paper, before: tuple[Order, list[tuple[Any, ...]]] | None, *, content: list[tuple[Any, ...]], run: ImportRun
) -> list[Outcome]:
    """Say what became of a paper's rows; a run that was killed and runs again finds its own papers."""
    if before is None:
        return [Outcome(row.line, "created") for row in p.rows]
    order, written = before
    if written != content:
        return errored(p.rows, SUBMITTED.given(order=p.number), "订单号")
    return [Outcome(row.line, "created" if order.origin_id == run.pk else "skipped") for row in p.rows]
