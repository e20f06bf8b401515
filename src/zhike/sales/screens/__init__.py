"""The pages of papers."""

from zhike.sales.screens.orders import RECORD, OrderLineScreen, OrderScreen
from zhike.sales.screens.receipts import ReceiptScreen
from zhike.sales.screens.returned import ReturnLineScreen, ReturnScreen

__all__ = ["RECORD", "OrderLineScreen", "OrderScreen", "ReceiptScreen", "ReturnLineScreen", "ReturnScreen"]
