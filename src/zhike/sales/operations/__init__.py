"""Changes to orders."""

from zhike.sales.operations.buyers import SEVERAL, UNKNOWN
from zhike.sales.operations.indexing import index_missing_orders, index_orders_after
from zhike.sales.operations.papers import SUBMITTED, bring_in

__all__ = ["SEVERAL", "SUBMITTED", "UNKNOWN", "bring_in", "index_missing_orders", "index_orders_after"]
