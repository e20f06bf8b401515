from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views import View as BareView

from zhike.core.accounts.requests import SignedInRequest
from zhike.kit.columns import Column, prepare
from zhike.kit.lists.state import ListState
from zhike.kit.pages.page import ScreenPage
from zhike.kit.refusals import FieldRefused, StaleRecord


class CellPage(ScreenPage, BareView):
    """Changes one cell of a list in its place: the box on the first request, the cell as it became on the second."""

    def permission(self) -> str:
        return self.screen.edit

    def get(self, request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        record, column = self._record(), self._column()
        if "back" in request.GET:
            return self._cell(record, column)
        return self._box(record, column, self._form(record, column))

    def post(self, request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        record, column = self._record(), self._column()
        form = self._form(record, column, request.POST)
        if not form.is_valid():
            return self._box(record, column, form, status=422)
        data = {column.edits: form.cleaned_data[column.edits]}
        subject = {str(self.screen.model._meta.model_name): record}
        try:
            self.screen.change(**subject, data=data, version=form.cleaned_data["version"], by=request.user)  # type: ignore[misc]
        except FieldRefused as refused:
            form.add_error(column.edits, _(refused.phrase.text) % refused.phrase.values)
            return self._box(record, column, form, status=422)
        except StaleRecord:
            return self._stale(record, column, form)
        return self._cell(self._record(), column)

    def _record(self) -> Any:
        return get_object_or_404(self.screen.editable(for_user=self.request.user), pk=self.kwargs["pk"])

    def _column(self) -> Column:
        column = ListState(self.screen, self.request).columns.get(self.kwargs["column"])
        if column is None or not column.edits:
            raise Http404
        return column

    def _form(self, record: Any, column: Column, data: Any = None) -> Any:
        """Answer the screen's own form with the one field left, so that a cell is checked like the whole."""
        form_class: Any = self.screen.change_form or self.screen.form
        initial = self.screen.initial(record) | {"record": record.pk, "version": record.version}  # type: ignore[misc]
        form = form_class(data, initial=initial, **self.screen.form_options(self.request.user, record))
        for name in set(form.fields) - {column.edits, "record", "version"}:
            del form.fields[name]
        return form

    def _stale(self, record: Any, column: Column, form: Any) -> HttpResponse:
        """Show what somebody else has saved; saving again is then deliberate."""
        now = self._record()
        theirs = column.show(now)
        form.data = form.data.copy()
        form.data["version"] = str(now.version)
        form.add_error(column.edits, _("Somebody else has saved this meanwhile. Theirs:") + f" {theirs}")
        return self._box(now, column, form, status=409)

    def _box(self, record: Any, column: Column, form: Any, *, status: int = 200) -> HttpResponse:
        context = {"form": form, "column": column, "record": record, "screen": self.screen, "field": form[column.edits]}
        return render(self.request, "kit/lists/cell_form.html", context, status=status)

    def _cell(self, record: Any, column: Column) -> HttpResponse:
        prepare([column], [record])
        return HttpResponse(column.show(record))
