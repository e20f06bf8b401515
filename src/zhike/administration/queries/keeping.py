"""Who can still edit roles: without such a colleague nobody could ever change a right again."""

from datetime import date

from django.db.models import Q, QuerySet

from zhike.administration import permissions
from zhike.core.access.models import Position, Role


def keeps(role: Role) -> bool:
    """Say whether a role lets its holders edit roles."""
    return bool(role.grants.get(permissions.ROLES))


def keepers(*, on: date) -> QuerySet[Position]:
    """Answer the positions by which somebody who can sign in edits roles on a day and for good."""
    ids = [role.pk for role in Role.objects.filter(retired_on=None) if keeps(role)]
    has_begun = Q(since_on=None) | Q(since_on__lte=on)
    return Position.objects.filter(has_begun, role__in=ids, until_on=None, user__is_active=True)


def positions_with(role: Role, *, on: date) -> QuerySet[Position]:
    """Answer the positions with a role that are held on a day or will be."""
    return Position.objects.filter(Q(until_on=None) | Q(until_on__gt=on), role=role)
