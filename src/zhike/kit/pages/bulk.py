from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form as DjangoForm
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View as BareView

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.core.audit import queries as audit
from zhike.kit.lists.state import ListState
from zhike.kit.pages.page import Rows, ScreenPage
from zhike.kit.refusals import FieldRefused

MOST_RECORDS = 1_000
SHOWN = 50


@dataclass(frozen=True)
class BulkAction:
    """Something that can be done with many records at once.

    `rows(for_user=)` answers which it may touch, `form(posted, for_user=)` asks what is needed, `preview(record, form)`
    says what would become of a record, and `run(ids=, data=, by=, at=)` does it and answers the change set.
    """

    name: str
    title: Promise
    icon: str
    permission: str
    rows: Rows
    form: Callable[..., DjangoForm]
    preview: Callable[[Any, Any], list[tuple[Any, Any, Any]]]
    run: Callable[..., Any]


class BulkPage(ScreenPage, BareView):
    """Asks what to do with the chosen records, shows what would happen, and does it on the second click."""

    def permission(self) -> str:
        return self._action().permission

    def post(self, request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        action = self._action()
        ids, chosen = self._chosen(action)
        if not ids:
            messages.warning(request, _("Choose records that you may change this way."))
            return HttpResponseRedirect(self._back())
        step = request.POST.get("step", "")
        form = action.form(request.POST if step else None, for_user=request.user)
        if not step or not form.is_valid():
            return self._page(form, ids, chosen, status=422 if step else 200)
        if step != "do":
            return self._page(form, ids, chosen, preview=self._preview(action, ids, form))
        try:
            batch = action.run(ids=ids, data=form.cleaned_data, by=request.user, at=timezone.now())
        except FieldRefused as refused:
            form.add_error(refused.field or None, _(refused.phrase.text) % refused.phrase.values)
            return self._page(form, ids, chosen, status=422)
        self._say(batch)
        return HttpResponseRedirect(self._back())

    def _action(self) -> BulkAction:
        for action in self.screen.bulk:
            if action.name == self.kwargs["action"]:
                return action
        raise Http404

    def _chosen(self, action: BulkAction) -> tuple[list[int], int]:
        """Answer the ids of the chosen records that may be touched, and how many were chosen."""
        rows = action.rows(for_user=self.request.user)
        if self.request.POST.get("everything"):
            wanted = ListState(self.screen, self.request).rows().order_by().values("pk")
            ids = list(rows.filter(pk__in=wanted).order_by("-pk").values_list("pk", flat=True)[: MOST_RECORDS + 1])
            return ids[:MOST_RECORDS], len(ids)
        asked = {int(pk) for pk in self.request.POST.getlist("pk") if pk.isdecimal() and len(pk) < 19}
        ids = list(rows.filter(pk__in=sorted(asked)[:MOST_RECORDS]).order_by("-pk").values_list("pk", flat=True))
        return ids, len(asked)

    def _preview(self, action: BulkAction, ids: Sequence[int], form: DjangoForm) -> list[tuple[Any, Any]]:
        records = action.rows(for_user=self.request.user).filter(pk__in=ids[:SHOWN]).order_by("-pk")
        return [(record, action.preview(record, form)) for record in records]

    def _page(self, form: Any, ids: list[int], chosen: int, *, status: int = 200, preview: Any = None) -> HttpResponse:
        rows = self._action().rows(for_user=self.request.user)
        context = {
            "screen": self.screen,
            "action": self._action(),
            "form": form,
            "ids": ids,
            "left_out": chosen - len(ids),
            "names": [] if preview else list(rows.filter(pk__in=ids[:SHOWN]).order_by("-pk")),
            "more": max(len(ids) - SHOWN, 0),
            "preview": preview,
            "back": self._back(),
        }
        return render(self.request, "kit/bulk.html", context, status=status)

    def _back(self) -> str:
        return f"{self.address('list')}?{self.request.GET.urlencode()}"

    def _say(self, batch: Any) -> None:
        count = audit.entries_of(batch).count()
        words = ngettext("%(n)s record changed.", "%(n)s records changed.", count) % {"n": count}
        undo = reverse(f"{self.screen.namespace}:undo", args=[batch.pk])
        messages.success(self.request, format_html('{} <a href="{}">{}</a>', words, undo, _("Undo")))


class UndoPage(ScreenPage, BareView):
    """Says what an undo would take back, and takes it back on the click."""

    def get(self, request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        batch = self._batch()
        entries = audit.entries_of(batch)
        return render(request, "kit/undo.html", {"screen": self.screen, "batch": batch, "count": entries.count()})

    def post(self, request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        try:
            undone, kept = self.screen.undo(batch=self._batch(), by=request.user, at=timezone.now())  # type: ignore[misc]
        except FieldRefused as refused:
            messages.warning(request, _(refused.phrase.text) % refused.phrase.values)
            return HttpResponseRedirect(self.address("list"))
        words = ngettext("%(n)s record is as before.", "%(n)s records are as before.", undone) % {"n": undone}
        if kept:
            more = ngettext("%(n)s was changed since and stays.", "%(n)s were changed since and stay.", len(kept))
            words = f"{words} {more % {'n': len(kept)}} {', '.join(map(str, kept[:SHOWN]))}"
        messages.success(request, words)
        return HttpResponseRedirect(self.address("list"))

    def _batch(self) -> Any:
        if not any(access.may(self.request.user, action.permission) for action in self.screen.bulk):
            raise PermissionDenied
        batch = audit.batches(by=self.request.user).filter(pk=self.kwargs["batch"]).first()
        if batch is None:
            raise Http404
        return batch
