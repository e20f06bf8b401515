from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhike.administration import permissions
from zhike.administration.work import operations, queries
from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest


@require_safe
def work(request: SignedInRequest) -> HttpResponse:
    """Show all work in the background; htmx asks for the middle of the page alone."""
    access.require(request.user, permissions.WORK)
    is_part = request.headers.get("HX-Request") == "true"
    template = "administration/work_state.html" if is_part else "administration/work.html"
    return render(request, template, {"picture": queries.picture(timezone.now())})


@require_POST
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop a job."""
    return _done(request, lambda: operations.cancel_job(job=pk, by=request.user, at=timezone.now()))


@require_POST
def retry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Try a parked job again."""
    return _done(request, lambda: operations.retry_job(job=pk, by=request.user, at=timezone.now()))


def _done(request: SignedInRequest, operation: Callable[[], bool]) -> HttpResponse:
    """Call the operation of one button and go back to the page, saying so when it came too late."""
    try:
        if not operation():
            messages.warning(request, _("It has changed meanwhile: look again."))
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    return redirect("background:work")
