from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.core.access import queries as access
from zhike.core.access.models import Role
from zhike.kit.forms import Form


class ViewForm(Form):
    """A name for the list as it stands, and who else may use it."""

    title = forms.CharField(label=_("Name of the view"), max_length=40)
    is_default = forms.BooleanField(label=_("Open this list with it"), required=False)
    is_shared = forms.BooleanField(label=_("For everybody"), required=False)
    role = forms.ModelChoiceField(
        label=_("For a role"), queryset=Role.objects.none(), required=False, empty_label=_("no role in particular")
    )
    replaces = forms.BooleanField(label=_("Replace my view of this name"), required=False)

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = access.roles()  # type: ignore[attr-defined]
        if not may_share:  # what is sent all the same is not read
            del self.fields["is_shared"], self.fields["role"]

    def clean(self) -> dict[str, Any]:
        return {"is_shared": False, "role": None} | self.cleaned_data
