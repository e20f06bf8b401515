from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.exchange import permissions, queries, taking_out
from zhike.exchange.exporting import Sheet
from zhike.exchange.models import Export
from zhike.kit.lists.state import ListState
from zhike.kit.paging import CappedPaginator, numbers_around
from zhike.kit.refusals import FieldRefused

AT_ONCE = 2_000


@require_POST
def export(request: SignedInRequest, screen: str) -> HttpResponseBase:
    """Give a list as it is shown as a file; a large one waits for approval first."""
    shown = _screen(screen)
    access.require(request.user, shown.export)
    kind = request.POST.get("kind", "")
    if kind not in taking_out.SUFFIXES:
        raise Http404
    state, query = ListState(shown, request), request.GET.urlencode()[:500]
    allowed = shown.exported(for_user=request.user).order_by().values("pk")
    rows = state.rows().filter(pk__in=allowed)
    count = rows.order_by().count()
    if (
        count > taking_out.FREE_ROWS
        and queries.grant(by=request.user, screen=screen, query=query, file_kind=kind) is None
    ):
        return _ask(request, screen=screen, query=query, kind=kind, count=count)
    file = taking_out.take_out(
        screen=screen,
        query=query,
        sheet=Sheet(state.shown, rows.iterator(chunk_size=AT_ONCE)),
        file_kind=kind,
        by=request.user,
        at=timezone.now(),
    )
    name = f"{shown.title}-{timezone.localdate():%Y%m%d}{taking_out.SUFFIXES[kind]}"
    return FileResponse(file, as_attachment=True, filename=name)


@require_safe
def exports(request: SignedInRequest) -> HttpResponse:
    """Show what was taken out and what waits for approval."""
    page = CappedPaginator(queries.exports(for_user=request.user), 50).get_page(request.GET.get("page"))
    may_decide = access.may(request.user, permissions.APPROVE_EXPORTS)
    context = {"page_obj": page, "page_numbers": numbers_around(page), "may_decide": may_decide}
    return render(request, "exchange/exports.html", context)


@require_POST
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Grant or refuse a large export."""
    access.require(request.user, permissions.APPROVE_EXPORTS)
    found: Export = get_object_or_404(queries.exports(for_user=request.user), pk=pk)
    try:
        taking_out.decide(
            export=found, is_granted=request.POST.get("do") == "grant", by=request.user, at=timezone.now()
        )
    except FieldRefused as refused:
        messages.warning(request, _(refused.phrase.text))
    return HttpResponseRedirect(reverse("exchange:exports"))


def _ask(request: SignedInRequest, *, screen: str, query: str, kind: str, count: int) -> HttpResponse:
    """Have the user say what for, then keep the request."""
    reason = request.POST.get("reason", "").strip()[:200]
    if not reason:
        context = {"screen": screen, "query": query, "kind": kind, "count": count, "free": taking_out.FREE_ROWS}
        return render(request, "exchange/ask_approval.html", context, status=422)
    taking_out.ask_for_approval(
        screen=screen, query=query, rows=count, file_kind=kind, reason=reason, by=request.user, at=timezone.now()
    )
    messages.success(request, _("Once it is approved, export the same list again."))
    return redirect("exchange:exports")


def _screen(name: str) -> Any:
    """Find the list of this name among those the configuration lets be exported."""
    path = settings.ZHIKE_EXPORTED_SCREENS.get(name)
    if path is None:
        raise Http404
    return import_string(path)
