from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

CLASSES = {
    forms.Select: "form-select",
    forms.RadioSelect: "form-check-input",
    forms.CheckboxInput: "form-check-input",
    forms.HiddenInput: "",
}


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
            name = CLASSES.get(type(field.widget), "form-control")
            if name:
                field.widget.attrs.setdefault("class", name)
