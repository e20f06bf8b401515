"""How much of everything few customers make: ABC classes, Lorenz and whale curve, Gini (domain book 2.7, A82)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhike.analytics.describing.checking import BadMeasure, measure, share
from zhike.analytics.lifetime.history import Floats, Ints


@dataclass(frozen=True)
class AbcPolicy:
    """Where classes A and B end, as shares made by those before; fewer customers than the fewest get no class."""

    a_below: float = 0.80
    b_below: float = 0.95
    fewest_customers: int = 10

    def __post_init__(self) -> None:
        if not 0 < self.a_below <= self.b_below <= 1:
            raise BadMeasure("policy: expected 0 < a_below ≤ b_below ≤ 1")


@dataclass(frozen=True, eq=False)
class Concentration:
    """Amounts of n customers, ranked.

    Shares are of the gains: amounts above 0. Who brings nothing or a loss adds nothing to them.

    Attributes:
        order: (n,) places of the customers from the largest amount to the smallest; equal ones in the order given.
        amount: (n,) amounts in that order.
        gains: sum of the amounts above 0.
        losses: sum of the amounts below 0.
    """

    order: Ints
    amount: Floats
    gains: float
    losses: float

    def __len__(self) -> int:
        return len(self.amount)

    @property
    def lorenz(self) -> Floats:
        """(n + 1,) share of the gains that the best 0, 1, …, n customers make; zeros without gains."""
        made = np.concatenate(([0.0], np.cumsum(np.maximum(self.amount, 0))))
        found: Floats = made / self.gains if self.gains > 0 else made
        return found

    @property
    def whale(self) -> Floats:
        """(n + 1,) sum of the best 0, 1, …, n customers' amounts by the sum of all: above 1 where others lose money.

        Without a net gain it is by the gains, and ends at 0 or below.
        """
        made = np.concatenate(([0.0], np.cumsum(self.amount)))
        by = made[-1] if made[-1] > 0 else self.gains
        found: Floats = made / by if by > 0 else made
        return found

    @property
    def gini(self) -> float:
        """2 Σ i x_i / (n Σ x) - (n + 1) / n over rising gains, losses counted as 0; 0 when nobody gains."""
        if not self.gains > 0:
            return 0.0
        n, rising = len(self), np.maximum(self.amount[::-1], 0)
        return float(2 * (np.arange(1, n + 1) @ rising) / (n * self.gains) - (n + 1) / n)

    def top_share(self, best: float = 0.2) -> float:
        """Answer the share of the gains that the best share of customers makes: whole ones, at least one."""
        many = max(int(share(best, "best") * len(self) + 1e-9), 1)
        return float(self.lorenz[many])

    def customers_for(self, made: float = 0.8) -> float:
        """Answer the smallest share of whole customers that makes a share of the gains; 0 when nobody gains."""
        if not self.gains > 0:
            return 0.0
        return int(np.argmax(self.lorenz >= share(made, "made") - 1e-12)) / len(self)

    def levels(self, policy: AbcPolicy = AbcPolicy()) -> NDArray[np.str_]:
        """Answer (n,) A, B or C, by the share that those before make, in the order the customers were given.

        Who crosses a border is in the upper class; who brings nothing or a loss is C. With too few customers, or
        without any gain, all are N (数据不足).
        """
        if len(self) < policy.fewest_customers or not self.gains > 0:
            return np.full(len(self), "N")
        before = self.lorenz[:-1]
        ranked = np.where(before < policy.a_below, "A", np.where(before < policy.b_below, "B", "C"))
        level = np.empty_like(ranked)
        level[self.order] = np.where(self.amount > 0, ranked, "C")
        return level


def concentration(amounts: ArrayLike) -> Concentration:
    """Rank customers by what they bring.

    Args:
        amounts: (n,) sales or margin of each customer, in one unit of money; below 0 for a loss.

    Raises:
        BadMeasure: nobody, or an amount is missing.
    """
    numbers = measure(amounts)
    order = np.argsort(-numbers, kind="stable")
    ranked = numbers[order]
    return Concentration(order, ranked, float(ranked[ranked > 0].sum()), float(ranked[ranked < 0].sum()))
