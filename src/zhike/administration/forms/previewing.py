from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.administration.queries import previewing
from zhike.kit.forms import Form
from zhike.kit.records import record_kinds


def _colleague_choices() -> list[tuple[Any, str]]:
    return [("", "–"), *((user.pk, f"{user.name} ({user.username})") for user in previewing.previewable())]


class PreviewForm(Form):
    """With whose eyes."""

    colleague = forms.TypedChoiceField(label=_("Colleague"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = _colleague_choices()  # type: ignore[attr-defined]


class WhyForm(PreviewForm):
    """Who, and which record."""

    kind = forms.ChoiceField(label=_("Kind of record"))
    number = forms.CharField(label=_("Number of the record"), max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(code, kind.title) for code, kind in record_kinds().items() if kind.owner]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
