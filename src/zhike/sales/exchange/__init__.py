"""The files of papers that can be brought in."""

from zhike.sales.exchange.orders import ORDERS
from zhike.sales.exchange.receipts import RECEIPTS
from zhike.sales.exchange.returned import RETURNS

__all__ = ["ORDERS", "RECEIPTS", "RETURNS"]
