from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhike.core.accounts import queries as accounts
from zhike.exchange.origins import MADE_BY
from zhike.kit import cells
from zhike.kit.columns import Column
from zhike.kit.lists.conditions import Condition, Group
from zhike.kit.lists.state import FirstView
from zhike.kit.records import RecordKind
from zhike.sales import permissions, queries
from zhike.sales.filters import OrderFilters
from zhike.sales.models import Order, OrderLine
from zhike.sales.screens.papers import LinesScreen, PaperScreen, customer_columns, line_columns


def _colleagues(user: Any) -> list[tuple[int, str]]:
    return [(colleague.pk, colleague.name) for colleague in accounts.active_users()]


def word_columns(paper: str = "") -> tuple[Column, ...]:
    """Answer who handles an order, and what is remarked about it."""
    path, lookup = (f"{paper}.", f"{paper}__") if paper else ("", "")
    handler, remarks = f"{path}handled_by", f"{path}remarks"
    return (
        Column(
            "handler",
            _("Handled by"),
            handler,
            kind="person",
            lookup=f"{lookup}handler_id",
            choices=_colleagues,
            is_optional=True,
        ),
        Column("remarks", _("Remarks"), remarks, kind="text", lookup=f"{lookup}remarks", is_optional=True),
    )


class OrderScreen(PaperScreen):
    """Orders: list and card of the newest versions."""

    model = Order
    title = _("Orders")
    empty = _("No orders here yet")
    advice = _("Orders appear here once your order file is imported.")
    namespace = "orders"
    rows, exported = queries.orders, queries.exported_orders
    filters = OrderFilters
    views = (
        FirstView("all", _("All")),
        FirstView("month", _("This month"), Group("all", (Condition("date", "this", ("month",)),))),
        FirstView("year", _("This year"), Group("all", (Condition("date", "this", ("year",)),))),
    )
    columns = (
        Column("number", _("Order"), cell=cells.link, sort=("number",), exports="number"),
        Column("date", _("Date"), "ordered_on", cells.day, sort=("ordered_on", "id"), falls_first=True, kind="date"),
        Column(
            "customer",
            _("Customer"),
            "customer",
            cells.link,
            kind="text",
            lookup="customer__party__name",
            exports="customer.party.name",
        ),
        Column("customer_number", _("Customer number"), "customer.number", is_optional=True),
        Column("amount", _("Amount"), "amount", cells.money, is_number=True, kind="money"),
        *word_columns(),
        MADE_BY,
    )
    details = (
        *(column for column in columns[1:] if not column.is_optional),
        Column("cost", _("Cost"), "cost", cells.money, right=permissions.COST),
        *word_columns(),
        Column("submitted", _("Submitted"), "submitted_at", cells.moment),
    )
    lines = (
        *line_columns("product")[:-1],
        Column("price", _("Unit price"), "unit_price", cells.number, is_number=True),
        Column("amount", _("Amount"), "amount", cells.money, is_number=True),
        Column("cost", _("Cost"), "cost", cells.money, is_number=True, right=permissions.COST),
    )
    versions = (
        Column("revision", _("Version"), "revision", cells.number, is_number=True),
        Column("date", _("Date"), "ordered_on", cells.day),
        Column("amount", _("Amount"), "amount", cells.money, is_number=True),
        Column("submitted", _("Submitted"), "submitted_at", cells.moment),
    )
    returned = (
        Column("number", _("Return"), cell=cells.link),
        Column("date", _("Date returned"), "returned_on", cells.day),
        Column("amount", _("Amount"), "amount", cells.money, is_number=True),
        Column("version", _("Version of the order"), "order.revision", cells.number, is_number=True),
    )


def _order(line: OrderLine) -> SafeString:
    return cells.link(line.order)


class OrderLineScreen(LinesScreen):
    """The lines of all orders: what was sold, and the file that brings orders back in."""

    model = OrderLine
    title = _("Order lines")
    empty = _("No orders here yet")
    advice = _("Orders appear here once your order file is imported.")
    namespace = "order_lines"
    rows, exported = queries.order_lines, queries.exported_order_lines
    views = (FirstView("all", _("All")),)
    columns = (
        Column("number", _("Order number"), cell=_order, kind="text", lookup="order__number", exports="order.number"),
        Column("date", _("Date"), "order.ordered_on", cells.day, kind="date"),
        *customer_columns("order"),
        *line_columns("product", kind="text"),
        Column("price", _("Unit price"), "unit_price", cells.number, is_number=True),
        Column("amount", _("Amount"), "amount", cells.money, is_number=True, kind="money"),
        Column("cost", _("Cost"), "cost", cells.money, is_number=True, kind="money", right=permissions.COST),
        *word_columns("order"),
    )


RECORD = RecordKind(
    code="sales.order",
    title=_("Order"),
    icon="shopping-cart",
    permission=permissions.SEE,
    rows=queries.orders,
    owner="customer.owner",
)
