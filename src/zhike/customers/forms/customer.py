from collections.abc import Collection
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhike.core.access.rules import Level
from zhike.core.fields import queries as fields
from zhike.core.fields.forms import as_told, form_fields
from zhike.core.fields.kinds import kinds
from zhike.core.fields.rules import types
from zhike.customers.forms.identity import AreaField, GuardedForm, birth_year_field, birthday_field, phone_field, read
from zhike.customers.models import Customer, Party
from zhike.customers.models.customer import KIND
from zhike.customers.rules.areas import split_address
from zhike.customers.rules.identity import normal_phone
from zhike.kit.forms import reachable

NUMBER = RegexValidator(r"^[^\s/]+$", _("A number has no spaces and no slash."))
OF_PARTY = (
    "name",
    "kind",
    "phone",
    "email",
    "credit_code",
    "area",
    "address",
    "birthday",
    "birth_year",
)
OF_CUSTOMER = ("industry", "region", "source", "remarks")


class CustomerForm(GuardedForm):
    """What is asked about a customer."""

    name = forms.CharField(label=_("Name of the customer"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=Party.Kind.choices)
    phone = phone_field(_("Phone"))
    email = forms.EmailField(label=_("E-mail"), max_length=100, required=False)
    credit_code = forms.CharField(label=_("Unified social credit code"), max_length=40, required=False)
    area = AreaField(
        label=_("Province, city, district"),
        max_length=60,
        required=False,
        help_text=_("From the province down, such as 浙江省杭州市西湖区"),
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    industry = forms.CharField(label=_("Industry"), max_length=40, required=False)
    region = forms.CharField(label=_("Region"), max_length=60, required=False)
    source = forms.CharField(label=_("Source"), max_length=40, required=False)
    birthday = birthday_field()
    birth_year = birth_year_field()
    remarks = forms.CharField(
        label=_("Remarks"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    @property
    def folded(self) -> Collection[str]:
        """Keep what is asked beyond the first part of the card out of sight while it is empty: a phone is small."""
        return [name for name, field in self.fields.items() if _is_aside(field)]

    def clean(self) -> dict[str, Any]:
        """Put the parts of an address and of a birthday where they belong."""
        told = self.cleaned_data
        told |= {name: as_told(value) for name, value in told.items() if name.startswith("x_")}
        self.read_birthday()
        if told.get("birthday") and told.get("kind") == Party.Kind.ORGANISATION:
            self.add_error("birthday", _("A company has no birthday: note it with the contact, or clear it."))
        if "address" in told and "area" in told:
            told["area"], told["address"] = split_address(told["address"], area=told["area"])
        return told


class NewCustomerForm(CustomerForm):
    """A new customer may come with a number and a first contact; who may not read a phone may still bring one."""

    needed = Level.MASKED
    number = forms.CharField(
        label=_("Customer number"),
        max_length=40,
        required=False,
        validators=[NUMBER, reachable],
        help_text=_("Leave empty and the next free number is given."),
    )
    contact_name = forms.CharField(label=_("First contact"), max_length=100, required=False)
    contact_phone = phone_field(_("Contact's phone"))
    contact_title = forms.CharField(label=_("Contact's job title"), max_length=40, required=False)

    field_order = ("name", "kind", "number", "phone", "contact_name", "contact_phone", "contact_title")

    def clean_contact_phone(self) -> str:
        return read(normal_phone, self.cleaned_data["contact_phone"])

    def clean(self) -> dict[str, Any]:
        """Ask whose phone or job title it is rather than drop it."""
        told = super().clean()
        if told.get("contact_name") == "" and (told.get("contact_phone") or told.get("contact_title")):
            self.add_error("contact_name", _("Give the contact's name too, or clear the phone and the job title."))
        return told


def _is_aside(field: forms.Field) -> bool:
    definition = getattr(field, "definition", None)
    is_first = definition is None or definition.block == kinds()[KIND].blocks[0].key
    return not (is_first or field.required or field.initial)


def initial_of(customer: Customer) -> dict[str, Any]:
    """Answer what the form shows of a customer when it is opened."""
    of_party = {name: getattr(customer.party, name) for name in OF_PARTY}
    return of_party | {name: getattr(customer, name) for name in OF_CUSTOMER}


def common_fields(*, for_user: Any) -> dict[str, forms.Field]:
    """Answer the defined fields that many customers may be given at once; none of them has to be filled in."""
    found = [f for f in fields.editable(fields.definitions(KIND), user=for_user) if f.type != types.FILE]
    for definition in found:
        definition.is_needed = False
    return form_fields(found, known=fields.known(found, for_user=for_user))


def custom_fields(customer: Customer | None, *, for_user: Any) -> dict[str, forms.Field]:
    """Answer the fields an administrator defined, as far as the user may change them, with a customer's values."""
    found = fields.editable(fields.definitions(KIND), user=for_user)
    extra = customer.extra if customer is not None else {}
    known = fields.known(found, [extra], for_user=for_user)
    files_at = reverse("fields:file", args=[KIND, customer.pk, "x"]).removesuffix("x/") if customer else ""
    return form_fields(found, known=known, extra=extra, files_at=files_at)
