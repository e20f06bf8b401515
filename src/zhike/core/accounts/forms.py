from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _


def _dress(form: forms.BaseForm) -> None:
    for field in form.fields.values():
        field.widget.attrs.update({"class": "form-control"})
        field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth.LoginForm):
    """One box for the user name, the phone or the e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self)
        self.fields["login"].label = _("User name, phone or e-mail")
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class PasswordForm(allauth.ChangePasswordForm):
    """The old password and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self)
