"""What is due: done, moved or dropped from Today at a click."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.kit.pages.asking import Question, ask
from zhike.kit.paging import CappedPaginator, numbers_around
from zhike.kit.refusals import FieldRefused
from zhike.timeline import operations, permissions, queries
from zhike.timeline.forms import DropForm, MoveForm
from zhike.timeline.models import NextContact

SEEN = ("GET", "HEAD", "POST")
TEAM = "team"


@require_safe
def due(request: SignedInRequest) -> HttpResponse:
    """Show all next contacts, however far ahead: the user's own, or her team's."""
    access.require(request.user, permissions.SEE)
    is_team = request.GET.get("whose") == TEAM and queries.scope_is_wide(request.user)
    rows = queries.next_contacts(for_user=request.user)
    page = CappedPaginator(rows if is_team else rows.filter(who=request.user), 50).get_page(request.GET.get("page"))
    context = {"page_obj": page, "page_numbers": numbers_around(page), "is_team": is_team}
    context |= {"may_see_team": queries.scope_is_wide(request.user)}
    return render(request, "timeline/all_due.html", context)


@require_POST
def done(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a next contact is done."""
    found = _found(request, pk)
    try:
        operations.close_next(next_contact=found, by=request.user, at=timezone.now())
    except FieldRefused as refused:
        messages.error(request, f"{found.customer}: {_(refused.phrase.text)}")
    else:
        messages.success(request, _("Done: %(customer)s") % {"customer": found.customer})
    return HttpResponseRedirect(_back(request))


@require_http_methods(SEEN)
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a next contact off."""
    found, on = _found(request, pk), timezone.localdate()
    question = Question(
        title=_("Put the next contact off"),
        action=_("Save"),
        back=_back(request),
        done=_("Saved"),
        record=found.customer,
        advice=_("A quick choice that falls on a day off means the next working day."),
    )
    form = MoveForm(request.POST if request.method == "POST" else None, on=on)
    put_off = partial(operations.move_next, next_contact=found, by=request.user, at=timezone.now(), on=on)
    return ask(request, question, form, run=lambda data: put_off(due_on=data["due_on"], reason=data["reason"]))


@require_http_methods(SEEN)
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that there will be no next contact, and why."""
    found = _found(request, pk)
    question = Question(
        title=_("No further contact"), action=_("Save"), back=_back(request), done=_("Saved"), record=found.customer
    )
    form = DropForm(request.POST if request.method == "POST" else None)
    close = partial(operations.close_next, next_contact=found, by=request.user, at=timezone.now(), is_done=False)
    return ask(request, question, form, run=lambda data: close(reason=data["reason"]))


def _found(request: SignedInRequest, pk: int) -> NextContact:
    access.require(request.user, permissions.RECORD)
    found: NextContact = get_object_or_404(queries.closable_next_contacts(for_user=request.user), pk=pk)
    return found


def _back(request: SignedInRequest) -> str:
    """Lead back to where the button was: Today, of the team or not, or the whole list."""
    back = reverse("timeline:due" if request.GET.get("from") == "due" else "home")
    return f"{back}?whose={TEAM}" if request.GET.get("whose") == TEAM else back
