from django.utils.translation import gettext_lazy as _

from zhike.kit import cells
from zhike.kit.columns import Column
from zhike.kit.records import RecordKind
from zhike.kit.screens import Screen
from zhike.sales import permissions, queries
from zhike.sales.filters import OrderFilters
from zhike.sales.models import Order


class OrderScreen(Screen):
    """Orders: list and card. A submitted paper has no form."""

    model = Order
    title = _("Orders")
    empty = _("No orders here yet")
    advice = _("Orders appear here once your order file is imported.")
    namespace = "orders"
    field = "number"
    see = permissions.SEE
    rows = queries.orders
    filters = OrderFilters
    columns = (
        Column("number", _("Order"), cell=cells.link, sort=("number",)),
        Column("date", _("Date"), "ordered_on", cells.day, sort=("ordered_on", "id"), falls_first=True),
        Column("customer", _("Customer"), "customer", cells.link),
        Column("amount", _("Amount"), "amount", cells.money, is_number=True),
    )
    details = (
        *columns[1:],
        Column("cost", _("Cost"), "cost", cells.money, right=permissions.COST),
        Column("submitted", _("Submitted"), "submitted_at", cells.moment),
    )
    lines = (
        Column("position", _("Line"), "position", cells.number, is_number=True),
        Column("product", _("Product"), "product", cells.link),
        Column("quantity", _("Quantity"), "quantity", cells.number, is_number=True),
        Column("price", _("Unit price"), "unit_price", cells.number, is_number=True),
        Column("amount", _("Amount"), "amount", cells.money, is_number=True),
        Column("cost", _("Cost"), "cost", cells.money, is_number=True, right=permissions.COST),
    )


RECORD = RecordKind(
    code="sales.order",
    title=_("Order"),
    icon="shopping-cart",
    permission=permissions.SEE,
    rows=queries.orders,
    owner="customer.owner",
)
