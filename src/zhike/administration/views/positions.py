from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.administration import operations
from zhike.administration.forms import PositionEndForm, PositionForm
from zhike.administration.queries import colleagues as asking
from zhike.administration.views import editing
from zhike.administration.views.colleagues import colleague_of
from zhike.core.accounts.requests import SignedInRequest


@require_http_methods(editing.METHODS)
def give(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a colleague a role in a unit."""
    who = colleague_of(request, pk)
    form = editing.form_of(PositionForm, request, initial={"since_on": timezone.localdate()})
    names = ("role", "unit", "since_on", "until_on")
    if request.method == "POST" and editing.save(
        form,
        lambda: operations.give_position(
            colleague=pk, **{name: form.cleaned_data[name] for name in names}, by=request.user
        ),
    ):
        return redirect("administration:colleague", pk=pk)
    words = {"title": _("New position for %(name)s") % {"name": who.name}, "back": _card(pk)}
    return editing.page(request, "administration/form.html", form=form, words=words)


@require_http_methods(editing.METHODS)
def end(request: SignedInRequest, pk: int, position: int) -> HttpResponse:
    """Let a position end."""
    who = colleague_of(request, pk)
    held = asking.positions_of(who).filter(pk=position).first()
    if held is None:
        raise Http404
    today = timezone.localdate()
    form = editing.form_of(PositionEndForm, request, initial={"until_on": today})
    if request.method == "POST" and editing.save(
        form,
        lambda: operations.end_position(
            colleague=pk, position=position, until_on=form.cleaned_data["until_on"], on=today, by=request.user
        ),
    ):
        return redirect("administration:colleague", pk=pk)
    words = {
        "title": _("End a position of %(name)s") % {"name": who.name},
        "note": f"{held.role.name} · {held.unit.name}",
        "back": _card(pk),
        "submit": _("End the position"),
    }
    return editing.page(request, "administration/form.html", form=form, words=words)


def _card(pk: int) -> str:
    return reverse("administration:colleague", args=[pk])
