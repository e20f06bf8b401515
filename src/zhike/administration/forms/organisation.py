from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.administration.queries import organisation
from zhike.kit.forms import Form


class ConfirmForm(Form):
    """Asks for nothing but the version the user has seen."""


class UnitForm(Form):
    """What a unit is called."""

    name = forms.CharField(label=_("Name of the unit"), max_length=60)


class UnitMoveForm(Form):
    """Below which unit it will stand."""

    below = forms.TypedChoiceField(label=_("Stands below"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["below"].choices = unit_choices()  # type: ignore[attr-defined]


def unit_choices() -> list[tuple[int, str]]:
    """Offer the organisation as a list, each level set in."""
    return [(unit.pk, f"{'　' * unit.depth}{unit.name}") for unit in organisation.sorted_units()]
