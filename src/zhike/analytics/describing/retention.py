"""Retention, churn and defection between two periods, by heads and by value (domain book 2.5, A69)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zhike.analytics.describing.checking import BadMeasure, measure, share


def retention_rate(start: float, end: float, new: float) -> float:
    """Answer the share of the customers at the start who are still there: (E - N) / S.

    Args:
        start: customers at the start, above 0.
        end: customers at the end.
        new: those of them who came in between.

    Raises:
        BadMeasure: the numbers leave a share outside 0 to 1.
    """
    if not (start > 0 and 0 <= new <= end <= start + new):
        raise BadMeasure("expected customers at the start, and at the end only these and the new ones")
    return (end - new) / start


def churn_rate(retention: float) -> float:
    """Answer the share that leaves in a period.

    Raises:
        BadMeasure: retention is no share.
    """
    return 1 - share(retention, "retention")


def expected_lifetime(retention: float) -> float:
    """Answer how many periods a customer stays on average at constant retention, 1 / (1 - R).

    Raises:
        BadMeasure: retention is not from 0 to below 1; at 1 nobody ever leaves and there is no such number.

    Source: Reichheld, The Loyalty Effect. Constant retention understates how long mixed customers stay (see sBG).
    """
    if share(retention, "retention") == 1:
        raise BadMeasure("retention: expected a share below 1, for at 1 nobody ever leaves")
    return 1 / (1 - retention)


@dataclass(frozen=True)
class ValueMovement:
    """What became of the value of customers from one period to the next, in one unit of money.

    start + expanded - contracted - lost + new = end.

    Attributes:
        start: value of all customers in the first period.
        expanded: more from those who stayed and grew.
        contracted: less from those who stayed and shrank, ≥ 0.
        lost: value of those who left, ≥ 0.
        new: value of those who came.
        customers: customers in the first period.
        lost_customers: those of them who left.
        new_customers: those who came.
    """

    start: float
    expanded: float
    contracted: float
    lost: float
    new: float
    customers: int
    lost_customers: int
    new_customers: int

    @property
    def end(self) -> float:
        return self.start + self.expanded - self.contracted - self.lost + self.new

    @property
    def net_retention(self) -> float:
        """NRR: (S + expanded - contracted - lost) / S; may exceed 1."""
        return (self.start + self.expanded - self.contracted - self.lost) / self.start

    @property
    def gross_retention(self) -> float:
        """What of the first period's value remains without growth: (S - contracted - lost) / S."""
        return (self.start - self.contracted - self.lost) / self.start

    @property
    def retention(self) -> float:
        """Share of the customers who stayed."""
        return 1 - self.defection

    @property
    def defection(self) -> float:
        """Share of the customers who left."""
        return self.lost_customers / self.customers

    @property
    def defection_by_value(self) -> float:
        """Σ value of those who left / Σ value."""
        return self.lost / self.start


def value_movement(before: ArrayLike, after: ArrayLike) -> ValueMovement:
    """Follow customers from one period to the next.

    Args:
        before: (n,) value (sales or margin) of each customer in the first period, ≥ 0; 0 for who was none.
        after: (n,) of the same customers in the second; 0 for who is none any more.

    Raises:
        BadMeasure: lengths differ, a value is missing or below 0, or the first period has no value.
    """
    first, second = measure(before), measure(after)
    if len(first) != len(second):
        raise BadMeasure(f"expected both periods of the same customers, found {len(first)} and {len(second)}")
    for wrong in (first < 0, second < 0):
        if wrong.any():
            raise BadMeasure(f"expected values from 0 on (row {int(np.argmax(wrong))})")
    if not first.sum() > 0:
        raise BadMeasure("the first period has no value")
    was, stays = first > 0, (first > 0) & (second > 0)
    change = np.where(stays, second - first, 0.0)
    gone, came = was & ~stays, ~was & (second > 0)
    return ValueMovement(
        start=float(first.sum()),
        expanded=float(change[change > 0].sum()),
        contracted=float(-change[change < 0].sum()),
        lost=float(first[gone].sum()),
        new=float(second[came].sum()),
        customers=int(was.sum()),
        lost_customers=int(gone.sum()),
        new_customers=int(came.sum()),
    )
