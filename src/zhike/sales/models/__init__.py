from zhike.sales.models.order import Order, OrderLine
from zhike.sales.models.receipt import Receipt
from zhike.sales.models.returned import Return, ReturnLine

__all__ = ["Order", "OrderLine", "Receipt", "Return", "ReturnLine"]
