"""Order lines: who bought when and for how much, checked once and then arrays."""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhike.analytics.lifetime.history import Floats, Ints
from zhike.analytics.purchases.checking import (
    BadLines,
    Column,
    Days,
    cents_from,
    days_from,
    numbers_from,
    refuse,
    rows_of,
)
from zhike.analytics.purchases.coding import MISSING, Coded, NoCodes, code, code_together


@dataclass(frozen=True, eq=False)
class Lines:
    """n order lines of m customers, in any order; a negative amount takes something back.

    Attributes:
        customer: (n,) place of the customer in labels.
        labels: (m,) the customers as they were given, rising.
        day: (n,) business days, datetime64[D].
        amount: (n,) 分; below 0 for what was returned.
        row: (n,) number of each line in its source, for messages.
        order: (n,) code of the order, -1 without; None where orders are not known.
        returned: (n,) code of the order whose goods the line returns, -1 without; codes as in order.
        product: n products, or None.
        store: n stores, or None.
        quantity: (n,) pieces, or None.
    """

    customer: Ints
    labels: NDArray[Any]
    day: Days
    amount: Ints
    row: Ints
    order: Ints | None = None
    returned: Ints | None = None
    product: Coded | None = None
    store: Coded | None = None
    quantity: Floats | None = None

    def __len__(self) -> int:
        return len(self.customer)

    def take(self, rows: "NDArray[np.bool_] | Ints") -> "Lines":
        """Answer some of the lines; the customers' codes stay."""
        parts = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "labels"}
        some: dict[str, Any] = {
            name: part.take(rows) if isinstance(part, Coded) else part[rows]
            for name, part in parts.items()
            if part is not None
        }
        return replace(self, **some)

    def until(self, day: np.datetime64) -> "Lines":
        """Answer what was known at the end of a day: the lines up to it."""
        return self.take(self.day <= day)


def lines(
    customer: Column | Coded,
    day: Column,
    amount: Column,
    *,
    order: Column | Coded | None = None,
    returned: Column | Coded | None = None,
    product: Column | Coded | None = None,
    store: Column | Coded | None = None,
    quantity: Column | None = None,
    identity: Column | Coded | None = None,
    row: ArrayLike | None = None,
    as_of: np.datetime64 | None = None,
) -> Lines:
    """Check columns and make them order lines.

    Args:
        customer: (n,) whole numbers or texts, or what is coded already.
        day: (n,) business days: datetime64, dates, or texts such as 2026-01-31.
        amount: (n,) whole 分, below 0 for returns (`checking.cents_of_units` makes them of 元).
        order: (n,) number of the order, missing where there is none.
        returned: (n,) number of the order that a negative line returns.
        product: (n,) what was bought.
        store: (n,) where.
        quantity: (n,) pieces.
        identity: (n,) what names a line for good: of several rows with one identity the last counts, so that an
            edited line replaces what it was and a doubled one counts once.
        row: (n,) number of each line in its source; from 0 on if not given.
        as_of: the day after which no line may lie.

    Raises:
        BadLines: there is no line, lengths differ, or a value is missing, of a wrong kind or out of range.
    """
    names = _named("customer", customer)
    if not len(names):
        raise BadLines("there is no line")
    rows = rows_of(len(names), row)
    refuse(names.codes == MISSING, rows, "customer: a customer is missing")
    orders, back = _orders(order, returned)
    made = Lines(
        names.codes,
        names.labels,
        days_from(_even("day", day, len(names)), rows, as_of),
        cents_from(_even("amount", amount, len(names)), rows),
        rows,
        None if orders is None else orders.codes,
        None if back is None else back.codes,
        None if product is None else _named("product", product),
        None if store is None else _named("store", store),
        None if quantity is None else numbers_from(quantity, rows, "quantity").astype(np.float64),
    )
    _refuse_uneven(made)
    return made if identity is None else _latest(made, _named("identity", identity))


def _named(column: str, values: Column | Coded) -> Coded:
    try:
        return code(values)
    except NoCodes as error:
        raise BadLines(f"{column}: {error}") from error


def _orders(order: Column | Coded | None, returned: Column | Coded | None) -> tuple[Coded | None, Coded | None]:
    orders = None if order is None else _named("order", order)
    back = None if returned is None else _named("returned", returned)
    if back is None:
        return orders, None
    if orders is None:
        raise BadLines("returned: names orders, so order must be given too")
    try:
        return code_together(orders, back)
    except NoCodes as error:
        raise BadLines(f"order and returned: {error}") from error


def _even(column: str, values: Column, size: int) -> Column:
    shape = np.asanyarray(values).shape
    if shape != (size,):
        raise BadLines(f"{column}: expected {size} values as for customer, found {shape}")
    return values


def _refuse_uneven(made: Lines) -> None:
    for each in fields(made):
        part = getattr(made, each.name)
        if each.name != "labels" and part is not None and len(part) != len(made):
            raise BadLines(f"{each.name}: expected {len(made)} values as for customer, found {len(part)}")


def _latest(made: Lines, identity: Coded) -> Lines:
    if len(identity) != len(made):
        raise BadLines(f"identity: expected {len(made)} values as for customer, found {len(identity)}")
    last = np.zeros(len(identity.labels) + 1, dtype=np.int64)
    places = np.arange(len(made))
    np.maximum.at(last, identity.codes, places)
    return made.take((identity.codes == MISSING) | (last[identity.codes] == places))
