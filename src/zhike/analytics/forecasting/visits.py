"""Purchase days of customers in order, and how many fall into a window."""

from dataclasses import dataclass

import numpy as np

from zhike.analytics.lifetime.history import Floats, History, Ints, history
from zhike.analytics.purchases.days import PurchaseDays

_SPAN = 1 << 20
"""More than the days of any history: keys customer · span + day keep the order of both."""


class BadVisits(ValueError):
    """Purchase days that nothing can be foretold from; the message says what is expected."""


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
        """Answer what was known at the end of a day, and which customers (k,) had bought by then.

        Raises:
            BadVisits: nobody had.
        """
        known = np.flatnonzero(self.first <= end)
        if not len(known):
            raise BadVisits(f"end: expected a day by which somebody has bought, found {end}")
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
    """Put purchases in order by customer and day; the amounts of a day are added up.

    Args:
        customer: (m,) numbers 0 … n - 1, in any order; each occurs.
        day: (m,) day numbers from 0 to a million.
        amount: (m,) net money.

    Raises:
        BadVisits: lengths differ, there is none, a customer or day number is out of range, or an amount is missing.
    """
    _refuse(customer, day, amount)
    keys, place = np.unique(customer * _SPAN + day, return_inverse=True)
    who = keys // _SPAN
    sums: Floats = np.bincount(place, amount, len(keys)).astype(np.float64)
    return Visits(who, keys % _SPAN, sums, np.flatnonzero(np.diff(who, prepend=-1)))


def visits_of(days: PurchaseDays) -> tuple[Visits, np.datetime64, Ints]:
    """Answer the visits of purchase days, the day that has number 0, and each customer's place (n,) in the labels.

    Raises:
        BadVisits: there is no day.
    """
    if not len(days):
        raise BadVisits("days: expected one purchase day at least")
    start = days.day.min()
    codes, customer = np.unique(days.customer, return_inverse=True)
    found = visits(customer, (days.day - start).astype(np.int64), days.amount.astype(np.float64))
    return found, start, codes


def _refuse(customer: Ints, day: Ints, amount: Floats) -> None:
    if not len(customer) or not len(customer) == len(day) == len(amount):
        raise BadVisits(f"expected arrays of one length above 0, found {len(customer)}, {len(day)}, {len(amount)}")
    for wrong, what in (
        ((day < 0) | (day >= _SPAN - 2), f"day: expected numbers from 0 to {_SPAN - 3}"),
        (customer < 0, "customer: expected numbers from 0 on"),
        (~np.isfinite(amount), "amount: expected a number"),
    ):
        if wrong.any():
            raise BadVisits(f"{what} (row {int(np.argmax(wrong))})")
    if (missing := np.bincount(customer) == 0).any():
        raise BadVisits(f"customer: expected each number to occur, {int(np.argmax(missing))} does not")


def history_of(past: Visits, end: int) -> History:
    """Sum purchase days up to a day to the history that lifetime models are fitted to."""
    many = np.diff(np.append(past.starts, len(past.day)))
    first, last = past.first, past.day[past.starts + many - 1]
    gaps = np.diff(past.day, prepend=0)
    gaps[past.starts] = 1
    log_gaps = np.add.reduceat(np.log(gaps), past.starts)
    return history(many - 1, last - first, end - first, log_gaps=log_gaps)


def days_until_next(past: Visits, end: int) -> Floats:
    """Answer (n,) days from a day to each customer's next purchase; infinite without one."""
    later = past.day > end
    found: Floats = np.full(len(past.starts), np.inf)
    np.minimum.at(found, past.customer[later], (past.day[later] - end).astype(np.float64))
    return found
