from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import model_to_dict
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View as BareView
from django.views.generic import ListView

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.kit import operations, queries
from zhike.kit.columns import prepare
from zhike.kit.links import page_address
from zhike.kit.lists import conditions
from zhike.kit.lists.conditions import Condition, Group, Mode, Unreadable
from zhike.kit.lists.criteria import check
from zhike.kit.lists.forms import ViewForm
from zhike.kit.lists.state import NO_FILTER, ListState
from zhike.kit.lists.words import asking_for, chips
from zhike.kit.models import View
from zhike.kit.pages.page import ScreenPage
from zhike.kit.paging import CappedPaginator, numbers_around, rows_after
from zhike.kit.refusals import FieldRefused
from zhike.kit.said import said

TOOLS = (
    ("filter", gettext_lazy("Filter"), "filter"),
    ("columns", gettext_lazy("Columns shown"), "columns"),
    ("views", gettext_lazy("Save view"), "bookmark"),
    ("export", gettext_lazy("Export"), "download"),
)


class ListPage(ScreenPage, ListView[Any]):
    page = "list"
    paginator_class = CappedPaginator
    state: ListState

    def get_queryset(self) -> QuerySet[Any]:
        self.state = ListState(self.screen, self.request)
        rows = self.state.rows()
        return rows_after(rows, self.request.GET["after"]) if self.request.GET.get("after") else rows

    def get_paginator(self, *args: Any, **kwargs: Any) -> CappedPaginator:
        paginator = CappedPaginator(*args, **kwargs)
        paginator.columns = self.state.shown
        paginator.order = None if self.request.GET.get("after") else self.state.order
        return paginator

    def get_paginate_by(self, queryset: QuerySet[Any]) -> int:
        return self.screen.page_size

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context = super().get_context_data(**more)
        state, user = self.state, self.request.user
        prepare(state.shown, context["page_obj"].object_list)
        may_trash = access.may(user, self.screen.trash)
        return context | {
            "state": state,
            "order": state.order,
            "columns": state.shown,
            "filterset": state.filterset,
            "chips": chips(state),
            "bulk": [action for action in self.screen.bulk if access.may(user, action.permission)],
            "tools": self._tools(),
            "page_numbers": numbers_around(context["page_obj"]),
            "query": self.request.GET.urlencode(),
            "title": said(self.screen.title),
            "trash_url": page_address(f"{self.screen.namespace}:trashed") if may_trash else "",
            "all_url": f"{self.request.path}?f={NO_FILTER}" if self.screen.views else self.request.path,
        }

    def _tools(self) -> list[tuple[str, str, str]]:
        """Answer the list's tools: each is a page of its own, and a part of this one where htmx runs."""
        may_export = self.screen.export and access.may(self.request.user, self.screen.export)
        return [(name, said(words), icon) for name, words, icon in (TOOLS if may_export else TOOLS[:-1])]


class ToolPage(ScreenPage, BareView):
    """One of the list's tools: a part of the list's page for htmx, else a page of its own."""

    title = ""
    template = ""

    def get(self, request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        return self.tool(**self.context(ListState(self.screen, request)))

    def context(self, state: ListState) -> dict[str, Any]:
        return {}

    def tool(self, *, status: int = 200, **context: Any) -> HttpResponse:
        is_part = self.request.headers.get("HX-Request") == "true"
        base = "kit/lists/part.html" if is_part else "kit/page.html"
        shared = {"screen": self.screen, "list_url": self.address("list"), "query": self.request.GET.urlencode()}
        context = {"tool_base": base, "title": _(self.title)} | shared | context
        return render(self.request, self.template, context, status=status)

    def back(self, **changes: str) -> HttpResponse:
        """Lead back to the list, with some words of its address changed and those of the tool gone."""
        query = self.request.GET.copy()
        for gone in ("page", "after", "ask", "at", "mode"):
            query.pop(gone, None)
        for name, value in changes.items():
            query[name] = value
        return HttpResponseRedirect(f"{self.address('list')}?{query.urlencode()}")


class FilterPage(ToolPage):
    """Adds a condition to the list's filter or takes one away; the list follows under an address without its values."""

    title = "Filter"
    template = "kit/lists/asking.html"

    def context(self, state: ListState) -> dict[str, Any]:
        column = state.columns.get(self.request.GET.get("ask", ""))
        is_asked = column is not None and column.kind
        return {"state": state, "asking": asking_for(column, state) if column and is_asked else None}

    def post(self, request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        state = ListState(self.screen, request)
        try:
            tree = self._changed(state)
        except Unreadable:
            raise Http404 from None
        except ValidationError as wrong:
            asking = asking_for(state.columns[request.POST["ask"]], state) | {"op": request.POST.get("op")}
            return self.tool(state=state, asking=asking, errors=wrong.messages, status=422)
        return self.back(f=operations.keep_filter(tree) or NO_FILTER)

    def _changed(self, state: ListState) -> Group:
        told = self.request.POST
        path = tuple(int(step) for step in told.get("at", "").split(".") if step.isdecimal())
        if told.get("do") == "remove":
            return conditions.without(state.tree, path)
        column = state.columns.get(told.get("ask", ""))
        if column is None or not column.kind:
            raise Unreadable
        values = tuple(value.strip() for value in told.getlist("v") if value.strip())
        new = Condition(column.name, told.get("op", ""), values)
        check(column, new)
        mode: Mode = "any" if told.get("mode") == "any" else "all"
        joined = conditions.join(state.tree, path, new, mode=mode)
        try:
            return conditions.read(conditions.write(joined))
        except Unreadable:
            raise ValidationError(_("The filter cannot grow any further; take a condition away first.")) from None


class ViewPage(ToolPage):
    """Keeps the list under a name, or drops an own view."""

    title = "Save view"
    template = "kit/lists/view_form.html"

    def context(self, state: ListState) -> dict[str, Any]:
        own = self._own(state)
        kept = model_to_dict(own, ["title", "is_default", "is_shared", "role"]) | {"replaces": True} if own else {}
        return {"form": self._form(initial=kept), "own_view": own}

    def post(self, request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("drop"):
            return self._drop(request.POST["drop"])
        state, form = ListState(self.screen, request), self._form(request.POST)
        if form.is_valid():
            try:
                view = self._save(state, form.cleaned_data)
            except FieldRefused as refused:
                form.add_error(refused.field, _(refused.phrase.text))
            else:
                return HttpResponseRedirect(f"{self.address('list')}?view={view.pk}")
        return self.tool(form=form, own_view=self._own(state), status=422)

    def _save(self, state: ListState, data: dict[str, Any]) -> View:
        told = {
            "tree": conditions.write(state.tree),
            "columns": [column.name for column in state.shown],
            "sort": state.order.word if state.order else "",
        }
        return operations.save_view(
            screen=self.screen.namespace, title=data["title"], data=data | told, by=self.request.user
        )

    def _form(self, *args: Any, **kwargs: Any) -> ViewForm:
        return ViewForm(*args, may_share=access.may(self.request.user, self.screen.share_views), **kwargs)

    def _own(self, state: ListState) -> View | None:
        return state.view if isinstance(state.view, View) and state.view.owner_id == self.request.user.pk else None

    def _drop(self, pk: str) -> HttpResponse:
        views = queries.own_views(for_user=self.request.user).filter(screen=self.screen.namespace)
        view = views.filter(pk=int(pk)).first() if pk.isdecimal() else None
        if view is None:
            raise Http404
        operations.drop_view(view=view, by=self.request.user)
        messages.success(self.request, _("The view is gone; the records stay."))
        return HttpResponseRedirect(self.address("list"))


class ColumnsPage(ToolPage):
    """Remembers which columns the user wants, in which order."""

    title = "Columns shown"
    template = "kit/lists/columns.html"

    def context(self, state: ListState) -> dict[str, Any]:
        places = {column.name: place for place, column in enumerate(state.shown, start=1)}
        return {"column_choices": [(column, places.get(column.name)) for column in state.columns.values()]}

    def post(self, request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        state = ListState(self.screen, request)
        wanted = request.POST.getlist("column")
        places = {name: _place(request.POST.get(f"place-{name}", ""), at) for at, name in enumerate(wanted)}
        chosen = [] if "usual" in request.POST else [name for name in wanted if name in state.columns]
        chosen.sort(key=lambda name: places[name])
        operations.choose_columns(screen=self.screen.namespace, columns=chosen, by=request.user)
        return self.back()


class ExportToolPage(ToolPage):
    """Asks as what kind of file the list is wanted; `exchange` makes it."""

    title = "Export"
    template = "kit/lists/export.html"

    def permission(self) -> str:
        return self.screen.export

    def context(self, state: ListState) -> dict[str, Any]:
        return {"may_schedule": access.may(self.request.user, self.screen.schedule_exports)}


def _place(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else otherwise
