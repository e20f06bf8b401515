"""Who may do what, to which records. A user of None is the system itself, which may do everything."""

from typing import TYPE_CHECKING, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet

from zhike.core.access.models import Position, Role
from zhike.core.access.rules import Scope, widest

if TYPE_CHECKING:
    from zhike.core.accounts.models import User

Row = TypeVar("Row", bound=Model)


def scope(user: "User | AnonymousUser | None", permission: str) -> Scope:
    """Say how far a permission reaches for a user, reading the roles once a request."""
    if user is None:
        return Scope.ALL
    if isinstance(user, AnonymousUser) or not user.is_active:
        return Scope.NONE
    grants = _grants(user)
    return widest([Scope(found[permission]) for found in grants if permission in found])


def may(user: "User | AnonymousUser | None", permission: str) -> bool:
    return scope(user, permission) > Scope.NONE


def require(user: "User | AnonymousUser | None", permission: str) -> None:
    """Stop here unless the user has the permission at all.

    Raises:
        PermissionDenied: the page answers 403.
    """
    if not may(user, permission):
        raise PermissionDenied(permission)


def visible(rows: QuerySet[Row], *, user: "User | AnonymousUser | None", permission: str, owner: str) -> QuerySet[Row]:
    """Keep the rows that the permission reaches; `owner` is the path to the owner's foreign key."""
    reach = scope(user, permission)
    if reach == Scope.ALL:
        return rows
    if reach == Scope.OWN and user is not None:
        return rows.filter(Q((owner, user.pk)))
    return rows.none()


def role_names(user: "User") -> list[str]:
    return list(Role.objects.filter(positions__user=user).order_by("pk").values_list("name", flat=True))


def _grants(user: "User") -> list[dict[str, int]]:
    if not hasattr(user, "_grants"):
        found = Position.objects.filter(user=user).values_list("role__grants", flat=True)
        user._grants = list(found)  # type: ignore[attr-defined]
    grants: list[dict[str, int]] = user._grants  # type: ignore[attr-defined]
    return grants
