from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.exchange import permissions, queries
from zhike.exchange.exports import rules, schedules
from zhike.exchange.exports.listing import Asked, ViewGone, as_shown, screen_named
from zhike.exchange.forms import ScheduleForm, sources_for
from zhike.exchange.models import ExportSchedule, title_of_list
from zhike.kit.refusals import FieldRefused

# One name of an address belongs to this page, all others are the list's.
SCREEN = "screen"


@require_safe
def scheduled(request: SignedInRequest) -> HttpResponse:
    """Show what is exported regularly, when next, and how it went last."""
    access.require(request.user, permissions.SCHEDULE_EXPORTS)
    found = list(queries.schedules(for_user=request.user))
    last, now = queries.last_exports(found), timezone.localtime()
    rows = [(each, last.get(each.pk), _next_due(each, now)) for each in found]
    return render(request, "exchange/schedules.html", {"rows": rows, "folder": settings.EXPORT_DIR})


@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: SignedInRequest) -> HttpResponse:
    """Set up a scheduled export: of the list that the address shows, or of a view to be chosen."""
    access.require(request.user, permissions.SCHEDULE_EXPORTS)
    screen = request.GET.get(SCREEN, "")
    sources = [] if screen else sources_for(request.user)
    if screen:
        access.require(request.user, screen_named(screen).export)
    is_sent = request.method == "POST"
    form = ScheduleForm(request.POST, sources=sources) if is_sent else ScheduleForm(sources=sources)
    if is_sent and form.is_valid() and _set_up(request, form, screen):
        messages.success(request, _("Saved"))
        return redirect("exchange:schedules")
    context = {"form": form, "list_title": title_of_list(screen) if screen else "", "folder": settings.EXPORT_DIR}
    return render(request, "exchange/schedule.html", context, status=422 if is_sent else 200)


@require_POST
def end_schedule(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop a scheduled export."""
    access.require(request.user, permissions.SCHEDULE_EXPORTS)
    found: ExportSchedule = get_object_or_404(queries.schedules(for_user=request.user), pk=pk)
    if not schedules.end(schedule=found, by=request.user, at=timezone.now()):
        messages.warning(request, _("It has changed meanwhile: look again."))
    return redirect("exchange:schedules")


def _set_up(request: SignedInRequest, form: ScheduleForm, screen: str) -> ExportSchedule | None:
    """Call the operation; None when the form now says why it was refused."""
    try:
        return schedules.set_up(asked=_asked(request, form, screen), by=request.user, at=timezone.now(), **form.told)
    except ViewGone as gone:
        raise Http404 from gone
    except FieldRefused as refused:
        form.add_error(refused.field, _(refused.phrase.text))
    return None


def _asked(request: SignedInRequest, form: ScheduleForm, screen: str) -> Asked:
    """Say which list: held fast as it is shown, or a view that may change later."""
    kind = form.cleaned_data["file_kind"]
    if screen:
        query = request.GET.copy()
        query.pop(SCREEN)
        return as_shown(screen, query.urlencode(), file_kind=kind, by=request.user)
    screen, _colon, view = form.cleaned_data["source"].partition(":")
    return Asked(screen, f"view={view}", (), kind)


def _next_due(found: ExportSchedule, now: datetime) -> datetime | None:
    return None if found.ended_at else rules.next_due(schedules.days_of(found), now)
