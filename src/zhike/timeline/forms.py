import secrets
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.core.workdays import queries as workdays
from zhike.kit.forms import Form
from zhike.timeline import rules
from zhike.timeline.models import Interaction

if TYPE_CHECKING:
    from zhike.customers.models import Contact

ICONS = {
    "phone": "phone",
    "visit": "map-pin",
    "wechat": "brand-wechat",
    "sms": "message",
    "mail": "mail",
    "meeting": "users",
    "fair": "building-store",
    "other": "dots",
}
QUICK = (
    ("tomorrow", _("tomorrow")),
    ("three_days", _("in three days")),
    ("week", _("in a week")),
    ("month", _("in a month")),
)
ON_A_DAY, NEVER = "date", "never"
NEXT = (("", _("leave as it is")), *QUICK, (ON_A_DAY, _("on a day")), (NEVER, _("no further contact")))


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def key_field() -> forms.CharField:
    """Make the field by which a form that is sent twice is written once."""
    return forms.CharField(
        max_length=64, required=False, widget=forms.HiddenInput, initial=lambda: secrets.token_urlsafe(16)
    )


class FollowUpForm(Form):
    """The form of ten seconds: the way, the words, and when next."""

    way = forms.ChoiceField(label=_("Way"), choices=Interaction.Way.choices, widget=forms.RadioSelect, initial="phone")
    words = forms.CharField(
        label=_("What was said"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )
    next = forms.ChoiceField(label=_("Next contact"), choices=NEXT, widget=forms.RadioSelect, required=False)
    next_on = forms.DateField(label=_("Day of the next contact"), required=False, widget=_day())
    purpose = forms.CharField(label=_("What for"), max_length=200, required=False)
    closes = forms.BooleanField(label=_("This was the contact that was due"), required=False, initial=True)
    contact = forms.TypedChoiceField(
        label=_("With whom"), required=False, coerce=int, empty_value=None, choices=(("", "–"),)
    )
    happened_at = forms.DateTimeField(
        label=_("When it was"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        help_text=_("Leave empty for now."),
    )
    key = key_field()

    def __init__(self, *args: Any, contacts: "Sequence[Contact]" = (), on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on, self.contacts = on, {contact.pk: contact for contact in contacts}
        field: Any = self.fields["contact"]
        field.choices = [("", "–"), *((pk, str(contact)) for pk, contact in self.contacts.items())]

    def clean(self) -> dict[str, Any]:
        """Turn the quick choice into a working day, and the contact into the person."""
        told = self.cleaned_data
        choice = told.get("next") or ""
        if choice == ON_A_DAY and not told.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _("Choose the day."))
        elif choice != ON_A_DAY:
            told["next_on"] = day_of(choice, on=self.on)
        told["is_last"] = choice == NEVER
        told["contact"] = self.contacts.get(told.get("contact"))  # type: ignore[arg-type]
        return told

    @property
    def ways(self) -> list[tuple[Any, str, int]]:
        """Each way with its icon and the key that chooses it."""
        return [(each, ICONS[str(each.data["value"])], place) for place, each in enumerate(self["way"], start=1)]

    @property
    def is_unfolded(self) -> bool:  # type: ignore[override]
        """Say whether the rarer fields hold something."""
        return any(self[name].errors or self[name].data for name in ("contact", "happened_at"))


class WordsForm(Form):
    """The words alone: corrected, or added."""

    words = forms.CharField(label=_("What was said"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))
    key = key_field()


class MoveForm(Form):
    """To which day, and why."""

    choice = forms.ChoiceField(label=_("Next contact"), choices=(*QUICK, ("", _("on a day"))), required=False)
    due_on = forms.DateField(label=_("Day of the next contact"), required=False, widget=_day())
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean(self) -> dict[str, Any]:
        """Turn the quick choice into a working day."""
        told = self.cleaned_data
        told["due_on"] = told.get("due_on") or day_of(told.get("choice") or "", on=self.on)
        if told["due_on"] is None and "due_on" not in self.errors:
            self.add_error("due_on", _("Choose the day."))
        return told


class DropForm(Form):
    """Why there will be no next contact."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


def day_of(choice: str, *, on: date) -> date | None:
    """Answer the working day of a quick choice, none of any other word."""
    return rules.chosen_day(choice, on=on, work=workdays.work_time()) if choice in rules.CHOICES else None
