"""Returns taken off the purchases that they undo: the order they name, else the customer's latest before them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhike.analytics.lifetime.history import Ints
from zhike.analytics.purchases.lines import Lines
from zhike.analytics.purchases.ordering import places_in_order, starts_of_runs


@dataclass(frozen=True, eq=False)
class Aside:
    """Returns, or parts of returns, for which no earlier purchase is known.

    Attributes:
        row: (k,) the lines' numbers in their source.
        amount: (k,) what could not be taken off, 分, below 0.
    """

    row: Ints
    amount: Ints

    def __len__(self) -> int:
        return len(self.row)

    @property
    def total(self) -> int:
        """Sum of what could not be taken off, 分, at most 0."""
        return int(self.amount.sum())


def days_of_origin(lines: Lines, back: Ints) -> Ints:
    """Answer (k,) the days since 1970 on which returns count.

    A return that names an order of the same customer, bought by its day, counts on that order's first day; a negative
    line inside an order, such as a discount, belongs to that order as well. Any other counts on its own day.

    Args:
        lines: n lines.
        back: (k,) places of the negative ones.
    """
    own = lines.day[back].astype(np.int64)
    if lines.order is None:
        return own
    named = lines.order[back]
    if lines.returned is not None:
        named = np.where(lines.returned[back] >= 0, lines.returned[back], named)
    sold = np.flatnonzero((lines.amount >= 0) & (lines.order >= 0))
    if not len(sold):
        return own
    size = 1 + int(max(lines.order.max(), named.max()))
    first = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(first, lines.order[sold], lines.day[sold].astype(np.int64))
    buyer = np.full(size, -1)
    buyer[lines.order[sold]] = lines.customer[sold]
    fits = (named >= 0) & (buyer[named] == lines.customer[back]) & (first[named] <= own)
    return np.where(fits, first[named], own)


def take_off(sold: tuple[Ints, Ints, Ints], returns: tuple[Ints, Ints, Ints]) -> tuple[Ints, Ints]:
    """Take returns off what was sold before them or on their day, the latest first.

    Each customer's purchases are a stack of money: a sale lays its amount on, a return takes from the top. What is
    left of a sale is what lies between the height before it and the lowest height ever after.

    Args:
        sold: (d,) customer, day and amount ≥ 0 of what was sold.
        returns: (k,) customer, day and amount > 0 of what came back.

    Returns:
        (d,) what is left of each sale, and (k,) what was left over of each return.
    """
    customer, day, amount = (np.concatenate((one, other)) for one, other in zip(sold, returns, strict=True))
    size = len(sold[0])
    is_return = np.arange(len(customer)) >= size
    places = places_in_order(2 * (customer * (np.ptp(day) + 1) + day - day.min()) + is_return)
    whose, change = customer[places], np.where(is_return, -amount, amount)[places]
    height = _running_sums(whose, change)
    missing = -np.minimum(_running_minima(whose, height), 0)
    height += missing
    before = np.where(_is_first(whose), 0, np.roll(height, 1))
    missing_before = np.where(_is_first(whose), 0, np.roll(missing, 1))
    lowest_after = _running_minima(whose[::-1], height[::-1])[::-1]
    result = np.empty_like(amount)
    result[places] = np.where(change < 0, missing - missing_before, np.maximum(lowest_after - before, 0))
    return result[:size], result[size:]


def _is_first(whose: Ints) -> NDArray[np.bool_]:
    first = np.zeros(len(whose), dtype=np.bool_)
    first[starts_of_runs(whose)] = True
    return first


def _running_sums(whose: Ints, change: Ints) -> Ints:
    sums = np.cumsum(change)
    starts = starts_of_runs(whose)
    lengths = np.diff(starts, append=len(whose))
    return sums - np.repeat(sums[starts] - change[starts], lengths)


def _running_minima(whose: Ints, values: Ints) -> Ints:
    """Answer the least value so far within each run of one customer, by doubling the window until it spans the run."""
    least = values.copy()
    longest = int(np.diff(starts_of_runs(whose), append=len(whose)).max(initial=0))
    window = 1
    while window < longest:
        same = whose[window:] == whose[:-window]
        least[window:] = np.where(same, np.minimum(least[window:], least[:-window]), least[window:])
        window *= 2
    return least
