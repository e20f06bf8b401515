"""The revenue bridge: by what sales changed from one period to the next, to the last 分."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhike.analytics.lifetime.history import Floats, Ints
from zhike.analytics.worth.figures import BadFigures, Flags, cents, even, rounded, row

SMALLEST = 1e-6
"""A quantity below has no price."""
LARGEST = 2.0**43
"""分 of one pair, at the earlier price, beyond which the two quantities are not of one unit."""


@dataclass(frozen=True, eq=False)
class Sales:
    """What n pairs of customer and product came to in two periods.

    Attributes:
        customer: (n,) who.
        before: (n,) 分 in the earlier period.
        after: (n,) 分 in the later one.
        quantity_before: (n,) in the product's unit.
        quantity_after: (n,) the same.
    """

    customer: NDArray[np.generic]
    before: Ints
    after: Ints
    quantity_before: Floats
    quantity_after: Floats


def sales(
    customer: ArrayLike, before: ArrayLike, after: ArrayLike, *, quantity_before: ArrayLike, quantity_after: ArrayLike
) -> Sales:
    """Check sales by customer and product; a pair may be given more than once.

    Args:
        customer: (n,) labels.
        before: (n,) whole 分, 0 where nothing was sold.
        after: (n,) the same of the later period.
        quantity_before: (n,) in the product's unit.
        quantity_after: (n,) the same.

    Raises:
        BadFigures: rows of different lengths, labels of several kinds, 分 that are not whole, numbers missing.
    """
    who = _labels(customer)
    money = cents("before", before), cents("after", after)
    many = [_quantities(*each) for each in (("quantity_before", quantity_before), ("quantity_after", quantity_after))]
    even(before=money[0], after=money[1], quantity_before=many[0], quantity_after=many[1], customer=np.ones(len(who)))
    return Sales(who, *money, *many)


@dataclass(frozen=True, eq=False)
class Bridge:
    """How one period's sales became the next one's; money is whole 分 and adds up without a rest.

    Attributes:
        before: sales of the earlier period.
        lost: less, by pairs of customer and product that were not bought any more.
        new: more, by pairs that were not bought before.
        price: by another price of what was bought in both, at the later quantity.
        volume: by another quantity of what was bought in both, at the earlier price.
        after: sales of the later period.
        customers_before, customers_after: who bought for more than nothing.
        lost_customers: (m,) labels of those who did before and did not after.
        new_customers: (m,) labels of those who did after and had not before.
        unpriced: pairs bought in both periods that have no price (no quantity, or one out of all proportion); their
            change is counted as volume.
        without_largest: change of sales without the customer who bought for most in the later period.
    """

    before: int
    lost: int
    new: int
    price: int
    volume: int
    after: int
    customers_before: int
    customers_after: int
    lost_customers: NDArray[np.generic]
    new_customers: NDArray[np.generic]
    unpriced: int
    without_largest: int

    @property
    def change(self) -> int:
        return self.after - self.before

    @property
    def customers_change(self) -> int:
        return self.customers_after - self.customers_before


def bridge(given: Sales) -> Bridge:
    """Split the change of sales into lost, new, price and volume.

    Source: domain book 2.13; volume at the earlier prices (Laspeyres), price at the later quantities (Paasche).
    """
    in_before, in_after = _bought(given.before, given.quantity_before), _bought(given.after, given.quantity_after)
    kept, lost, new = in_before & in_after, in_before & ~in_after, in_after & ~in_before
    priced = kept & (given.quantity_before >= SMALLEST) & (given.quantity_after >= SMALLEST)
    scale = np.divide(given.quantity_after, given.quantity_before, out=np.ones(len(kept)), where=priced)
    moved = given.before * scale
    priced &= np.abs(moved) < LARGEST
    at_old_price = np.where(priced, rounded(np.where(priced, moved, 0.0)), given.after)
    labels, code = np.unique(given.customer, return_inverse=True)
    had, has = _by_customer(code, given.before), _by_customer(code, given.after)
    return Bridge(
        before=int(given.before.sum()),
        lost=-int(given.before[lost].sum()),
        new=int(given.after[new].sum()),
        price=int((given.after - at_old_price)[kept].sum()),
        volume=int((at_old_price - given.before)[kept].sum()),
        after=int(given.after.sum()),
        customers_before=int((had > 0).sum()),
        customers_after=int((has > 0).sum()),
        lost_customers=labels[(had > 0) & (has <= 0)],
        new_customers=labels[(has > 0) & (had <= 0)],
        unpriced=int((kept & ~priced).sum()),
        without_largest=_without_largest(had, has),
    )


def _labels(customer: ArrayLike) -> NDArray[np.generic]:
    found = np.asarray(customer).ravel()
    if found.dtype == object and len({type(each) for each in found}) > 1:
        raise BadFigures("customer: labels of one kind are expected")
    return found


def _quantities(name: str, values: ArrayLike) -> Floats:
    return row(name, values, least=-1e12, most=1e12)


def _bought(money: Ints, quantity: Floats) -> Flags:
    found: Flags = (money != 0) | (quantity != 0)
    return found


def _by_customer(code: NDArray[np.intp], money: Ints) -> Ints:
    found = np.zeros(int(code.max()) + 1, dtype=np.int64)
    np.add.at(found, code.ravel(), money)
    return found


def _without_largest(had: Ints, has: Ints) -> int:
    change = has - had
    return int(change.sum() - change[int(has.argmax())])
