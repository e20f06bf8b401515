from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery, Sum

from zhike.sales import permissions
from zhike.sales.models import Order, OrderLine, Return, ReturnLine

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User

PAGE = "order"
BESIDE = ("customer__party", "handler")


@dataclass(frozen=True)
class Bought:
    """What a customer bought of one product; sums in 分."""

    code: str
    name: str
    times: int
    amount: int
    last_on: date


def orders(*, for_user: "User | AnonymousUser | None") -> QuerySet[Order]:
    return Order.objects.visible_to(for_user).select_related(*BESIDE).order_by("-ordered_on", "-pk")


def exported_orders(*, for_user: "User | AnonymousUser | None") -> QuerySet[Order]:
    """Answer the orders a user may take out of the house."""
    return Order.objects.reached_by(for_user, permissions.EXPORT).select_related(*BESIDE)


def order_lines(*, for_user: "User | AnonymousUser | None") -> QuerySet[OrderLine]:
    """Answer the lines of the orders a user may see, the newest order first."""
    return _lines(Order.objects.visible_to(for_user)).order_by("-order__ordered_on", "-order_id", "position")


def exported_order_lines(*, for_user: "User | AnonymousUser | None") -> QuerySet[OrderLine]:
    """Answer the lines of the orders a user may take out of the house."""
    return _lines(Order.objects.reached_by(for_user, permissions.EXPORT))


def _lines(rows: QuerySet[Order]) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order__in=rows.order_by()).select_related(
        *(f"order__{name}" for name in BESIDE), "product"
    )


def orders_of(
    customer_id: int, *, for_user: "User | AnonymousUser | None", until: date | None = None
) -> QuerySet[Order]:
    """Answer the orders of a customer that a user may see, up to a day, newest first."""
    rows = Order.objects.visible_to(for_user).filter(customer=customer_id).order_by("-ordered_on", "-pk")
    return rows.filter(ordered_on__lte=until) if until else rows


def earlier_versions(order: Order, *, for_user: "User | AnonymousUser | None") -> QuerySet[Order]:
    """Answer the versions an order has replaced that a user may see, the newest first."""
    return Order.objects.earlier_than(order, visible_to=for_user).order_by("-revision")


def products_bought(
    rows: QuerySet[Order], *, returned: "QuerySet[Return] | None" = None, limit: int = 10
) -> list[Bought]:
    """Answer what these orders are of, less what came back, the largest amount first.

    An order that came back whole was no purchase: neither it nor its return counts.
    """
    back: dict[int, int] = {}
    if returned is not None:
        whole = _came_back_whole(rows, returned)
        back = _returned(returned.exclude(order__number__in=whole.values("number")))
        rows = rows.exclude(pk__in=whole.values("pk"))
    lines = OrderLine.objects.filter(order__in=rows.order_by(), product__isnull=False)
    sums = (
        lines.values("product_id", "product__code", "product__name")
        .annotate(times=Count("order", distinct=True), total=Sum("amount"), last_on=Max("order__ordered_on"))
        .order_by("-total", "product__code")[: limit + len(back)]  # no others can be among the first
    )
    bought = [
        Bought(
            b["product__code"], b["product__name"], b["times"], b["total"] - back.get(b["product_id"], 0), b["last_on"]
        )
        for b in sums
    ]
    left = [each for each in bought if each.amount > 0 or not back]
    return sorted(left, key=lambda each: (-each.amount, each.code))[:limit]


def _came_back_whole(rows: QuerySet[Order], returned: "QuerySet[Return]") -> QuerySet[Order]:
    """Keep the orders of which as much came back as was sold, whatever version each return was made for."""
    returned = returned.order_by()
    of_this = returned.filter(order__number=OuterRef("number")).values("order__number")
    found = rows.order_by().filter(number__in=returned.filter(order__isnull=False).values("order__number"))
    return found.annotate(came_back=Subquery(of_this.annotate(sum=Sum("amount")).values("sum"))).filter(
        amount__lte=F("came_back")
    )


def _returned(rows: "QuerySet[Return]") -> dict[int, int]:
    lines = ReturnLine.objects.filter(paper__in=rows.order_by(), product__isnull=False)
    return dict(lines.order_by().values_list("product_id").annotate(Sum("amount")))
