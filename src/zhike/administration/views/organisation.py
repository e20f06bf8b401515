from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhike.administration import operations, permissions
from zhike.administration.forms import ConfirmForm, UnitForm, UnitMoveForm
from zhike.administration.queries import organisation
from zhike.administration.views import editing
from zhike.core.access import queries as access
from zhike.core.access.models import Unit
from zhike.core.accounts.requests import SignedInRequest

TREE = "administration:organisation"


@require_safe
def tree(request: SignedInRequest) -> HttpResponse:
    """Show the organisation with how many hold a position in each unit."""
    access.require(request.user, permissions.PEOPLE)
    return render(request, "administration/organisation.html", {"branches": organisation.tree()})


@require_http_methods(editing.METHODS)
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add a unit below another one."""
    above = _unit(request, pk)
    form = editing.form_of(UnitForm, request, initial={})
    if request.method == "POST" and editing.save(
        form, lambda: operations.add_unit(below=pk, name=form.cleaned_data["name"], by=request.user)
    ):
        return redirect(TREE)
    title = _("New unit below %(unit)s") % {"unit": above.name}
    return editing.page(request, "administration/form.html", form=form, words=_words(title))


@require_http_methods(editing.METHODS)
def rename(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a unit another name."""
    unit = _unit(request, pk)
    form = editing.form_of(UnitForm, request, initial=_seen(unit))
    if request.method == "POST" and editing.save(
        form, lambda: operations.rename_unit(unit=pk, **_told(form, "name"), by=request.user)
    ):
        return redirect(TREE)
    title = _("Rename %(unit)s") % {"unit": unit.name}
    return editing.page(request, "administration/form.html", form=form, words=_words(title), theirs=_seen(unit))


@require_http_methods(editing.METHODS)
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a unit with all below it under another one."""
    unit = _unit(request, pk)
    form = editing.form_of(UnitMoveForm, request, initial=_seen(unit))
    if request.method == "POST" and editing.save(
        form, lambda: operations.move_unit(unit=pk, **_told(form, "below"), by=request.user)
    ):
        return redirect(TREE)
    title = _("Move %(unit)s with all below it") % {"unit": unit.name}
    note = _("Who has rights over the unit above gains or loses sight of these colleagues' records at once.")
    words = _words(title, note=note)
    return editing.page(request, "administration/form.html", form=form, words=words, theirs=_seen(unit))


@require_http_methods(editing.METHODS)
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a unit, after saying what that means."""
    unit = _unit(request, pk)
    form = editing.form_of(ConfirmForm, request, initial=_seen(unit))
    today = timezone.localdate()
    if request.method == "POST" and editing.save(
        form, lambda: operations.close_unit(unit=pk, **_told(form), on=today, by=request.user)
    ):
        return redirect(TREE)
    words = _words(_("Close %(unit)s") % {"unit": unit.name}) | {
        "consequences": [
            _("Nobody can be given a position there any more."),
            _("What was done there stays in the log, and past positions keep its name."),
        ],
        "submit": _("Close the unit"),
    }
    return editing.page(request, "administration/confirm.html", form=form, words=words, theirs=_seen(unit))


def _unit(request: SignedInRequest, pk: int) -> Unit:
    access.require(request.user, permissions.PEOPLE)
    return get_object_or_404(access.units(), pk=pk)


def _seen(unit: Unit) -> dict[str, Any]:
    return {"name": unit.name, "below": unit.parent_id, "version": unit.version}


def _told(form: Any, *names: str) -> dict[str, Any]:
    """Answer what was sent; a form without a version is as old as can be."""
    return {name: form.cleaned_data[name] for name in names} | {"version": form.cleaned_data["version"] or 0}


def _words(title: str, *, note: str = "") -> dict[str, Any]:
    return {"title": title, "note": note, "back": reverse(TREE)}
