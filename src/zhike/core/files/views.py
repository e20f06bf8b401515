from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.core.files import answering, operations, queries
from zhike.core.files.kinds import FileKind, kinds
from zhike.core.files.models import Attachment
from zhike.core.files.rules import Refused
from zhike.phrases import Phrase

PLACE = "attachments"  # of the section on its page


@require_POST
def attach(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Attach files; those that are refused are named, the others kept."""
    record = _editable(request, kind, pk)
    uploads = request.FILES.getlist("file")
    key = request.POST.get("key", "")
    try:
        outcome = operations.attach(
            kind=kind, object_id=pk, uploads=uploads, key=key, by=request.user, at=timezone.now()
        )
    except ObjectDoesNotExist:  # given to somebody else, or into the trash, while the files came in
        raise Http404 from None
    count = len(outcome.kept) + _so_far(request)
    said = ngettext("%(n)s file attached", "%(n)s files attached", count) % {"n": count}
    faults = [_words(phrase) for phrase in outcome.refused] or ([] if uploads else [_("Choose a file first.")])
    return _answer(request, kind, record, said=said if outcome.kept else "", faults=faults)


@require_safe
def download(request: SignedInRequest, *, kind: str, pk: int, attachment: int) -> HttpResponseBase:
    """Give a file to who sees its record, to be saved."""
    found = _visible(request, kind=kind, pk=pk, attachment=attachment)
    return answering.download(request, found.blob, name=found.name, of=found.type)


@require_safe
def show(request: SignedInRequest, *, kind: str, pk: int, attachment: int) -> HttpResponseBase:
    """Give a file to who sees its record, to be shown; what no page shows is saved."""
    found = _visible(request, kind=kind, pk=pk, attachment=attachment)
    if not found.type.shown_as:
        return answering.download(request, found.blob, name=found.name, of=found.type)
    return answering.show(request, found.blob, name=found.name, of=found.type)


@require_POST
def remove(request: SignedInRequest, *, kind: str, pk: int, attachment: int) -> HttpResponse:
    """Take a file away, and offer to bring it back."""
    record = _editable(request, kind, pk)
    try:
        found = operations.remove(kind=kind, object_id=pk, attachment=attachment, by=request.user, at=timezone.now())
    except ObjectDoesNotExist:
        raise Http404 from None
    return _answer(request, kind, record, said=_("“%(name)s” was taken away") % {"name": found.name}, undo=found)


@require_POST
def restore(request: SignedInRequest, *, kind: str, pk: int, attachment: int) -> HttpResponse:
    """Bring a file back."""
    record = _editable(request, kind, pk)
    try:
        found = operations.restore(kind=kind, object_id=pk, attachment=attachment, by=request.user, at=timezone.now())
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return _answer(request, kind, record, faults=[_words(refused.phrase)])
    return _answer(request, kind, record, said=_("“%(name)s” is back") % {"name": found.name})


def _told(kind: str) -> FileKind:
    if kind not in kinds():
        raise Http404
    return kinds()[kind]


def _editable(request: SignedInRequest, kind: str, pk: int) -> Any:
    told = _told(kind)
    access.require(request.user, told.edit)
    return get_object_or_404(told.editable_rows(for_user=request.user), pk=pk)


def _visible(request: SignedInRequest, *, kind: str, pk: int, attachment: int) -> Attachment:
    told = _told(kind)
    access.require(request.user, told.see)
    record = get_object_or_404(told.visible_rows(for_user=request.user), pk=pk)
    found = get_object_or_404(queries.attachments(kind, record.pk), pk=attachment, removed_at=None)
    if not found.blob.file.storage.exists(str(found.blob.file.name)):
        raise Http404
    return found


def _answer(
    request: SignedInRequest,
    kind: str,
    record: Any,
    *,
    said: str = "",
    faults: list[str] | None = None,
    undo: Attachment | None = None,
) -> HttpResponse:
    """Answer a script with the section as it is now, a form without one with the record's page."""
    if request.headers.get("HX-Request"):
        section = queries.section(kind, record.pk, may_edit=True)
        context = {"section": section, "said": said, "faults": faults or [], "undo": undo}
        return render(request, "files/section.html", context, status=422 if faults and not said else 200)
    if said:
        messages.success(request, said)
    for fault in faults or []:
        messages.warning(request, fault)
    return HttpResponseRedirect(f"{record.get_absolute_url()}#{PLACE}")


def _so_far(request: SignedInRequest) -> int:
    """Say how many a script has sent already that sends one at a time."""
    told = request.POST.get("so_far", "")
    return int(told) if told.isdecimal() and len(told) < 3 else 0


def _words(phrase: Phrase) -> str:
    return _(phrase.text) % phrase.values
