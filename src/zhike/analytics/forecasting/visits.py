"""Purchase days of customers in order, and how many fall into a window."""

from dataclasses import dataclass

import numpy as np

from zhike.analytics.lifetime.history import Floats, History, Ints, history

_SPAN = 1 << 20
"""More than the days of any history: keys customer · span + day keep the order of both."""


@dataclass(frozen=True, eq=False)
class Visits:
    """m purchase days of n customers, ordered by customer and day, a day once a customer.

    Attributes:
        customer: (m,) 0 … n - 1; each number occurs.
        day: (m,) day numbers ≥ 0.
        amount: (m,) net money of the day.
        starts: (n,) place of each customer's first purchase day.
    """

    customer: Ints
    day: Ints
    amount: Floats
    starts: Ints

    @property
    def first(self) -> Ints:
        """(n,) day of each customer's first purchase."""
        return self.day[self.starts]

    def until(self, end: int) -> tuple["Visits", Ints]:
        """Answer what was known at the end of a day, and which customers (k,) had bought by then."""
        known = np.flatnonzero(self.first <= end)
        inside = self.day <= end
        places = np.zeros(len(self.starts), dtype=np.int64)
        places[known] = np.arange(len(known))
        return visits(places[self.customer[inside]], self.day[inside], self.amount[inside]), known

    def between(self, start: int, end: int) -> Ints:
        """Count (n,) purchase days after the day start, up to the day end."""
        return self._upto(end) - self._upto(start)

    def _upto(self, day: int) -> Ints:
        keys = self.customer * _SPAN + self.day
        wanted = np.arange(len(self.starts)) * _SPAN + min(max(day, -1), _SPAN - 2)
        return np.searchsorted(keys, wanted, side="right") - self.starts


def visits(customer: Ints, day: Ints, amount: Floats) -> Visits:
    """Note where each customer begins in purchase days that are in order."""
    begins = np.flatnonzero(np.diff(customer, prepend=-1))
    return Visits(customer, day, amount, begins)


def history_of(past: Visits, end: int) -> History:
    """Sum purchase days up to a day to the history that lifetime models are fitted to."""
    many = np.diff(np.append(past.starts, len(past.day)))
    first, last = past.first, past.day[past.starts + many - 1]
    gaps = np.diff(past.day, prepend=0)
    gaps[past.starts] = 1
    log_gaps = np.add.reduceat(np.log(gaps), past.starts)
    return history(many - 1, last - first, end - first, log_gaps=log_gaps)
