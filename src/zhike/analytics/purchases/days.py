"""Purchase days: what each customer bought on each business day, returns taken off."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhike.analytics.lifetime.history import Ints
from zhike.analytics.purchases.checking import Days
from zhike.analytics.purchases.lines import Lines
from zhike.analytics.purchases.ordering import sorted_together, starts_of_runs
from zhike.analytics.purchases.returning import Aside, days_of_origin, take_off

_BLOCK = 4_000_000
"""Lines sorted at once by each processor: the memory in use beside the columns stays small."""

Table = tuple[Ints, Ints, Ints]
"""Customer, day since 1970 and amount of the rows of a table."""


@dataclass(frozen=True, eq=False)
class PurchaseDays:
    """d days with a purchase, by customer and then by day; each pair occurs once.

    Amounts and what was set aside add up to the lines.

    Attributes:
        customer: (d,) place of the customer in labels, rising.
        labels: (m,) the customers; one who only returned has no day.
        day: (d,) business days, datetime64[D], rising within a customer.
        amount: (d,) 分 ≥ 0, what the day's purchases are worth after returns.
        aside: returns for which there was no purchase.
    """

    customer: Ints
    labels: NDArray[Any]
    day: Days
    amount: Ints
    aside: Aside

    def __len__(self) -> int:
        return len(self.customer)

    def take(self, rows: NDArray[np.bool_]) -> "PurchaseDays":
        """Answer some of the days; the customers' codes and what was set aside stay."""
        return replace(self, customer=self.customer[rows], day=self.day[rows], amount=self.amount[rows])

    def until(self, day: np.datetime64) -> "PurchaseDays":
        """Answer the days up to one; returns that came later stay taken off (cut the lines where that matters)."""
        return self.take(self.day <= day)

    def of(self, customer: object) -> "PurchaseDays":
        """Answer the days of one customer, none if nobody has this name."""
        return self.take(self.labels[self.customer] == customer)


def purchase_days(lines: Lines) -> PurchaseDays:
    """Add lines up by customer and business day, and take returns off the purchases they undo.

    A return that names its order is taken off that order's day, what it exceeds this by off the days before; any other
    off the customer's latest purchases up to its day. A day of which nothing is left is no purchase. A day on which
    goods changed hands for nothing (amount 0) is one: the customer came.

    Args:
        lines: n lines in any order.

    Returns:
        The days; returns beyond all earlier purchases are set aside.
    """
    block = _blocks(lines)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        parts = list(pool.map(partial(_added_up, lines, block), range(int(block.max(initial=0)) + 1)))
    customer, day, amount = (np.concatenate(column) for column in zip(*parts, strict=True))
    sold = amount.copy() if (back := np.flatnonzero(lines.amount < 0)).size else amount
    aside = Aside(back, back)
    if len(back):
        aside = _net((customer, day, amount), lines, back)
    kept = (amount > 0) | (sold == 0)
    if not kept.all():
        customer, day, amount = customer[kept], day[kept], amount[kept]
    return PurchaseDays(customer, lines.labels, day.astype("datetime64[D]"), amount, aside)


def _blocks(lines: Lines) -> NDArray[np.int8]:
    """Answer (n,) the number of the block of customers in which a line is added up; -1 for returns."""
    many = 1 + min(len(lines) // _BLOCK, 126)
    block = (lines.customer * many // max(len(lines.labels), 1)).astype(np.int8)
    block[lines.amount < 0] = -1
    return block


def _added_up(lines: Lines, block: NDArray[np.int8], number: int) -> Table:
    places = np.flatnonzero(block == number)
    if not len(places):
        return places, places, places
    keys, day, amount = lines.customer[places], lines.day[places].view(np.int64), lines.amount[places]
    earliest = int(day.min())
    bits = int(np.ptp(day)).bit_length()
    keys <<= bits
    keys |= day - earliest
    keys, amount = sorted_together(keys, amount)
    starts = starts_of_runs(keys)
    keys = keys[starts]
    return keys >> bits, (keys & ((1 << bits) - 1)) + earliest, np.add.reduceat(amount, starts)


def _net(table: Table, lines: Lines, back: Ints) -> Aside:
    """Lower the table's amounts by the returns at places `back`; answer what was too much."""
    returning = np.zeros(len(lines.labels), dtype=np.bool_)
    returning[lines.customer[back]] = True
    touched = np.flatnonzero(returning[table[0]])
    customer, day, amount = (column[touched] for column in table)
    returns = (lines.customer[back], days_of_origin(lines, back), -lines.amount[back])
    left, over = take_off((customer, day, amount), returns)
    table[2][touched] = left
    excess = np.flatnonzero(over)
    return Aside(lines.row[back[excess]], -over[excess])
