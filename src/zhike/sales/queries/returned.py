from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from zhike.sales import permissions
from zhike.sales.models import Order, Return, ReturnLine

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User


RETURN_PAGE = "back"  # search marks its words by the first letter: an own one for each kind


def returns(*, for_user: "User | AnonymousUser | None") -> QuerySet[Return]:
    """Answer the returns a user may see, newest first."""
    rows = Return.objects.visible_to(for_user).select_related("customer__party", "order")
    return rows.order_by("-returned_on", "-pk")


def exported_returns(*, for_user: "User | AnonymousUser | None") -> QuerySet[Return]:
    """Answer the returns a user may take out of the house."""
    return Return.objects.reached_by(for_user, permissions.EXPORT).select_related("customer__party", "order")


def return_lines(*, for_user: "User | AnonymousUser | None") -> QuerySet[ReturnLine]:
    """Answer the lines of the returns a user may see, the newest return first."""
    return _lines(Return.objects.visible_to(for_user)).order_by("-paper__returned_on", "-paper_id", "position")


def exported_return_lines(*, for_user: "User | AnonymousUser | None") -> QuerySet[ReturnLine]:
    """Answer the lines of the returns a user may take out of the house."""
    return _lines(Return.objects.reached_by(for_user, permissions.EXPORT))


def _lines(rows: QuerySet[Return]) -> QuerySet[ReturnLine]:
    found = ReturnLine.objects.filter(paper__in=rows.order_by())
    return found.select_related("paper__customer__party", "paper__order", "product")


def returns_of(
    customer_id: int, *, for_user: "User | AnonymousUser | None", until: date | None = None
) -> QuerySet[Return]:
    """Answer the returns of a customer that a user may see, up to a day, newest first."""
    rows = Return.objects.visible_to(for_user).filter(customer=customer_id).select_related("order")
    rows = rows.order_by("-returned_on", "-pk")
    return rows.filter(returned_on__lte=until) if until else rows


def returns_for(order: Order, *, for_user: "User | AnonymousUser | None") -> QuerySet[Return]:
    """Answer the returns made for any version of an order that a user may see, each with the version it keeps to."""
    rows = Return.objects.visible_to(for_user).filter(order__number=order.number).select_related("order")
    return rows.order_by("-returned_on", "-pk")
