"""What the search box finds, in the order of the menu."""

from operator import attrgetter
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from zhike.catalog import operations as catalog_operations
from zhike.catalog import permissions as catalog_permissions
from zhike.catalog import queries as catalog
from zhike.core.search.kinds import SearchKind
from zhike.customers import permissions as customers_permissions
from zhike.customers import queries as customers
from zhike.customers.operations import indexing as customers_indexing
from zhike.sales import operations as sales_operations
from zhike.sales import permissions as sales_permissions
from zhike.sales import queries as sales
from zhike.timeline import operations as timeline_operations
from zhike.timeline import permissions as timeline_permissions
from zhike.timeline import queries as timeline

if TYPE_CHECKING:
    from zhike.sales.models import Order, Receipt, Return
    from zhike.timeline.models import Interaction


def _about_order(order: "Order") -> str:
    return f"{order.customer} · {order.ordered_on:%Y-%m-%d}"


def _about_receipt(receipt: "Receipt") -> str:
    return f"{receipt.customer} · {receipt.received_on:%Y-%m-%d}"


def _about_return(paper: "Return") -> str:
    return f"{paper.customer} · {paper.returned_on:%Y-%m-%d}"


def _about_follow_up(interaction: "Interaction") -> str:
    return f"{interaction.customer} · {interaction.local_at:%Y-%m-%d}"


KINDS = (
    SearchKind(
        page=customers.PAGE,
        title=_("Customers"),
        icon="building",
        permission=customers_permissions.SEE,
        rows=customers.customers,
        about=attrgetter("number"),
        again=(customers_indexing.index_customers_after, customers_indexing.index_contacts_after),
        custom="customers.customer",
    ),
    SearchKind(
        page=timeline.FOUND_AS,
        title=_("Follow-ups"),
        icon="history",
        permission=timeline_permissions.SEE,
        rows=timeline.interactions,
        about=_about_follow_up,
        again=(timeline_operations.index_interactions_after,),
    ),
    SearchKind(
        page=sales.PAGE,
        title=_("Orders"),
        icon="shopping-cart",
        permission=sales_permissions.SEE,
        rows=sales.orders,
        about=_about_order,
        again=(sales_operations.index_orders_after,),
    ),
    SearchKind(
        page=sales.RECEIPT_PAGE,
        title=_("Receipts"),
        icon="file-text",
        permission=sales_permissions.SEE,
        rows=sales.receipts,
        about=_about_receipt,
        again=(sales_operations.index_receipts_after,),
    ),
    SearchKind(
        page=sales.RETURN_PAGE,
        title=_("Returns"),
        icon="arrow-back-up",
        permission=sales_permissions.SEE,
        rows=sales.returns,
        about=_about_return,
        again=(sales_operations.index_returns_after,),
    ),
    SearchKind(
        page=catalog.PAGE,
        title=_("Products"),
        icon="package",
        permission=catalog_permissions.SEE,
        rows=catalog.products,
        about=attrgetter("code"),
        again=(catalog_operations.index_products_after,),
    ),
)
