"""What is asked before something is done with customers: whose they become, who else sees them, what many get."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.core.access.models import Member
from zhike.core.accounts import queries as accounts
from zhike.core.fields.forms import CustomField
from zhike.customers.forms.identity import GuardedForm
from zhike.kit.forms import IDENTITY, Form

EMPTY: tuple[Any, ...] = (None, "", [])


class TransferForm(Form):
    """To whom, and why."""

    owner = forms.ModelChoiceField(
        label=_("New owner"), queryset=accounts.active_users(), required=False, empty_label=_("nobody yet")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class MemberForm(Form):
    """Which colleague, how far, how long."""

    user = forms.ModelChoiceField(label=_("Colleague"), queryset=accounts.active_users())
    level = forms.TypedChoiceField(label=_("Level"), choices=Member.Level.choices, coerce=int)
    until_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave empty for no end; the day itself is no longer part of it."),
    )


class RevealForm(Form):
    """What the value is needed for."""

    reason = forms.CharField(label=_("What for"), max_length=200)


class ChangeManyForm(GuardedForm):
    """What many customers get at once; a field left empty stays as it is in each of them."""

    fields: dict[str, Any]

    industry = forms.CharField(label=_("Industry"), max_length=40, required=False)
    region = forms.CharField(label=_("Region"), max_length=60, required=False)
    source = forms.CharField(label=_("Source"), max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        """Keep what is filled in, and ask for something to do."""
        told = {n: value for n, value in self.cleaned_data.items() if value not in EMPTY and n not in IDENTITY}
        if not told and not self.errors:
            raise forms.ValidationError(_("Fill in at least one field."))
        return told

    @property
    def folded(self) -> Collection[str]:
        return {name for name, field in self.fields.items() if isinstance(field, CustomField)}

    def words(self, name: str, value: Any) -> Any:
        """Write a value as the preview shows it."""
        field = self.fields[name]
        return value if not isinstance(field, CustomField) or value is None else field.in_words(value)


class TrashForm(Form):
    """Asks nothing: what will happen is shown."""
