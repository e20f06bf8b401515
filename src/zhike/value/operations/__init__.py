"""What the value app does: score the customers, keep their order lines where the engine reads them."""

from zhike.value.operations.scoring import CUSTOMERS_AT_ONCE, score_customers
from zhike.value.operations.snapshot import NotKept, refresh_snapshot

__all__ = ["CUSTOMERS_AT_ONCE", "NotKept", "refresh_snapshot", "score_customers"]
