from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.core.jobs import queries as jobs
from zhike.exchange import operations, origins, permissions, queries, undoing
from zhike.exchange.columns import Refused
from zhike.exchange.deciding import discarding, pages, taking
from zhike.exchange.forms import ImportForm
from zhike.exchange.kinds import kinds
from zhike.exchange.models import ImportRun
from zhike.exchange.views.deciding import run_for, told, trial_of
from zhike.kit.pages.asking import Question, ask
from zhike.kit.paging import CappedPaginator, numbers_around

MOST_UNFINISHED = 100


@require_safe
def runs(request: SignedInRequest) -> HttpResponse:
    """List the imports and offer the kinds of file."""
    access.require(request.user, permissions.IMPORT)
    page = CappedPaginator(queries.imports_written(for_user=request.user), 30).get_page(request.GET.get("page"))
    unfinished = queries.unfinished_imports(for_user=request.user)[:MOST_UNFINISHED]
    context = {
        "page_obj": page,
        "page_numbers": numbers_around(page),
        "kinds": kinds().values(),
        "unfinished": list(unfinished),
    }
    return render(request, "exchange/runs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, kind: str) -> HttpResponse:
    """Take a file and look at it; what cannot be read is refused here."""
    access.require(request.user, permissions.IMPORT)
    if kind not in kinds():
        raise Http404
    chosen = kinds()[kind]
    is_sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES, kind=chosen) if is_sent else ImportForm(kind=chosen)
    if form.is_valid():
        file: Any = form.cleaned_data["file"]
        try:
            run = taking.take(kind=kind, file=file, filename=file.name, by=request.user, options=form.options)
        except Refused as refused:
            form.add_error("file", told(refused))
        else:
            return redirect("exchange:read", run.pk)
    return render(request, "exchange/new.html", {"form": form, "kind": chosen}, status=422 if is_sent else 200)


@require_safe
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how an import is going and what it came to; htmx asks for the middle of the page alone."""
    found = run_for(request, pk)
    if found.state == ImportRun.State.READ:
        return redirect("exchange:read", found.pk)
    is_part = request.headers.get("HX-Request") == "true"
    template = "exchange/run_state.html" if is_part else "exchange/run.html"
    trial = trial_of(request, found) if found.state == ImportRun.State.CHECKED else {}
    context = {
        "run": found,
        "kind": kinds().get(found.kind),
        "is_parked": jobs.is_parked(found.job_key),
        "is_stopping": found.is_under_way and is_stopping(found.job_key),
        "choices": pages.choices(found),
        "made_url": origins.made_url(found),
        "list_url": found.state != ImportRun.State.UNDONE
        and import_string(settings.ZHIKE_IMPORT_LISTS).get(found.kind),
        **trial,
    }
    answer = render(request, template, context)
    if is_part and "page" in request.GET and not found.is_under_way:
        answer["HX-Reswap"] = f"outerHTML show:#{_next(trial)}:top"  # whoever has mended something goes on there
    return answer


def _next(trial: dict[str, Any]) -> str:
    """Name the part of the page where the next thing is to be mended; its top where nothing is."""
    found, look = trial.get("checked"), trial.get("look")
    return found.next_part(look) if found and look else "run"


@require_POST
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop what a worker does with the file; what is in stays in."""
    found = run_for(request, pk)
    if not operations.stop(run=found, by=request.user, at=timezone.now()):
        messages.warning(request, _("It has ended meanwhile."))
    return redirect(found)


def is_stopping(job_key: str) -> bool:
    """Say whether somebody has asked the worker to stop."""
    job = jobs.with_key(job_key)
    return job is not None and job.stop_asked_at is not None


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Import what was tried, or carry on what broke off."""
    found = run_for(request, pk)
    operations.confirm(run=found, by=request.user, at=timezone.now())
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask whether an import shall be taken back, and have that done."""
    found = run_for(request, pk)
    if not found.may_be_undone and request.method != "POST":
        return redirect(found)
    done = queries.done_by(found)
    question = Question(
        title=_("Undo this import"),
        action=_("Undo"),
        done="",
        back=found.get_absolute_url(),
        record=found,
        advice=_("%(count)d records will be as before the import: %(kinds)s.")
        % {"count": sum(done.values()), "kinds": "、".join(f"{kind} {count}" for kind, count in done.items())}
        + " "
        + _(
            "What it made is removed, what it changed becomes as before. What somebody has changed since, or what "
            "other records refer to, stays and is named."
        ),
    )
    form = Form(request.POST or None)
    form.is_bound = request.method == "POST"
    return ask(
        request,
        question,
        form,
        run=lambda _told: undoing.ask_undo(run=found, by=request.user, at=timezone.now()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask whether an import that was never finished shall be removed, and remove it."""
    found = run_for(request, pk)
    if not found.is_unfinished:
        return redirect(found)
    question = Question(
        title=_("Remove this unfinished import"),
        action=_("Remove it"),
        done=_("Removed: %(file)s") % {"file": found},
        back=reverse("exchange:runs"),
        record=found,
        advice=_("Nothing of it is in the books. The file kept here and what was assigned and corrected go away."),
    )
    form = Form(request.POST or None)
    form.is_bound = request.method == "POST"
    return ask(
        request, question, form, run=lambda _told: discarding.discard(run=found, by=request.user, at=timezone.now())
    )


@require_safe
def error_file(request: SignedInRequest, pk: int) -> FileResponse:
    """Give back the rows with errors."""
    found = run_for(request, pk)
    if not found.error_file:
        raise Http404
    suffix = str(found.error_file.name).rpartition(".")[2]
    name = f"{found.source_name.rpartition('.')[0] or found.source_name}-错误行.{suffix}"
    return FileResponse(found.error_file.open("rb"), as_attachment=True, filename=name)


@require_safe
def source_file(request: SignedInRequest, pk: int) -> FileResponse:
    """Give back the file as it was brought."""
    found = run_for(request, pk)
    if not found.source or not Path(found.source.path).is_file():
        raise Http404
    file = found.source.open("rb")
    answer = FileResponse(file, as_attachment=True, filename=found.source_name)
    if request.method == "HEAD":
        file.close()
    return answer


@require_safe
def template_file(request: SignedInRequest, kind: str) -> HttpResponse:
    """Give an empty file with the heads of a kind, to fill in."""
    access.require(request.user, permissions.IMPORT)
    if kind not in kinds():
        raise Http404
    heads = ",".join(column.title for column in kinds()[kind].layout_for(request.user).columns)
    response = HttpResponse(f"\ufeff{heads}\r\n", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    return response
