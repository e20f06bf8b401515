"""Questions about papers, asked by who may."""

from zhike.sales.queries.books import lines_sql
from zhike.sales.queries.latest import Latest, latest
from zhike.sales.queries.orders import (
    PAGE,
    Bought,
    earlier_versions,
    exported_order_lines,
    exported_orders,
    order_lines,
    orders,
    orders_of,
    products_bought,
)
from zhike.sales.queries.purchases import days_by_customer, purchases, totals_by_customer
from zhike.sales.queries.receipts import RECEIPT_PAGE, exported_receipts, receipts, receipts_of
from zhike.sales.queries.returned import (
    RETURN_PAGE,
    exported_return_lines,
    exported_returns,
    return_lines,
    returns,
    returns_for,
    returns_of,
)
from zhike.sales.rules.purchases import Day, Totals, by_month, total

__all__ = [
    "PAGE",
    "RECEIPT_PAGE",
    "RETURN_PAGE",
    "Bought",
    "Day",
    "Latest",
    "Totals",
    "by_month",
    "days_by_customer",
    "earlier_versions",
    "exported_order_lines",
    "exported_orders",
    "exported_receipts",
    "exported_return_lines",
    "exported_returns",
    "latest",
    "lines_sql",
    "order_lines",
    "orders",
    "orders_of",
    "products_bought",
    "purchases",
    "receipts",
    "receipts_of",
    "return_lines",
    "returns",
    "returns_for",
    "returns_of",
    "total",
    "totals_by_customer",
]
