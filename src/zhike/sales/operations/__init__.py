"""Changes to papers."""

from zhike.sales.operations.buyers import SEVERAL, UNKNOWN
from zhike.sales.operations.indexing import (
    index_missing_papers,
    index_orders_after,
    index_receipts_after,
    index_returns_after,
)
from zhike.sales.operations.papers import SUBMITTED, bring_in
from zhike.sales.operations.receipts import bring_in as bring_receipts_in
from zhike.sales.operations.returned import bring_in as bring_returns_in
from zhike.sales.operations.taking_back import take_back_orders, take_back_receipts, take_back_returns

__all__ = [
    "SEVERAL",
    "SUBMITTED",
    "UNKNOWN",
    "bring_in",
    "bring_receipts_in",
    "bring_returns_in",
    "index_missing_papers",
    "index_orders_after",
    "index_receipts_after",
    "index_returns_after",
    "take_back_orders",
    "take_back_receipts",
    "take_back_returns",
]
