from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from zhike.core.accounts.models import User
from zhike.core.accounts.validators import LongEnough

CODE_SECONDS = 90  # a code is right in its own half minute, the one before and the one after


def _dress(form: forms.BaseForm) -> None:
    for field in form.fields.values():
        is_tick = isinstance(field.widget, forms.CheckboxInput)
        field.widget.attrs.update({"class": "form-check-input" if is_tick else "form-control"})
        field.widget.attrs.pop("placeholder", None)


def _dress_code(form: forms.BaseForm) -> None:
    _dress(form)
    form.fields["code"].label = _("Code of the app, or a recovery code")
    form.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}


def _taken_once(user: User, code: str) -> str:
    """Refuse a code that was used before while it is still right: allauth remembers it for half a minute only."""
    digits = "".join(filter(str.isdigit, code))
    if not cache.add(f"zhike.code:{user.pk}:{digits}", True, CODE_SECONDS):
        raise get_adapter().validation_error("incorrect_code")
    return code


class Credential(forms.JSONField):
    """What a browser says of a passkey, read whole before anything is done with it: everybody may send something."""

    widget = forms.HiddenInput

    def __init__(self, *, kind: type[AuthenticationResponse | RegistrationResponse]) -> None:
        super().__init__()
        self.kind = kind

    def clean(self, value: Any) -> Any:
        try:
            credential = super().clean(value)
            self.kind.from_dict(credential)
        except ValidationError:
            raise
        except Exception as error:  # the reader lets slip what its parts raise, down to a RecursionError
            raise get_adapter().validation_error("incorrect_code") from error
        return credential

    def bound_data(self, data: Any, initial: Any) -> str:
        return ""  # a refused one is not shown again, so not read again either

    def prepare_value(self, value: Any) -> str:
        return ""


class SignInForm(account.LoginForm):
    """One box for the user name, the phone or the e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self)
        self.fields["login"].label = _("User name, phone or e-mail")
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class PasswordForm(account.ChangePasswordForm):
    """The old password and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self)


class ConfirmForm(account.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self)


class SecondStepForm(mfa.AuthenticateForm):
    """A code of the authenticator app, or one kept for the day the phone is lost."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_code(self)

    def clean_code(self) -> str:
        return _taken_once(self.user, super().clean_code())


class ConfirmByCodeForm(mfa.ReauthenticateForm):
    """A code, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_code(self)

    def clean_code(self) -> str:
        return _taken_once(self.user, super().clean_code())


class PasskeySignInForm(webauthn.LoginWebAuthnForm):
    """A passkey instead of name and password."""

    credential = Credential(kind=AuthenticationResponse)


class PasskeySecondStepForm(webauthn.AuthenticateWebAuthnForm):
    """A passkey after the password."""

    credential = Credential(kind=AuthenticationResponse)


class ConfirmByPasskeyForm(webauthn.ReauthenticateWebAuthnForm):
    """A passkey, before something that matters."""

    credential = Credential(kind=AuthenticationResponse)


class AppForm(totp.ActivateTOTPForm):
    """The first code of a new authenticator app, which proves that it has read the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self)
        self.fields["code"].label = _("Code that the app shows")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class KeyForm(webauthn.AddWebAuthnForm):
    """What a new passkey is called, and whether it opens without a password."""

    credential = Credential(kind=RegistrationResponse)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self)
        self.fields["name"].label, self.fields["name"].max_length = _("Name of the passkey"), 60
        self.fields["name"].widget.attrs["maxlength"] = 60
        alone = self.fields["passwordless"]
        alone.label, alone.initial = _("Sign in with it alone, without a password"), True
        alone.help_text = _("It asks for a fingerprint, a face or a PIN each time.")


class KeyNameForm(webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self)


class InvitationForm(forms.Form):
    """The password that an invited colleague chooses, twice."""

    password1 = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("New password again"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self)
        if not self.is_bound:  # afterwards an error says it where it is needed
            self.fields["password1"].help_text = LongEnough().get_help_text()

    def clean(self) -> None:
        first, again = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and again and first != again:
            self.add_error("password2", _("The two passwords are not the same."))
