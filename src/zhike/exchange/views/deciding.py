"""The pages between a file and its import: what is read, what the columns are, what is wrong."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.exchange import permissions, queries
from zhike.exchange.columns import Refused
from zhike.exchange.deciding import mapping, pages, taking
from zhike.exchange.deciding.choosing import FIELD as CHOICES
from zhike.exchange.deciding.choosing import chosen
from zhike.exchange.deciding.correcting import corrections, emptied, places
from zhike.exchange.deciding.forms import REST, MapForm, ReadForm
from zhike.exchange.deciding.questions import decisions
from zhike.exchange.kinds import kinds
from zhike.exchange.models import ImportRun


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what was understood of the file, and let somebody say it better."""
    found = run_for(request, pk)
    if not found.is_open:
        return redirect(found)
    form = ReadForm(request.POST or None, run=found)
    if form.is_bound and form.is_valid():
        try:
            taking.read_as(run=found, tables=form.told, heads=form.heads, by=request.user)
        except Refused as refused:
            form.add_error(None, told(refused))
        else:
            return redirect("exchange:read" if "look" in request.POST else "exchange:map", pk)
    context = {"run": found, "kind": kinds()[found.kind], "form": form, "preset": pages.preset_title(found)}
    return render(request, "exchange/read.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def map_columns(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what each column is taken for, let somebody say it better, and have the file tried."""
    found = run_for(request, pk)
    if not found.is_open:
        return redirect(found)
    kind, looks = kinds()[found.kind], not {"look", REST}.isdisjoint(request.POST)
    form = (
        MapForm(run=found, kind=kind, looked=request.POST.dict())
        if looks
        else MapForm(request.POST or None, run=found, kind=kind)
    )
    if form.is_bound and form.is_valid():
        chosen: dict[str, Any] = {"columns": form.mapping, "words": form.words, "options": form.options}
        try:
            if form.asks_further:
                mapping.note_mapping(run=found, **chosen)
                messages.info(request, _("Some words of these columns are not known: say what they mean."))
                return redirect("exchange:map", pk)
            keeps = bool(form.cleaned_data["keeps"])
            mapping.map_and_check(run=found, keeps=keeps, by=request.user, at=timezone.now(), **chosen)
        except Refused as refused:
            form.add_error(None, told(refused))
        else:
            return redirect(found)
    context = {"run": found, "kind": kind, "form": form, "preset": pages.preset_title(found)}
    return render(request, "exchange/map.html", context, status=422 if form.is_bound else 200)


@require_POST
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take over what was corrected on the page of a trial, and try again; who looks elsewhere loses nothing typed."""
    found, turn = run_for(request, pk), request.POST.get("show", "")
    if not found.is_open:
        return redirect(found)
    try:
        mapping.correct_and_check(
            run=found,
            edits=corrections(request.POST.dict(), found) | emptied(_emptied(request), found),
            dropped=places(request.POST.getlist("drop")),
            kept=places(request.POST.getlist("keep")),
            decisions=decisions(request.POST.dict(), found),
            emptied=frozenset(request.POST.getlist("empty")),
            noted=frozenset(request.POST.getlist("note")),
            kept_out=frozenset(request.POST.getlist("keep-out")),
            options=chosen(request.POST.getlist(CHOICES), found),
            only_changes=bool(turn),
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, told(refused))
    look = pages.Look.at(QueryDict(turn or request.POST.get("stay", "")).dict())
    return redirect(f"{found.get_absolute_url()}?{look.query}#{'rows' if turn else 'run'}")


def _emptied(request: SignedInRequest) -> list[str]:
    """Name the columns of which no cell stays that cannot be taken over, whether the remarks keep it or not."""
    return [*request.POST.getlist("empty"), *request.POST.getlist("note")]


def trial_of(request: SignedInRequest, run: ImportRun) -> dict[str, Any]:
    """Give the page of a trial what was found, as its address asks: of one grade, of one column, one page of it."""
    look = pages.Look.at(request.GET)
    found = pages.checked(run, look)
    return {
        "checked": found,
        "look": look,
        "grades": look.grades(has_questions=bool(found and found.open_questions)),
        "pages": look.pages(found.count) if found else [],
        "saves": run.is_open and found is not None,
        "left_out": pages.left_out(run),
    }


def told(refused: Refused) -> str:
    """Write why a file is refused, in the reader's language."""
    return _(refused.phrase.text) % refused.phrase.values if refused.phrase.values else _(refused.phrase.text)


def run_for(request: SignedInRequest, pk: int) -> ImportRun:
    access.require(request.user, permissions.IMPORT)
    return get_object_or_404(queries.import_runs(for_user=request.user), pk=pk)
