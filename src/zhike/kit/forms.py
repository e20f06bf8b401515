from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _

from zhike.kit.addresses import UNREACHABLE, is_reachable

SELECTS, TICKS = (forms.Select,), (forms.CheckboxInput, forms.RadioSelect)
IDENTITY = ("record", "version")  # the fields by which a form knows what it was opened on


class Renderer(TemplatesSetting):
    """Draws every form of the product: label above, help and errors beside the field."""

    field_template_name = "kit/field.html"
    form_template_name = "kit/form_fields.html"


class Form(forms.Form):
    """A form whose widgets wear the theme's classes, and which knows the record and the version its user has seen."""

    record = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs.setdefault("class", _dress(field.widget))

    @property
    def folded(self) -> Collection[str]:
        """Name the fields that are out of sight until somebody asks for more of them."""
        return ()

    def folded_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name in self.folded]

    def is_unfolded(self) -> bool:
        """Say whether something is told, or wrong, in the fields out of sight."""
        return any(field.errors or field.data for field in self.folded_fields())


def reachable(value: str) -> None:
    """Check a number that becomes an address.

    Raises:
        ValidationError: the record's page could not be opened by it.
    """
    if not is_reachable(value):
        raise ValidationError(_(UNREACHABLE.text) % {"number": value})


def _dress(widget: forms.Widget) -> str:
    if isinstance(widget, TICKS):
        return "form-check-input"
    return "form-select" if isinstance(widget, SELECTS) else "form-control"
