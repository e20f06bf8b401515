from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.administration.calendar.operations import WEEKDAYS as NAMES
from zhike.administration.forms import said
from zhike.core.workdays import rules
from zhike.kit.forms import Form

REST, WORK, USUAL = "rest", "work", "usual"
KINDS = (
    (REST, gettext_lazy("Day off")),
    (WORK, gettext_lazy("Working day")),
    (USUAL, gettext_lazy("As the week says")),
)
TITLES = {name: WEEKDAYS[place] for place, name in enumerate(NAMES)} | {"make_up": gettext_lazy("Make-up days")}


class HoursField(forms.CharField):
    """Takes the hours of a day however they are typed, and gives them in one form."""

    def to_python(self, value: Any) -> str:
        try:
            return rules.write_spans(rules.read_spans(super().to_python(value) or ""))
        except rules.BadSpans as wrong:
            raise ValidationError(said(wrong.phrase)) from wrong


class HoursForm(Form):
    """The hours of a week, and those of a make-up day."""

    make_up = HoursField(
        label=TITLES["make_up"],
        max_length=100,
        help_text=gettext_lazy("For a Saturday or Sunday that is worked instead of another day."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        days = {name: HoursField(label=TITLES[name], max_length=100, required=False) for name in NAMES}
        days["monday"].help_text = _("Like 09:00-12:00 13:00-18:00. Leave a day off empty.")
        self.base_fields = {**days, **self.base_fields}  # type: ignore[misc] # Django copies it for each form
        super().__init__(*args, **kwargs)

    @property
    def week(self) -> list[str]:
        """Answer the hours from Monday on."""
        return [self.cleaned_data[name] for name in NAMES]


class DayForm(Form):
    """What is said of one day, or of all days up to another one."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of day"), choices=KINDS)
    name = forms.CharField(
        label=gettext_lazy("Name of the day"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Such as the holiday; a day as the week says needs none."),
    )
    last_on = forms.DateField(
        label=gettext_lazy("And so up to"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Leave empty for this one day; otherwise all days up to this one become the same."),
    )

    @property
    def own_day(self) -> rules.OwnDay | None:
        """Answer what the days become; nothing for days as the week says."""
        told = self.cleaned_data
        return None if told["kind"] == USUAL else rules.OwnDay(told["kind"] == WORK, told["name"])


def hours_as_asked(plan: rules.Plan) -> dict[str, Any]:
    """Answer the hours as the form's first values."""
    week = dict(zip(NAMES, plan.hours, strict=True))
    return week | {"make_up": plan.make_up_hours, "version": plan.version}


def day_as_asked(plan: rules.Plan, own: rules.OwnDay | None) -> dict[str, Any]:
    """Answer a day as the form's first values."""
    kind = USUAL if own is None else WORK if own.is_working else REST
    return {"kind": kind, "name": own.name if own else "", "version": plan.version}
