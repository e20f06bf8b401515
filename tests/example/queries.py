from typing import TYPE_CHECKING

from django.db.models import QuerySet

from tests.example import permissions
from tests.example.models import Book
from zhike.core.access import queries as access

if TYPE_CHECKING:
    from zhike.core.accounts.models import User


def books(*, for_user: "User | None") -> QuerySet[Book]:
    return Book.objects.order_by("-pk") if access.may(for_user, permissions.SEE) else Book.objects.none()


def editable_books(*, for_user: "User | None") -> QuerySet[Book]:
    return Book.objects.all() if access.may(for_user, permissions.EDIT) else Book.objects.none()
