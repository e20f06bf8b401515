import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhike.administration import operations, permissions
from zhike.administration.forms import LogForm
from zhike.administration.queries import log as asking
from zhike.administration.views import editing
from zhike.administration.views.loglines import Shown, shown
from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.exchange.faults import guarded
from zhike.kit.paging import CappedPaginator, numbers_around

PAGE_ROWS = 50


@require_safe
def log(request: SignedInRequest) -> HttpResponse:
    """Show what was done, newest first."""
    access.require(request.user, permissions.AUDIT)
    return _page(request, LogForm(request.GET))


@require_POST
def export(request: SignedInRequest) -> HttpResponseBase:
    """Give the lines that fit the filter as a file; that this was done is in the log, too."""
    access.require(request.user, permissions.AUDIT)
    form = LogForm(request.POST)
    newest = editing.save(form, lambda: operations.export_log(wanted=form.wanted, by=request.user))
    if newest is None:
        return _page(request, form, status=422)
    response = StreamingHttpResponse(
        _written(asking.all_lines(form.wanted, up_to=int(newest), for_user=request.user), reader=request.user),
        content_type="text/csv; charset=utf-8",
    )
    name = f"zhike-log-{timezone.localdate()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(request: SignedInRequest, form: LogForm, *, status: int = 200) -> HttpResponse:
    form.is_valid()
    found = asking.entries(form.wanted, for_user=request.user)
    page = CappedPaginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    lines = [shown(line, reader=request.user) for line in asking.lines(list(page.object_list), for_user=request.user)]
    context: dict[str, Any] = {"form": form, "lines": lines, "page_obj": page, "page_numbers": numbers_around(page)}
    return render(request, "administration/log.html", context | {"is_narrowed": form.wanted.as_told}, status=status)


def _written(lines: Iterator[asking.Line], *, reader: Any) -> Iterator[str]:
    """Write the log as CSV: a line for each field that an entry touched."""
    yield "\ufeff"
    yield _row(
        [_("When"), _("Done by"), _("What was done"), _("Kind"), _("Record"), _("Field"), _("before"), _("after")]
    )
    for line in lines:
        yield "".join(_row(cells) for cells in _rows(shown(line, reader=reader)))


def _rows(line: Shown) -> Iterator[list[str]]:
    head = [timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S"), line.who, line.action, line.kind, line.record]
    for change in line.changes:
        yield [*head, change.title, change.before, change.after]
    if not line.changes:
        yield [*head, "", "", ""]


def _row(cells: list[str]) -> str:
    written = StringIO()
    csv.writer(written).writerow([guarded(cell) for cell in cells])
    return written.getvalue()
