from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhike.administration import permissions
from zhike.administration.custom_fields import operations
from zhike.administration.custom_fields.forms import NOTES, FieldForm, LookForm, as_asked
from zhike.administration.views import editing
from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.core.fields import queries, rules
from zhike.core.fields.kinds import FieldKind, kinds
from zhike.core.fields.models import Definition
from zhike.core.fields.rules import Draft, types
from zhike.core.fields.rules.functions import NAMES
from zhike.kit.refusals import FieldRefused, StaleRecord


@dataclass(frozen=True)
class Row:
    """A field as the list shows it; `place` is its place within its block."""

    definition: Definition
    place: int
    is_last: bool
    right: Any

    @property
    def may_filter(self) -> bool:
        return self.definition.type in types.FILTERABLE


@require_safe
def fields(request: SignedInRequest) -> HttpResponse:
    """List the fields of a kind, block by block."""
    code, kind = _kind(request)
    present = queries.all_definitions(code)
    context = {
        "kind": code,
        "kinds": kinds().items(),
        "blocks": [(block, _rows(block.key, present)) for block in kind.blocks],
        "count": len(present),
        "most": types.FIELDS_MOST,
    }
    return render(request, "administration/fields_list.html", context)


@require_safe
def choose_type(request: SignedInRequest) -> HttpResponse:
    """Offer the types of fields."""
    code, _kind_of_record = _kind(request)
    offered = [(each.value, each.label, note) for each, note in NOTES.items()]
    return render(request, "administration/fields_types.html", {"kind": code, "types": offered})


@require_http_methods(editing.METHODS)
def new(request: SignedInRequest, of_type: str) -> HttpResponse:
    """Add a field of a type, after a look at it when asked for."""
    code, kind = _kind(request)
    if of_type not in Definition.Type:
        raise Http404
    given: dict[str, Any] = {"kind": code, "of_type": of_type, "present": queries.all_definitions(code)}
    is_sent = request.method == "POST"
    form = FieldForm(request.POST, **given) if is_sent else FieldForm(initial={"block": kind.blocks[0].key}, **given)
    if is_sent and "look" not in request.POST:
        made = editing.save(
            form, lambda: operations.add_field(kind=code, draft=form.draft, at=timezone.now(), by=request.user)
        )
        if made:
            messages.success(request, _("“%(title)s” was added") % {"title": made.title})
            return _to_list(code)
    title = _("New field: %(type)s") % {"type": Definition.Type(of_type).label}
    return _page(request, form, title=title, look=_looked(form) if is_sent else None)


@require_http_methods(editing.METHODS)
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a field."""
    current = _definition(request, pk)
    given: dict[str, Any] = {"kind": current.kind, "of_type": current.type, "current": current}
    given["present"] = queries.all_definitions(current.kind)
    is_sent = request.method == "POST"
    seen = as_asked(current, given["present"])
    form = FieldForm(request.POST, **given) if is_sent else FieldForm(initial=seen, **given)
    if is_sent and "look" not in request.POST:
        version = request.POST.get("version", "")
        if editing.save(
            form,
            lambda: operations.change_field(
                field=pk,
                draft=form.draft,
                version=int(version) if version.isdigit() else 0,
                at=timezone.now(),
                by=request.user,
            ),
        ):
            messages.success(request, _("Saved"))
            return _to_list(current.kind)
    look = _looked(form) if is_sent else operations.draft_of(current)
    return _page(request, form, title=current.title, look=look, theirs=seen)


@require_POST
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move a field up or down within its block."""
    is_up, seen = request.POST.get("to") == "up", _number(request, "seen")
    return _done(request, pk, lambda: operations.move_field(field=pk, is_up=is_up, seen=seen, by=request.user))


@require_POST
def switch(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a field out of use or into it."""
    told: dict[str, Any] = {"is_active": request.POST.get("to") == "on", "version": _number(request, "version")}
    at = timezone.now()
    return _done(request, pk, lambda: operations.switch_field(field=pk, **told, at=at, by=request.user))


@require_POST
def filter_by(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let lists be filtered by a field or not."""
    told: dict[str, Any] = {"is_filtered": request.POST.get("to") == "on", "version": _number(request, "version")}
    at = timezone.now()
    return _done(request, pk, lambda: operations.filter_field(field=pk, **told, at=at, by=request.user))


def _done(request: SignedInRequest, pk: int, operation: Callable[[], Definition]) -> HttpResponse:
    """Call an operation of one button and go back to the list, saying why when it was refused."""
    definition = _definition(request, pk)
    try:
        operation()
    except FieldRefused as refused:
        messages.warning(request, _(refused.phrase.text) % refused.phrase.values)
    except StaleRecord:
        messages.warning(request, _("Somebody else has changed this meanwhile: look again, then repeat it."))
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    return _to_list(definition.kind)


def _page(
    request: SignedInRequest, form: FieldForm, *, title: str, look: Draft | None, theirs: dict[str, Any] | None = None
) -> HttpResponse:
    usable = [each.title for each in form.others if each.is_active and each.type in types.COMPUTABLE]
    known = queries.known([look] if look else [], for_user=request.user)  # type: ignore[list-item] # by its type alone
    words = {
        "title": title,
        "look": LookForm(look, known=known) if look and look.type != types.FORMULA else None,
        "is_new": form.current is None,
        "definition": form.current,
        "usable": usable if form.of_type == types.FORMULA else None,
        "functions": [name for name in NAMES if not name.isascii()],
        "back": f"{reverse('custom_fields:list')}?kind={form.kind}",
    }
    return editing.page(request, "administration/fields_form.html", form=form, words=words, theirs=theirs)


def _looked(form: FieldForm) -> Draft | None:
    return rules.with_code(form.draft, form.others) if form.is_valid() else None


def _rows(block: str, present: list[Definition]) -> list[Row]:
    rights, mine = access.field_rights(), [each for each in present if each.block == block]
    return [
        Row(each, place, place == len(mine) - 1, rights[each.right].title if each.right in rights else each.right)
        for place, each in enumerate(mine)
    ]


def _kind(request: SignedInRequest) -> tuple[str, FieldKind]:
    access.require(request.user, permissions.FIELDS)
    code = request.GET.get("kind") or next(iter(kinds()))
    if code not in kinds():
        raise Http404
    return code, kinds()[code]


def _definition(request: SignedInRequest, pk: int) -> Definition:
    access.require(request.user, permissions.FIELDS)
    return get_object_or_404(Definition, pk=pk)


def _number(request: SignedInRequest, name: str) -> int:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def _to_list(kind: str) -> HttpResponse:
    return redirect(f"{reverse('custom_fields:list')}?kind={kind}")
