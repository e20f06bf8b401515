from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Field
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView

from zhike.core.access import queries as access
from zhike.kit.forms import IDENTITY
from zhike.kit.pages.page import ScreenPage
from zhike.kit.refusals import FieldRefused, StaleRecord


class CardPage(ScreenPage, DetailView[Any]):
    page = "card"

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        return self.record(self.screen.rows)


class EditingPage(ScreenPage, FormView[Any]):
    """A form that keeps what was typed, whatever the operation says."""

    page = "form"
    http_method_names = ("get", "head", "options", "post")  # Django's own would take a PUT for a POST
    object: Any = None

    def permission(self) -> str:
        return self.screen.edit

    def get_form_class(self) -> Any:
        return self.screen.form

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | self.screen.form_options(self.request.user, self.object)

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
        fields = {name: form.fields[name] for name in form.cleaned_data if name in form.fields and name not in IDENTITY}
        differing = [
            (field.label, _shown(field, theirs.get(name, field.initial)), _shown(field, form.cleaned_data[name]))
            for name, field in fields.items()
            if theirs.get(name, field.initial) != form.cleaned_data[name]
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

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.may(request.user, self.permission()):
            raise PermissionDenied(self.permission())
        self.object = self.record(self.screen.editable)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return self.screen.initial(self.object) | {"record": self.object.pk, "version": self.object.version}  # type: ignore[misc]

    def save(self, data: dict[str, Any]) -> Any:
        subject = {str(self.screen.model._meta.model_name): self.object}
        return self.screen.change(**subject, data=data, version=data["version"], by=self.request.user)  # type: ignore[misc]


def _shown(field: Field, value: Any) -> Any:
    """Answer a value in the words that the form offers it by, or as it would be typed."""
    if value is None:
        return ""
    words = next((words for key, words in getattr(field, "choices", ()) if key == value), None)
    return field.prepare_value(value) if words is None else words
