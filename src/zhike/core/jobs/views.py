from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhike.core.accounts.requests import SignedInRequest
from zhike.core.jobs import operations, queries

MOST_SHOWN = 30


@require_safe
def work(request: SignedInRequest) -> HttpResponse:
    """Show a user's own long work; htmx asks for the list alone."""
    jobs = list(queries.own_work(for_user=request.user)[:MOST_SHOWN])
    is_part = request.headers.get("HX-Request") == "true"
    template = "jobs/work_list.html" if is_part else "jobs/work.html"
    return render(request, template, {"jobs": jobs, "is_moving": any(job.is_under_way for job in jobs)})


@require_safe
def badge(request: SignedInRequest) -> HttpResponse:
    """Show in the page's corner how much of it is under way."""
    return render(request, "jobs/badge.html", {"count": queries.under_way(for_user=request.user).count()})


@require_POST
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop one's own work."""
    job = get_object_or_404(queries.own_work(for_user=request.user), pk=pk)
    if not operations.cancel(job=job.pk, by=request.user, at=timezone.now()):
        messages.warning(request, _("It has changed meanwhile: look again."))
    return redirect("work:list")
