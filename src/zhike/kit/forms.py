from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

SELECTS, TICKS = (forms.Select,), (forms.CheckboxInput, forms.RadioSelect)


class Renderer(TemplatesSetting):
    """Draws every form of the product: label above, help and errors beside the field."""

    field_template_name = "kit/field.html"
    form_template_name = "kit/form_fields.html"


class Form(forms.Form):
    """A form whose widgets wear the theme's classes, and which knows the version its user has seen."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs.setdefault("class", _dress(field.widget))


def _dress(widget: forms.Widget) -> str:
    if isinstance(widget, TICKS):
        return "form-check-input"
    return "form-select" if isinstance(widget, SELECTS) else "form-control"
