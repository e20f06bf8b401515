from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from zhike.administration.forms.organisation import unit_choices
from zhike.administration.queries import rights
from zhike.kit.forms import Form

STATES = (("", _("all")), ("here", _("at work")), ("invited", _("invited")), ("left", _("gone")))
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FindForm(Form):
    """By whom the list is narrowed."""

    q = forms.CharField(label=_("Name, user name or phone"), max_length=60, required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)


class PlaceForm(Form):
    """Which role in which unit."""

    role = forms.TypedChoiceField(label=_("Role"), coerce=int)
    unit = forms.TypedChoiceField(label=_("Place in the organisation"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "–"), *rights.role_titles()]  # type: ignore[attr-defined]
        self.fields["unit"].choices = unit_choices()  # type: ignore[attr-defined]


class InviteForm(PlaceForm):
    """Who is asked in, and as what."""

    name = forms.CharField(label=_("Colleague's name"), max_length=60)
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        validators=[UnicodeUsernameValidator(message=_("Only letters, digits, 汉字 and @ . + - _ are possible."))],
        help_text=_("By it she signs in: letters, digits or 汉字, without spaces."),
    )
    phone = forms.CharField(label=_("Mobile phone, also good to sign in"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-mail, also good to sign in"), max_length=100, required=False)

    field_order = ("name", "username", "phone", "email", "role", "unit")


class PositionForm(PlaceForm):
    """A position with its days."""

    since_on = forms.DateField(label=_("From this day"), widget=DAY)
    until_on = forms.DateField(
        label=_("Until before this day"), widget=DAY, required=False, help_text=_("Leave empty for good.")
    )


class PositionEndForm(Form):
    """The first day without the position."""

    until_on = forms.DateField(label=_("Not any more from this day"), widget=DAY, help_text=_("Today ends it at once."))
