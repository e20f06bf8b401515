from operator import attrgetter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhike.administration import operations, permissions
from zhike.administration.forms import PreviewForm, WhyForm, said
from zhike.administration.middleware import PREVIEW_OF
from zhike.administration.queries import previewing
from zhike.administration.views import editing
from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.kit.records import record_kinds


@require_http_methods(editing.METHODS)
def preview(request: SignedInRequest) -> HttpResponse:
    """Ask with whose eyes, and begin."""
    access.require(request.user, permissions.PREVIEW)
    form = editing.form_of(PreviewForm, request, initial={"colleague": request.GET.get("colleague")})
    if request.method == "POST":
        who = editing.save(
            form, lambda: operations.start_preview(colleague=form.cleaned_data["colleague"], by=request.user)
        )
        if who:
            request.session[PREVIEW_OF] = who.pk
            return redirect("home")
    return editing.page(request, "administration/preview.html", form=form, words={})


@require_POST
def end_preview(request: SignedInRequest) -> HttpResponse:
    """Look with the own eyes again."""
    colleague = request.session.pop(PREVIEW_OF, None)
    if colleague is None:
        raise PermissionDenied
    operations.end_preview(colleague=colleague, by=request.user)
    return redirect("administration:preview" if access.may(request.user, permissions.PREVIEW) else "home")


@require_safe
def why(request: SignedInRequest) -> HttpResponse:
    """Name the rules by which a colleague reaches a record; asked by who sees the record."""
    access.require(request.user, permissions.PREVIEW)
    form = WhyForm(request.GET or None)
    context = _answer(request, form.cleaned_data) if form.is_bound and form.is_valid() else {}
    return render(request, "administration/why.html", context | {"form": form})


def _answer(request: SignedInRequest, told: dict[str, Any]) -> dict[str, Any]:
    kind = record_kinds()[told["kind"]]
    record = kind.find(told["number"], for_user=request.user)
    if record is None:
        return {"is_missing": True}
    who = previewing.anybody().get(pk=told["colleague"])
    owner = attrgetter(kind.owner)(record)
    found = access.why(who, permission=kind.permission, owner=owner, kind=kind.code, object_id=record.pk)
    rules = [(does, said(phrase)) for does, phrase in found]
    return {"who": who, "record": record, "owner": owner, "rules": rules, "does": any(does for does, _ in rules)}
