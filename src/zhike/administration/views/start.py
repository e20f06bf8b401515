from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhike.administration import permissions
from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.exchange import permissions as exchange


@dataclass(frozen=True)
class Way:
    """A page of the settings: where it is, what one does there, and the permission it takes."""

    url_name: str
    icon: str
    title: Promise
    note: Promise
    permission: str


WAYS = (
    Way(
        "administration:organisation",
        "building",
        _("Organisation"),
        _("Units from the company down to the team; who belongs where decides who sees what."),
        permissions.PEOPLE,
    ),
    Way(
        "administration:colleagues",
        "users",
        _("Colleagues"),
        _("Invite, give positions, let somebody leave."),
        permissions.PEOPLE,
    ),
    Way(
        "administration:roles",
        "lock",
        _("Roles"),
        _("What each role may see and do, down to single fields."),
        permissions.ROLES,
    ),
    Way(
        "custom_fields:list",
        "list",
        _("Custom fields"),
        _("Fields of your own trade on cards, forms and lists."),
        permissions.FIELDS,
    ),
    Way(
        "work_calendar:year",
        "calendar",
        _("Work calendar"),
        _("Holidays, make-up days and working hours, by which due times are reckoned."),
        permissions.CALENDAR,
    ),
    Way(
        "exchange:schedules",
        "download",
        _("Scheduled exports"),
        _("Lists that are written into a folder on certain days."),
        exchange.SCHEDULE_EXPORTS,
    ),
    Way(
        "customers:trashed",
        "trash",
        _("Trash"),
        _("Customers that were put away, each to be taken out again."),
        "customers.trash",  # its app is a neighbour of this one: known by its words alone
    ),
    Way(
        "administration:log",
        "clock",
        _("Log of changes"),
        _("Who did what and when, before and after."),
        permissions.AUDIT,
    ),
    Way(
        "background:work",
        "refresh",
        _("Background work"),
        _("What runs, waits or is parked behind the pages; stop it, try it again."),
        permissions.WORK,
    ),
    Way(
        "administration:why",
        "help-circle",
        _("Why somebody sees a record"),
        _("Names the rule by which a colleague reaches a record, or does not."),
        permissions.PREVIEW,
    ),
    Way(
        "administration:preview",
        "user",
        _("Look as a colleague"),
        _("See every page as a colleague sees it, without changing anything."),
        permissions.PREVIEW,
    ),
)


@require_safe
def start(request: SignedInRequest) -> HttpResponse:
    """Show the pages of the settings that the role may use."""
    ways = [way for way in WAYS if access.may(request.user, way.permission)]
    if not ways:
        raise PermissionDenied
    return render(request, "administration/start.html", {"ways": ways})
