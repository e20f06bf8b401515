from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from zhike.core.access import queries as access
from zhike.kit.lists import conditions
from zhike.kit.lists.conditions import EVERYTHING, Group
from zhike.kit.models import Filter, Layout, View, Visit

if TYPE_CHECKING:
    from zhike.core.accounts.models import User

RECENT = 10


def views(screen: str, *, for_user: "User") -> QuerySet[View]:
    """Answer the saved views of a list that a user may use: the own ones, those of a role, those of everybody."""
    roles = {held.role for held in access.roles_held(for_user)}
    mine = Q(owner=for_user) | Q(is_shared=True) | Q(role__name__in=roles)
    return View.objects.filter(mine, screen=screen).select_related("role").order_by("pk").distinct()


def own_views(*, for_user: "User") -> QuerySet[View]:
    return View.objects.filter(owner=for_user)


def first_view(found: "list[View]", *, for_user: "User") -> View | None:
    """Answer the view that a list opens with: the own default, else that of a role, else that of everybody."""
    defaults = [view for view in found if view.is_default]
    return min(defaults, key=lambda v: (v.owner_id != for_user.pk, v.role_id is None), default=None)


def filter_called(token: str) -> Group:
    """Answer the filter that an address names; an unknown word is no filter.

    Raises:
        conditions.Unreadable: no such filter was ever made.
    """
    if not token:
        return EVERYTHING
    text = Filter.objects.filter(token=token).values_list("tree", flat=True).first()
    if text is None:
        raise conditions.Unreadable
    return conditions.read(text)


def chosen_columns(screen: str, *, for_user: "User") -> list[str]:
    """Answer the names of the columns a user has chosen for a list; none when never chosen."""
    return Layout.objects.filter(user=for_user, screen=screen).values_list("columns", flat=True).first() or []


def recent_visits(*, for_user: "User") -> QuerySet[Visit]:
    return Visit.objects.filter(user=for_user).order_by("-at")[:RECENT]
