from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.exchange import permissions, queries, taking_out
from zhike.exchange.exports import making
from zhike.exchange.exports.keeping import is_kept
from zhike.exchange.exports.listing import ViewGone, as_shown, screen_named
from zhike.exchange.models import Export
from zhike.exchange.taking_out import Taken
from zhike.kit.paging import CappedPaginator, numbers_around
from zhike.kit.refusals import FieldRefused


@require_POST
def export(request: SignedInRequest, screen: str) -> HttpResponseBase:
    """Give a list as it is shown as a file: at once, by a worker, or after approval."""
    access.require(request.user, screen_named(screen).export)
    kind = request.POST.get("kind", "")
    if kind not in making.SUFFIXES:
        raise Http404
    back = f"{reverse(f'{screen}:list')}?{request.GET.urlencode()}"
    try:
        asked = as_shown(screen, request.GET.urlencode(), file_kind=kind, by=request.user)
        taken = taking_out.take(asked=asked, reason=_reason(request), by=request.user, at=timezone.now())
    except ViewGone as gone:
        raise Http404 from gone
    except FieldRefused as refused:
        messages.warning(request, _(refused.phrase.text))
        return HttpResponseRedirect(back)
    return _answer(request, taken, screen=screen, kind=kind, back=back)


@require_POST
def again(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Make an own export once more."""
    found: Export = get_object_or_404(queries.own_exports(for_user=request.user), pk=pk)
    back = reverse("exchange:own_exports")
    try:
        taken = taking_out.take_again(export=found, reason=_reason(request), by=request.user, at=timezone.now())
    except FieldRefused as refused:
        messages.warning(request, _(refused.phrase.text))
        return HttpResponseRedirect(back)
    return _answer(request, taken, screen=found.screen, kind=found.file_kind, back=back)


@require_safe
def own_exports(request: SignedInRequest) -> HttpResponse:
    """Show what the user has taken out; htmx asks for the list alone."""
    page = CappedPaginator(queries.own_exports(for_user=request.user), 30).get_page(request.GET.get("page"))
    found: list[Export] = list(page.object_list)
    jobs, now = queries.jobs_of(found, for_user=request.user), timezone.now()
    rows = [(each, jobs.get(each.job_key), is_kept(each.file, until=each.until_at, at=now)) for each in found]
    is_part = request.headers.get("HX-Request") == "true"
    template = "exchange/own_exports_list.html" if is_part else "exchange/own_exports.html"
    is_moving = any(job is not None and job.is_under_way for _export, job, _is_kept in rows)
    context = {"page_obj": page, "page_numbers": numbers_around(page), "rows": rows, "is_moving": is_moving}
    return render(request, template, context)


@require_safe
def exported_file(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Hand out the file of an own export, or say why there is none; somebody else's is as good as missing."""
    found: Export = get_object_or_404(queries.own_exports(for_user=request.user), pk=pk)
    path = taking_out.fetch(export=found, by=request.user, at=timezone.now())
    if path is None:
        return _no_file(request, found)
    return FileResponse(path.open("rb"), as_attachment=True, filename=_file_name(found.screen, found.file_kind))


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


def _answer(request: SignedInRequest, taken: Taken, *, screen: str, kind: str, back: str) -> HttpResponseBase:
    """Send the file, or say what happens before there is one."""
    if taken.file is not None:
        return FileResponse(taken.file, as_attachment=True, filename=_file_name(screen, kind))
    if taken.export is None:
        context = {"kind": kind, "count": taken.rows, "free": making.FREE_ROWS, "back": back}
        return render(request, "exchange/ask_approval.html", context, status=422)
    if taken.export.state == Export.State.ASKED:
        messages.success(request, _("Once it is approved, the file is made and you are told."))
    else:
        messages.success(request, _("The file is being made; you are told when it is ready."))
    return redirect("exchange:own_exports")


def _no_file(request: SignedInRequest, export: Export) -> HttpResponse:
    """Say why there is no file and what to do; one that is on its way is shown among the own exports."""
    if export.state in Export.OPEN:
        return redirect("exchange:own_exports")
    return render(request, "exchange/file_gone.html", {"export": export}, status=410)


def _reason(request: SignedInRequest) -> str:
    return request.POST.get("reason", "").strip()[:200]


def _file_name(screen: str, kind: str) -> str:
    return f"{screen_named(screen).title}-{timezone.localdate():%Y%m%d}{making.SUFFIXES[kind]}"
