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

if TYPE_CHECKING:
    from zhike.sales.models import Order


def _about_order(order: "Order") -> str:
    return f"{order.customer} · {order.ordered_on:%Y-%m-%d}"


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
        page=sales.PAGE,
        title=_("Orders"),
        icon="shopping-cart",
        permission=sales_permissions.SEE,
        rows=sales.orders,
        about=_about_order,
        again=(sales_operations.index_orders_after,),
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
