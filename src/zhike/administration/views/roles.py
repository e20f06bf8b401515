from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhike.administration import operations, permissions
from zhike.administration.forms import ConfirmForm, NewRoleForm, RoleForm, role_as_asked
from zhike.administration.queries import rights
from zhike.administration.views import editing
from zhike.core.access import queries as access
from zhike.core.access.models import Role
from zhike.core.accounts.requests import SignedInRequest

LIST = "administration:roles"


@require_safe
def roles(request: SignedInRequest) -> HttpResponse:
    """List the roles with how many hold each."""
    access.require(request.user, permissions.ROLES)
    found = list(access.roles())
    held = rights.holders_of(found)
    rows = [{"role": role, "held": held[role.pk], "grants": len(role.grants)} for role in found]
    return render(request, "administration/roles.html", {"rows": rows})


@require_http_methods(editing.METHODS)
def add(request: SignedInRequest) -> HttpResponse:
    """Add a role as a copy of another."""
    access.require(request.user, permissions.ROLES)
    form = editing.form_of(NewRoleForm, request, initial={"like": request.GET.get("like")})
    if request.method == "POST":
        made = editing.save(
            form,
            lambda: operations.add_role(
                name=form.cleaned_data["name"], like=form.cleaned_data["like"], by=request.user
            ),
        )
        if made:
            return redirect("administration:role", pk=made.pk)
    note = _("It begins with all that the other one may do; change that on the next page.")
    words = {"title": _("New role"), "note": note, "back": reverse(LIST), "submit": _("Add the role")}
    return editing.page(request, "administration/form.html", form=form, words=words)


@require_http_methods(editing.METHODS)
def role(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for everything a role may do, and save it."""
    current = _role(request, pk)
    form = editing.form_of(RoleForm, request, initial=_seen(current))
    if request.method == "POST" and editing.save(
        form,
        lambda: operations.change_role(
            role=pk,
            **form.told,
            version=form.cleaned_data["version"] or 0,
            on=timezone.localdate(),
            by=request.user,
        ),
    ):
        messages.success(request, _("Saved"))
        return redirect(LIST)
    words = {"role": current, "back": reverse(LIST)}
    return editing.page(request, "administration/role.html", form=form, words=words, theirs=_seen(current))


@require_http_methods(editing.METHODS)
def retire(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a role out of use, after saying what that means."""
    current = _role(request, pk)
    form = editing.form_of(ConfirmForm, request, initial=_seen(current))
    if request.method == "POST" and editing.save(
        form,
        lambda: operations.retire_role(
            role=pk, version=form.cleaned_data["version"] or 0, on=timezone.localdate(), by=request.user
        ),
    ):
        return redirect(LIST)
    words = {
        "title": _("Delete the role %(role)s") % {"role": current.name},
        "consequences": [
            _("Nobody can be given this role any more."),
            _("Past positions and the log keep its name."),
        ],
        "back": reverse("administration:role", args=[pk]),
        "submit": _("Delete the role"),
        "is_grave": True,
    }
    return editing.page(request, "administration/confirm.html", form=form, words=words, theirs=_seen(current))


def _role(request: SignedInRequest, pk: int) -> Role:
    access.require(request.user, permissions.ROLES)
    return get_object_or_404(access.roles(), pk=pk)


def _seen(role: Role) -> dict[str, Any]:
    return role_as_asked(role) | {"version": role.version}
