from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.core.accounts.requests import SignedInRequest
from zhike.core.fields import queries
from zhike.core.fields.kinds import kinds
from zhike.core.fields.models import Definition
from zhike.core.files import answering


@require_safe
def file(request: SignedInRequest, *, kind: str, pk: int, code: str) -> HttpResponseBase:
    """Give the file of a record's field to who may see both; always as a download, never as a page of ours."""
    if kind not in kinds():
        raise Http404
    access.require(request.user, kinds()[kind].see)
    record = get_object_or_404(kinds()[kind].visible_rows(for_user=request.user), pk=pk)
    definition = get_object_or_404(Definition, kind=kind, code=code, type=Definition.Type.FILE, is_active=True)
    found = queries.file_of(record, definition)
    if found is None or found.blob is None or queries.level(definition, request.user) < Level.READ:
        raise Http404
    return answering.download(request, found.blob, name=found.name)
