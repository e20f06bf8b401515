"""Pages of the kit itself: errors, the gallery, health."""

import logging
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.core.logs import context as logs
from zhike.core.outages import Outage, outage
from zhike.kit import operations
from zhike.kit.gallery import exhibits
from zhike.kit.records import record_kinds

log = logging.getLogger(__name__)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show each cell and block of the kit in each of its states."""
    return render(request, "kit/gallery.html", exhibits())


@require_POST
def recent(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Remember that the user has looked at a record."""
    known = record_kinds().get(kind)
    if known is None:
        raise Http404
    access.require(request.user, known.permission)
    if not known.rows(for_user=request.user).filter(pk=pk).exists():
        raise Http404
    operations.note_visit(kind=kind, object_id=pk, by=request.user, at=timezone.now())
    return HttpResponse(status=204)


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer whether this process reaches its database; it tells nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect("/static/zhike/dist/favicon.svg", permanent=True)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, 400, title=_("This request could not be read"), advice=_("Go back and try again."))


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, 403, title=_("Your role may not do this"), advice=_("Ask an owner if you need it."))


def missing(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(
        request, 404, title=_("There is no such page"), advice=_("It may have moved, or it is not yours to see.")
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """Ask who tries too often to wait; allauth finds this page by its name in the addresses."""
    return _error(request, 429, title=_("Too many attempts"), advice=_("Wait a few minutes and try again."))


def too_large(request: HttpRequest) -> HttpResponse:
    advice = _("Files of up to %(limit)d MB can be sent, other forms of up to 1 MB: split it, or import it by command.")
    limit = settings.UPLOAD_LIMIT_BYTES // 1024**2
    return _error(request, 413, title=_("This is too large"), advice=advice % {"limit": limit})


def busy(request: HttpRequest) -> HttpResponse:
    title = _("Too many forms are arriving at once")
    return _error(request, 503, title=title, advice=_("Wait a moment, go back and send it again."))


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    title = _("This form is too old")
    return _error(
        request,
        403,
        title=title,
        advice=_("Go back, reload the page and send it again; what you typed is still there."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Say sorry without saying anything secret; the number is in the log too."""
    if (found := outage(sys.exception())) is not None:
        return _out_of_order(found)
    number = logs.request_id() or logs.new_id()
    log.error("answered 500 with number %s", number)
    advice = _("It is not your fault. Tell the administrator this number: %(number)s") % {"number": number}
    words = {"title": _("Something went wrong"), "advice": advice}
    return HttpResponse(render_to_string("kit/broken.html", words), status=500)


def _out_of_order(found: Outage) -> HttpResponse:
    """Say what the machine lacks, by a page that needs neither."""
    log.error("answered that this is out of order: %s", found.value)
    if found == Outage.DISK_FULL:
        title, status = _("The server's disk is full"), 507
        advice = _("Nothing was saved. Tell the administrator; once there is room, go back and send it again.")
    else:
        title, status = _("The database does not answer"), 503
        advice = _("Wait a moment, then look whether what you sent last is there before you send it again.")
    page = render_to_string("kit/broken.html", {"title": title, "advice": advice})
    return HttpResponse(page, status=status, headers={"Retry-After": "10"})


def _error(request: HttpRequest, status: int, *, title: str, advice: str) -> HttpResponse:
    return render(request, "kit/error.html", {"status": status, "title": title, "advice": advice}, status=status)
