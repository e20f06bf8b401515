"""The pages of an entity, declared as a class of constants over Django's generic views.

A toy entity in `tests/example` shows all of it. Two ways out: a template of your own at
`<app>/<model>_list.html` (`_card`, `_form`) is found first, and a view of your own listed
before `*Screen.urls()` wins.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import Field
from django.forms import Form as DjangoForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, ListView
from django_filters import FilterSet

from zhike.core.access import queries as access
from zhike.kit.columns import Column, Order, chosen_order
from zhike.kit.forms import IDENTITY
from zhike.kit.paging import CappedPaginator, numbers_around
from zhike.kit.refusals import FieldRefused, StaleRecord

Rows = Callable[..., QuerySet[Any]]


class Screen:
    """What an entity's pages are made of.

    `rows(for_user=)` and `editable(for_user=)` answer what the user may see and change; `add(data=, by=)` and
    `change(<model>=, data=, version=, by=)` are the operations behind the form. Leave out what the entity has not.
    """

    model: ClassVar[type[Model]]
    title: ClassVar[Promise]
    new_title: ClassVar[Promise]
    empty: ClassVar[Promise]
    advice: ClassVar[Promise | str] = ""  # what to do next when there is nothing yet
    namespace: ClassVar[str]
    field: ClassVar[str] = "pk"
    see: ClassVar[str]
    edit: ClassVar[str] = ""
    rows: ClassVar[Rows]
    editable: ClassVar[Rows]
    columns: ClassVar[tuple[Column, ...]]
    details: ClassVar[tuple[Column, ...]] = ()
    filters: ClassVar[type[FilterSet] | None] = None
    form: ClassVar[type[DjangoForm] | None] = None
    change_form: ClassVar[type[DjangoForm] | None] = None  # when changing asks less than adding
    initial: ClassVar[Callable[[Any], dict[str, Any]] | None] = None
    add: ClassVar[Callable[..., Any] | None] = None
    change: ClassVar[Callable[..., Any] | None] = None
    page_size: ClassVar[int] = 50

    @classmethod
    def urls(cls) -> list[URLPattern]:
        """Answer the paths list, new, edit and card; include them under the screen's namespace."""
        own = {"screen": cls}
        found = [path("", ListPage.as_view(**own), name="list")]
        if cls.form is not None:
            found += [
                path("new/", AddPage.as_view(**own), name="new"),
                path(f"edit/<path:{cls.field}>/", ChangePage.as_view(**own), name="edit"),
            ]
        return [*found, path(f"<path:{cls.field}>/", CardPage.as_view(**own), name="card")]

    @classmethod
    def may_edit(cls, user: Any) -> bool:
        return bool(cls.edit) and cls.form is not None and access.may(user, cls.edit)


class ScreenPage:
    """What the pages of a screen share: the screen, its template and its permission."""

    screen: type[Screen] = Screen
    request: HttpRequest
    kwargs: dict[str, Any]
    page = ""
    changes = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        permission = self.screen.edit if self.changes else self.screen.see
        if not access.may(request.user, permission):
            raise PermissionDenied(permission)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def get_template_names(self) -> list[str]:
        meta = self.screen.model._meta
        return [f"{meta.app_label}/{meta.model_name}_{self.page}.html", f"kit/{self.page}.html"]

    def key(self) -> dict[str, Any]:
        """Answer what the record is looked up by: the address says it."""
        return {self.screen.field: self.kwargs[self.screen.field]}

    def record(self, rows: Rows) -> Any:
        """Find the record among the rows; another scope's is as good as missing."""
        try:
            return get_object_or_404(rows(for_user=self.request.user), **self.key())
        except ValueError as unreadable:  # letters where the key is a number, or NUL on PostgreSQL
            raise Http404 from unreadable

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)  # type: ignore[misc]
        may_edit = self.screen.may_edit(self.request.user)
        return context | {"screen": self.screen, "may_edit": may_edit} | self.addresses(may_edit)

    def addresses(self, may_edit: bool) -> dict[str, str]:
        """Answer where the screen's other pages are, as far as the user may go there."""
        space, field = self.screen.namespace, self.screen.field
        found = {"list_url": reverse(f"{space}:list")}
        if may_edit:
            found["new_url"] = reverse(f"{space}:new")
            if field in self.kwargs:
                found["edit_url"] = reverse(f"{space}:edit", args=[self.kwargs[field]])
        return found


class ListPage(ScreenPage, ListView[Any]):
    page = "list"
    paginator_class = CappedPaginator
    order: Order | None = None

    def get_queryset(self) -> QuerySet[Any]:
        rows = self.screen.rows(for_user=self.request.user)
        if self.screen.filters is not None:
            self.filterset = self.screen.filters(self.request.GET, queryset=rows, request=self.request)
            rows = self.filterset.qs
        self.order = chosen_order(self.screen.columns, self.request.GET.get("sort", ""))
        return rows.order_by(*self.order.fields(rows.model)) if self.order else rows

    def get_paginate_by(self, queryset: QuerySet[Any]) -> int:
        return self.screen.page_size

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context = super().get_context_data(**more)
        return context | {
            "order": self.order,
            "filterset": getattr(self, "filterset", None),
            "page_numbers": numbers_around(context["page_obj"]),
        }


class CardPage(ScreenPage, DetailView[Any]):
    page = "card"

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        return self.record(self.screen.rows)


class EditingPage(ScreenPage, FormView[Any]):
    """A form that keeps what was typed, whatever the operation says."""

    page = "form"
    changes = True
    http_method_names = ("get", "head", "options", "post")  # Django's own would take a PUT for a POST
    object: Any = None

    def get_form_class(self) -> Any:
        return self.screen.form

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(object=self.object, **more)

    def save(self, data: dict[str, Any]) -> Any:
        raise NotImplementedError  # each of the two pages below calls its operation

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            record = self.save(form.cleaned_data)
        except FieldRefused as refused:
            form.add_error(refused.field, _(refused.phrase.text) % refused.phrase.values)
            return self.form_invalid(form)
        except StaleRecord:
            return self.form_stale(form)
        messages.success(self.request, _("Saved"))
        return HttpResponseRedirect(record.get_absolute_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_stale(self, form: Any) -> HttpResponse:
        """Show what was typed beside what somebody else has saved; saving again is then deliberate."""
        self.object = self.record(self.screen.editable)
        theirs = self.get_initial()
        differing = [
            (form.fields[name].label, _shown(form.fields[name], theirs[name]), _shown(form.fields[name], value))
            for name, value in form.cleaned_data.items()
            if name not in IDENTITY and theirs[name] != value
        ]
        form.data = form.data.copy()
        form.data["version"] = str(self.object.version)
        return self.render_to_response(self.get_context_data(form=form, differing=differing), status=409)


class AddPage(EditingPage):
    def save(self, data: dict[str, Any]) -> Any:
        return self.screen.add(data=data, by=self.request.user)  # type: ignore[misc]


class ChangePage(EditingPage):
    def key(self) -> dict[str, Any]:
        """Answer which record the form was opened on: its address may have become another's meanwhile."""
        opened_on = self.request.POST.get("record")
        return {"pk": opened_on} if opened_on else super().key()

    def get_form_class(self) -> Any:
        return self.screen.change_form or self.screen.form

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if access.may(request.user, self.screen.edit):
            self.object = self.record(self.screen.editable)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return self.screen.initial(self.object) | {"record": self.object.pk, "version": self.object.version}  # type: ignore[misc]

    def save(self, data: dict[str, Any]) -> Any:
        subject = {str(self.screen.model._meta.model_name): self.object}
        return self.screen.change(**subject, data=data, version=data["version"], by=self.request.user)  # type: ignore[misc]


def _shown(field: Field, value: Any) -> Any:
    """Answer a value in the words that the form offers it by."""
    return next((words for key, words in getattr(field, "choices", ()) if key == value), value)
