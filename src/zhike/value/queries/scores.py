from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from zhike.customers import queries as customers
from zhike.value.models import Score
from zhike.value.rules import rhythm

if TYPE_CHECKING:
    from zhike.customers.models import Customer, CustomerRows

__all__ = ["Quiet", "count_of_quiet", "quiet_customers", "rhythm", "score_of"]


@dataclass(frozen=True)
class Quiet:
    """A customer who buys regularly and has missed the time to come back."""

    customer: "Customer"
    silent_days: int
    median_gap_days: float


def score_of(customer_id: int) -> Score | None:
    """Answer the customer's latest score; none before the first scoring."""
    return Score.objects.filter(customer=customer_id).first()


def count_of_quiet(rows: "CustomerRows", *, most: int) -> int:
    """Count the late and dormant among these customers, no further than to `most`."""
    return customers.quiet(rows).order_by()[:most].count()


def quiet_customers(rows: "CustomerRows", *, on: date, limit: int) -> list[Quiet]:
    """Answer the late and dormant among these customers, those who bought most in a year first."""
    found = customers.quiet(rows).select_related("score").order_by("-bought_365d", "-pk")[:limit]
    return [
        Quiet(c, (on - c.last_bought_on) // timedelta(days=1), c.score.median_gap_days or 0)
        for c in found
        if c.last_bought_on is not None
    ]
