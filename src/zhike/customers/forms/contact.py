from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.core.access.rules import Level
from zhike.customers.forms.identity import GuardedForm, birth_year_field, birthday_field, phone_field
from zhike.customers.models import Contact
from zhike.kit.forms import Form

OF_PERSON = ("name", "phone", "email", "birthday", "birth_year")
OF_CONTACT = ("title", "salutation", "part", "influence", "attitude", "since_on")
INFLUENCES = [("", "–"), *((n, str(n)) for n in range(1, 6))]


def _whole(value: Any) -> int:
    return int(value)


class ContactForm(GuardedForm):
    """Who speaks for a customer, in which part, how much the word counts and how it is meant towards us."""

    name = forms.CharField(label=_("Name"), max_length=100)
    salutation = forms.CharField(
        label=_("Form of address"), max_length=20, required=False, help_text=_("Such as 王总 or 李工")
    )
    phone = phone_field(_("Phone"))
    email = forms.EmailField(label=_("E-mail"), max_length=100, required=False)
    title = forms.CharField(label=_("Job title"), max_length=40, required=False)
    part = forms.ChoiceField(label=_("Part in buying"), choices=Contact.Part.choices, required=False)
    influence = forms.TypedChoiceField(
        label=_("Influence, 1 to 5"), choices=INFLUENCES, required=False, coerce=_whole, empty_value=None
    )
    attitude = forms.TypedChoiceField(
        label=_("Attitude"), choices=Contact.Attitude.choices, required=False, coerce=_whole, initial=0
    )
    birthday = birthday_field()
    birth_year = birth_year_field()
    since_on = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_attitude(self) -> int:
        return self.cleaned_data["attitude"] or 0

    def clean(self) -> dict[str, Any]:
        self.read_birthday()
        return self.cleaned_data


class NewContactForm(ContactForm):
    """A new contact: who may not read phones may still bring one."""

    needed = Level.MASKED


class EndContactForm(Form):
    """From which day on somebody speaks for a customer no longer."""

    until_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def initial_of_contact(contact: Contact) -> dict[str, Any]:
    """Answer what the form shows of a contact when it is opened."""
    of_person = {name: getattr(contact.person, name) for name in OF_PERSON}
    of_contact = {name: getattr(contact, name) for name in OF_CONTACT}
    return of_person | of_contact | {"record": contact.pk, "version": contact.version}
