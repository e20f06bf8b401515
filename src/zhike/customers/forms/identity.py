"""The fields that say who somebody is, read the one way we keep them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.customers import permissions
from zhike.customers.rules import NotSo, areas
from zhike.customers.rules.birthdays import read_birthday
from zhike.customers.rules.identity import normal_code, normal_phone
from zhike.kit.forms import Form

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


class AreaInput(forms.TextInput):
    """A box that offers the provinces and cities; districts are typed."""

    template_name = "customers/area_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"cities": areas.cities()}


class AreaField(forms.CharField):
    """省市区 as people write it; what is kept is the code."""

    widget = AreaInput

    def prepare_value(self, value: Any) -> Any:
        return areas.area_name(value) or value

    def clean(self, value: Any) -> str:
        return read(areas.read_area, super().clean(value))

    @property
    def choices(self) -> Iterator[tuple[str, str]]:
        """Give the words of each code, for who compares two."""
        return iter(areas.places())


class GuardedForm(Form):
    """A form without the fields that its user may not change."""

    guards: ClassVar[Mapping[str, str]] = permissions.FIELD_RIGHTS | {"birth_year": permissions.SENSITIVE}
    needed: ClassVar[Level] = Level.EDIT

    def __init__(
        self, *args: Any, for_user: Any = None, definitions: Mapping[str, forms.Field] | None = None, **kwargs: Any
    ) -> None:
        """Take the user the form is shown to, and the fields that are data: the custom ones by their names."""
        self.base_fields = {  # type: ignore[misc] # Django copies them from the instance, which may have its own
            name: field
            for name, field in (self.base_fields | dict(definitions or {})).items()
            if name not in self.guards or access.field_level(for_user, self.guards[name]) >= self.needed
        }
        super().__init__(*args, **kwargs)

    def clean_phone(self) -> str:
        """Read the phone; one from before it was checked may stay as it is."""
        told: str = self.cleaned_data["phone"]
        return told if told == self.initial.get("phone") else read(normal_phone, told)

    def clean_credit_code(self) -> str:
        told: str = self.cleaned_data["credit_code"]
        return told if told == self.initial.get("credit_code") else read(normal_code, told)

    def read_birthday(self) -> None:
        """Write the day as it is kept; a year goes to its own field, for who may know it."""
        told = self.cleaned_data
        if not told.get("birthday"):
            return
        try:
            born = read_birthday(told["birthday"])
        except NotSo as wrong:
            self.add_error("birthday", in_words(wrong))
            return
        told["birthday"] = born.written
        if born.year and "birth_year" in self.fields:
            told["birth_year"] = told.get("birth_year") or born.year


def read(reading: Callable[[str], str], value: str) -> str:
    """Read a value by a rule.

    Raises:
        ValidationError: in the rule's words.
    """
    try:
        return reading(value)
    except NotSo as wrong:
        raise in_words(wrong) from wrong


def in_words(wrong: NotSo) -> ValidationError:
    return ValidationError(_(wrong.phrase.text) % wrong.phrase.values)


def phone_field(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=40, required=False)


def birthday_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Birthday"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Month and day, such as 05-01; in the lunar calendar 农历八月十五"),
    )


def birth_year_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext_lazy("Year of birth"), min_value=EARLIEST_YEAR, max_value=LATEST_YEAR, required=False
    )
