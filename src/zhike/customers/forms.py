from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from zhike.customers.models import Party
from zhike.kit.forms import Form, reachable

PHONE = RegexValidator(r"^\+?[\d\s()-]{5,20}$", _("Write the phone with digits, such as 13800000007 or 021-60000000."))
NUMBER = RegexValidator(r"^[^\s/]+$", _("A number has no spaces and no slash."))


class CustomerForm(Form):
    """What is asked about a customer."""

    name = forms.CharField(label=_("Name of the customer"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=Party.Kind.choices)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False, validators=[PHONE])
    email = forms.EmailField(label=_("E-mail"), max_length=100, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    industry = forms.CharField(label=_("Industry"), max_length=40, required=False)
    region = forms.CharField(label=_("Region"), max_length=60, required=False)
    source = forms.CharField(label=_("Source"), max_length=40, required=False)
    remarks = forms.CharField(
        label=_("Remarks"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class NewCustomerForm(CustomerForm):
    """A new customer may come with a number and a first contact."""

    number = forms.CharField(
        label=_("Customer number"),
        max_length=40,
        required=False,
        validators=[NUMBER, reachable],
        help_text=_("Leave empty and the next free number is given."),
    )
    contact_name = forms.CharField(label=_("First contact"), max_length=100, required=False)
    contact_phone = forms.CharField(label=_("Contact's phone"), max_length=20, required=False, validators=[PHONE])
    contact_title = forms.CharField(label=_("Contact's job title"), max_length=40, required=False)

    field_order = ("name", "kind", "number", "phone", "contact_name", "contact_phone", "contact_title")

    def clean(self) -> dict[str, Any]:
        """Ask whose phone or job title it is rather than drop it."""
        told = self.cleaned_data
        if told.get("contact_name") == "" and (told.get("contact_phone") or told.get("contact_title")):
            self.add_error("contact_name", _("Give the contact's name too, or clear the phone and the job title."))
        return told
