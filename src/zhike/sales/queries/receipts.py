from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from zhike.sales import permissions
from zhike.sales.models import Receipt

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User


RECEIPT_PAGE = "receipt"


def receipts(*, for_user: "User | AnonymousUser | None") -> QuerySet[Receipt]:
    """Answer the receipts a user may see, newest first."""
    return Receipt.objects.visible_to(for_user).select_related("customer__party").order_by("-received_on", "-pk")


def exported_receipts(*, for_user: "User | AnonymousUser | None") -> QuerySet[Receipt]:
    """Answer the receipts a user may take out of the house."""
    return Receipt.objects.reached_by(for_user, permissions.EXPORT).select_related("customer__party")


def receipts_of(
    customer_id: int, *, for_user: "User | AnonymousUser | None", until: date | None = None
) -> QuerySet[Receipt]:
    """Answer the receipts of a customer that a user may see, up to a day, newest first."""
    rows = Receipt.objects.visible_to(for_user).filter(customer=customer_id).order_by("-received_on", "-pk")
    return rows.filter(received_on__lte=until) if until else rows
