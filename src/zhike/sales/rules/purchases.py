"""What a customer has bought day by day, less what came back: the same in whatever order papers come and go."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from zhike.sales.rules.cells import known_sum


@dataclass(frozen=True)
class Day:
    """What was bought on a day, less what came back of it; sums in 分.

    `orders` are those that have not come back whole: without any it was no day of purchase, whatever sums stand there.
    The cost is unknown as soon as that of a part is.
    """

    on: date
    orders: int
    amount: int
    cost: int | None


@dataclass(frozen=True)
class Sold:
    """The order that goods came back of, in the version that counts."""

    number: str
    on: date
    amount: int
    cost: int | None


@dataclass(frozen=True)
class Back:
    """What came back of a customer's: of which order, if that is known and still the customer's."""

    on: date
    amount: int
    order: Sold | None = None


@dataclass(frozen=True)
class Totals:
    """What orders come to, less returns; sums in 分, a margin only where every cost is known."""

    orders: int
    amount: int
    cost: int | None

    @property
    def margin(self) -> int | None:
        return None if self.cost is None else self.amount - self.cost


def net(days: Iterable[Day], backs: Iterable[Back]) -> list[Day]:
    """Take off what came back: on the day of its order, or on its own when no order is known; rising by day."""
    found = {day.on: day for day in days}
    for less in taken_off(backs):
        day = found.get(less.on, Day(less.on, 0, 0, 0))
        found[less.on] = Day(
            less.on, day.orders + less.orders, day.amount + less.amount, known_sum((day.cost, less.cost))
        )
    return [found[on] for on in sorted(found)]


def taken_off(backs: Iterable[Back]) -> Iterator[Day]:
    """Answer what returns take off which day, below 0; what the goods cost is their share of what their order cost."""
    of_orders: defaultdict[Sold, int] = defaultdict(int)
    for back in backs:
        if back.order is None:
            yield Day(back.on, 0, -back.amount, None)
        else:
            of_orders[back.order] += back.amount
    for order, amount in of_orders.items():
        yield Day(order.on, -1 if amount >= order.amount else 0, -amount, _cost(order, amount))


def total(days: Iterable[Day]) -> Totals:
    """Add days up; of nothing no cost is known."""
    all_days = tuple(days)
    cost = known_sum(day.cost for day in all_days) if all_days else None
    return Totals(sum(day.orders for day in all_days), sum(day.amount for day in all_days), cost)


def by_month(days: Iterable[Day]) -> dict[date, int]:
    """Answer the amount in 分 of each month in which anything was bought or came back, keyed by its first day."""
    months: defaultdict[date, int] = defaultdict(int)
    for day in days:
        months[day.on.replace(day=1)] += day.amount
    return dict(sorted(months.items()))


def _cost(order: Sold, amount: int) -> int | None:
    if order.cost is None:
        return None
    return -order.cost if amount >= order.amount else -(order.cost * amount // order.amount)
