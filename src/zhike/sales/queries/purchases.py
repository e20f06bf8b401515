"""What customers have bought as of a day, less what came back by then."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet, Sum

from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.core.bulk import Among
from zhike.sales import permissions
from zhike.sales.models import Order, Return
from zhike.sales.rules import known_sum
from zhike.sales.rules import purchases as rules
from zhike.sales.rules.purchases import Back, Day, Sold, Totals

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User

SUMS = (Count("pk"), Sum("amount"), Count("cost"), Sum("cost"))


def purchases(customer_id: int, *, for_user: "User | AnonymousUser | None", until: date) -> list[Day]:
    """Answer what a customer bought day by day, as far as a user may see it; costs only for who may know them."""
    orders = Order.objects.visible_to(for_user).filter(customer=customer_id)
    backs = _backs(Return.objects.visible_to(for_user).filter(customer=customer_id), until=until)
    days = rules.net(_days(orders, until=until).get(customer_id, ()), backs.get(customer_id, ()))
    if access.field_level(for_user, permissions.COST) >= Level.READ:
        return days
    return [Day(day.on, day.orders, day.amount, None) for day in days]


def days_by_customer(customer_ids: Sequence[int], *, until: date) -> dict[int, list[Day]]:
    """Answer what each of these who buys bought day by day, rising.

    Not streamed: on SQLite a cursor that stays open keeps an old view of the books, and from there the caller could
    write nothing once anybody else had written.
    """
    backs = _backs(Return.objects.filter(customer__in=customer_ids), until=until)
    days = _days(Order.objects.current().filter(customer__in=customer_ids), until=until)
    return {customer_id: rules.net(bought, backs.get(customer_id, ())) for customer_id, bought in days.items()}


def totals_by_customer(*, until: date) -> dict[int, Totals]:
    """Answer what each customer has bought in all who has not brought everything back."""
    rows = Order.objects.current().filter(ordered_on__lte=until).order_by().values_list("customer_id")
    backs = _backs(Return.objects.all(), until=until)
    found = {}
    for customer_id, orders, amount, costs, cost in rows.annotate(*SUMS):
        less = backs.get(customer_id)
        sums = Totals(orders, amount, cost if costs == orders else None)
        found[customer_id] = _less(sums, less) if less else sums
    return {customer_id: sums for customer_id, sums in found.items() if sums.orders > 0}


def _less(sums: Totals, backs: Sequence[Back]) -> Totals:
    less = rules.total(rules.taken_off(backs))
    return Totals(sums.orders + less.orders, sums.amount + less.amount, known_sum((sums.cost, less.cost)))


def _days(orders: QuerySet[Order], *, until: date) -> dict[int, list[Day]]:
    """Answer what orders come to, by customer and day, rising."""
    rows = orders.filter(ordered_on__lte=until).order_by("customer_id", "ordered_on")
    summed = rows.values_list("customer_id", "ordered_on").annotate(*SUMS)
    return {
        customer_id: [Day(on, n, amount, cost if costs == n else None) for _, on, n, amount, costs, cost in group]
        for customer_id, group in groupby(summed, key=lambda row: row[0])
    }


def _backs(returns: QuerySet[Return], *, until: date) -> dict[int, list[Back]]:
    """Answer what came back by customer.

    A return counts against its order as long as that is the same customer's: a newer version may be another's.
    """
    rows = list(
        returns.filter(returned_on__lte=until)
        .order_by()
        .values_list(
            "customer_id", "returned_on", "amount", "order__number", "order__replaced_by", *_of_order("order__")
        )
    )
    newer = _newest({number for _, _, _, number, replaced_by, *_ in rows if replaced_by})
    backs: defaultdict[int, list[Back]] = defaultdict(list)
    for customer_id, on, amount, number, _, *order in rows:
        owner, *sold = newer.get(number, order)
        is_known = owner == customer_id and sold[0] <= until
        backs[customer_id].append(Back(on, amount, Sold(number, *sold) if is_known else None))
    return dict(backs)


def _newest(numbers: set[str]) -> dict[str, list[Any]]:
    if not numbers:
        return {}
    rows = Order.objects.current().filter(Among("number", numbers)).values_list("number", *_of_order())
    return {number: order for number, *order in rows}


def _of_order(path: str = "") -> tuple[str, ...]:
    return tuple(f"{path}{name}" for name in ("customer_id", "ordered_on", "amount", "cost"))
