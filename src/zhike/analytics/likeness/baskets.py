"""Which items customers bought together, and in which order their baskets came."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from zhike.analytics.likeness.table import Ints

Sparse = Any
"""A scipy csr_array of float64; scipy carries no types."""


class BadBaskets(ValueError):
    """Lines that cannot be made into baskets; the message names the row."""


@dataclass(frozen=True, eq=False)
class Baskets:
    """B baskets of customers, a customer's one after the other in the order of days.

    Attributes:
        customers: (B,) whose each is, as given.
        items: (B, I) sparse, 1 where an item is in a basket, however often.
        names: (I,) the items, as given.
    """

    customers: NDArray[Any]
    items: Sparse
    names: NDArray[Any]

    def __len__(self) -> int:
        return len(self.customers)

    @property
    def followed(self) -> Ints:
        """Answer (·,) the baskets after which the same customer has another: the next one."""
        return np.flatnonzero(self.customers[1:] == self.customers[:-1])

    @property
    def first_of_two(self) -> Ints:
        """Answer (·,) the first basket of each customer who has a second."""
        begins = np.r_[True, self.customers[1:] != self.customers[:-1]][: len(self)]
        at = self.followed
        found: Ints = at[begins[at]]
        return found

    def take(self, customers: NDArray[np.bool_]) -> "Baskets":
        """Answer the baskets (B,) marked, the items staying the same."""
        rows = np.flatnonzero(customers)
        return Baskets(self.customers[rows], self.items[rows], self.names)


def baskets(
    customers: Sequence[Any] | NDArray[Any],
    days: Sequence[Any] | NDArray[Any],
    items: Sequence[Any] | NDArray[Any],
    *,
    orders: Sequence[Any] | NDArray[Any] | None = None,
) -> Baskets:
    """Put order lines together into baskets.

    Args:
        customers: (L,) who bought, lines in any order.
        days: (L,) on which day, or when.
        items: (L,) what: a product, or its type, which gives steadier numbers.
        orders: (L,) numbers that tell baskets of one day apart; without, a day's lines are one basket.

    Raises:
        BadBaskets: lengths differ, there is no line, or a day is missing.
    """
    who, when, what = np.asarray(customers), np.asarray(days, dtype="datetime64[s]"), np.asarray(items)
    which = np.zeros(len(who), dtype=np.int64) if orders is None else np.asarray(orders)
    if len({len(who), len(when), len(what), len(which)}) > 1 or not len(who):
        raise BadBaskets("one line at least is expected, and customers, days, items and orders of one length")
    if np.isnat(when).any():
        raise BadBaskets(f"row {int(np.argmax(np.isnat(when)))}: a day is expected")
    order = np.lexsort((which, when, who))
    who, when, which = who[order], when[order], which[order]
    begins = np.r_[True, (who[1:] != who[:-1]) | (when[1:] != when[:-1]) | (which[1:] != which[:-1])]
    names, column = np.unique(what[order], return_inverse=True)
    row = np.cumsum(begins) - 1
    table = csr_array((np.ones(len(row)), (row, column)), shape=(int(row[-1]) + 1, len(names)))
    table.sum_duplicates()
    table.data[:] = 1
    return Baskets(who[begins], table, names)
