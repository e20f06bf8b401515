from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from zhike.core.access import queries as access
from zhike.core.bulk import Among
from zhike.core.prepared import Prepared
from zhike.kit.lists import conditions
from zhike.kit.lists.conditions import EVERYTHING, Group
from zhike.kit.models import Filter, Layout, View, Visit

if TYPE_CHECKING:
    from zhike.core.accounts.models import User

RECENT = 10


def views(screen: str, *, for_user: "User") -> list[View]:
    """Answer the saved views of a list that a user may use: the own ones, those of a role, those of everybody."""
    roles = sorted({held.role for held in access.roles_held(for_user)})
    return VIEWS.records(user=for_user.pk, screen=screen, roles=roles)


def _views(user: int, screen: str, roles: list[str]) -> QuerySet[View]:
    mine = Q(owner=user) | Q(is_shared=True) | Q(Among("role__name", roles))
    return View.objects.filter(mine, screen=screen).order_by("pk")


def own_views(*, for_user: "User") -> QuerySet[View]:
    return View.objects.filter(owner=for_user)


def first_view(found: "list[View]", *, for_user: "User") -> View | None:
    """Answer the view that a list opens with: the own default, else that of a role, else that of everybody."""
    defaults = [view for view in found if view.is_default and _opens_for(view, for_user)]
    return min(defaults, key=lambda v: (v.is_shared or v.role_id is not None, v.role_id is None), default=None)


def _opens_for(view: View, user: "User") -> bool:
    """Say whether a default is meant for a user: who makes one for a role she does not hold keeps her own list."""
    if view.is_shared or view.role is None or view.owner_id != user.pk:
        return True
    return view.role.name in {held.role for held in access.roles_held(user)}


def filter_called(token: str) -> Group:
    """Answer the filter that an address names; an unknown word is no filter.

    Raises:
        conditions.Unreadable: no such filter was ever made.
    """
    if not token:
        return EVERYTHING
    found = FILTERS.rows(token=token)
    if not found:
        raise conditions.Unreadable
    return conditions.read(found[0][0])


def _filters(token: str) -> QuerySet[Any, Any]:
    return Filter.objects.filter(token=token).values_list("tree")


def chosen_columns(screen: str, *, for_user: "User") -> list[str]:
    """Answer the names of the columns a user has chosen for a list; none when never chosen."""
    return next((columns for (columns,) in LAYOUTS.rows(user=for_user.pk, screen=screen)), None) or []


def _layouts(user: int, screen: str) -> QuerySet[Any, Any]:
    return Layout.objects.filter(user=user, screen=screen).values_list("columns")


def recent_visits(*, for_user: "User") -> QuerySet[Visit]:
    return Visit.objects.filter(user=for_user).order_by("-at")[:RECENT]


FILTERS = Prepared(_filters, token=str)
VIEWS = Prepared(_views, user=int, screen=str, roles=list)
LAYOUTS = Prepared(_layouts, user=int, screen=str)
