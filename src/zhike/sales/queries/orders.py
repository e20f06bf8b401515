from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.sales import permissions
from zhike.sales.models import Order, OrderLine

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User


PAGE = "order"


@dataclass(frozen=True)
class Totals:
    """What a set of orders comes to; sums in 分, a margin only where every cost is known."""

    orders: int
    amount: int
    cost: int | None

    @property
    def margin(self) -> int | None:
        return None if self.cost is None else self.amount - self.cost


@dataclass(frozen=True)
class Bought:
    """What a customer bought of one product; sums in 分."""

    code: str
    name: str
    times: int
    amount: int
    last_on: date


def orders(*, for_user: "User | AnonymousUser | None") -> QuerySet[Order]:
    return Order.objects.visible_to(for_user).select_related("customer__party").order_by("-ordered_on", "-pk")


def exported_orders(*, for_user: "User | AnonymousUser | None") -> QuerySet[Order]:
    """Answer the orders a user may take out of the house."""
    return Order.objects.reached_by(for_user, permissions.EXPORT).select_related("customer__party")


def order_lines(*, for_user: "User | AnonymousUser | None") -> QuerySet[OrderLine]:
    """Answer the lines of the orders a user may see, the newest order first."""
    return _lines(Order.objects.visible_to(for_user)).order_by("-order__ordered_on", "-order_id", "position")


def exported_order_lines(*, for_user: "User | AnonymousUser | None") -> QuerySet[OrderLine]:
    """Answer the lines of the orders a user may take out of the house."""
    return _lines(Order.objects.reached_by(for_user, permissions.EXPORT))


def _lines(rows: QuerySet[Order]) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order__in=rows.order_by()).select_related("order__customer__party", "product")


def orders_of(
    customer_id: int, *, for_user: "User | AnonymousUser | None", until: date | None = None
) -> QuerySet[Order]:
    """Answer the orders of a customer that a user may see, up to a day, newest first."""
    rows = Order.objects.visible_to(for_user).filter(customer=customer_id).order_by("-ordered_on", "-pk")
    return rows.filter(ordered_on__lte=until) if until else rows


def earlier_versions(order: Order, *, for_user: "User | AnonymousUser | None") -> QuerySet[Order]:
    """Answer the versions an order has replaced that a user may see, the newest first."""
    return Order.objects.earlier_than(order, visible_to=for_user).order_by("-revision")


def totals(rows: QuerySet[Order], *, for_user: "User | AnonymousUser | None" = None) -> Totals:
    """Add up a set of orders; what they cost only for who may know it."""
    sums = rows.order_by().aggregate(n=Count("pk"), known=Count("cost"), sold=Sum("amount"), spent=Sum("cost"))
    may_know = access.field_level(for_user, permissions.COST) >= Level.READ
    complete = may_know and sums["n"] > 0 and sums["known"] == sums["n"]
    return Totals(sums["n"], sums["sold"] or 0, sums["spent"] if complete else None)


def purchase_days(rows: QuerySet[Order]) -> list[date]:
    """Answer the days with an order, rising, each once."""
    return list(rows.order_by("ordered_on").values_list("ordered_on", flat=True).distinct())


def amounts_by_month(rows: QuerySet[Order]) -> dict[date, int]:
    """Answer the amount in 分 of each month with an order, keyed by its first day, rising."""
    months = rows.order_by().annotate(month=TruncMonth("ordered_on")).values_list("month")
    return dict(months.annotate(Sum("amount")).order_by("month"))


def products_bought(rows: QuerySet[Order], *, limit: int = 10) -> list[Bought]:
    """Answer what these orders are of, the largest amount first."""
    lines = OrderLine.objects.filter(order__in=rows.order_by(), product__isnull=False)
    bought = (
        lines.values("product__code", "product__name")
        .annotate(times=Count("order", distinct=True), total=Sum("amount"), last_on=Max("order__ordered_on"))
        .order_by("-total", "product__code")[:limit]
    )
    return [Bought(b["product__code"], b["product__name"], b["times"], b["total"], b["last_on"]) for b in bought]


def every_cost_known(*, until: date) -> bool:
    """Say whether margins of all customers can be compared up to a day."""
    return not Order.objects.current().filter(cost=None, ordered_on__lte=until).exists()


def totals_by_customer(*, until: date) -> list[tuple[int, int, int]]:
    """Answer (customer id, amount, known cost) of each buying customer, in 分."""
    rows = Order.objects.current().filter(ordered_on__lte=until).order_by().values_list("customer_id")
    return list(rows.annotate(total=Sum("amount"), known_cost=Coalesce(Sum("cost"), 0)))


def days_by_customer(customer_ids: Sequence[int], *, until: date) -> dict[int, list[tuple[date, int]]]:
    """Answer, for each of these who buys, (day, amount in 分) of each day of purchase, rising.

    Not streamed: on SQLite a cursor that stays open keeps an old view of the books, and from there the caller could
    write nothing once anybody else had written.
    """
    rows = (
        Order.objects.current()
        .filter(customer__in=customer_ids, ordered_on__lte=until)
        .order_by("customer_id", "ordered_on")
        .values_list("customer_id", "ordered_on")
        .annotate(Sum("amount"))
    )
    return {
        customer_id: [(day, amount) for _, day, amount in group]
        for customer_id, group in groupby(rows, key=itemgetter(0))
    }
