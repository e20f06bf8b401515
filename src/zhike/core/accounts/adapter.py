from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhike.core.accounts import rules
from zhike.core.accounts.models import User

NOT_CORRECT = _("The account or the password is not correct.")


class AccountAdapter(DefaultAccountAdapter):
    """Colleagues are added by an owner, never by themselves, and may sign in by phone."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        f"{way}_password_mismatch": NOT_CORRECT for way in ("username", "email", "phone")
    }
    ways_to_confirm: ClassVar = {
        "reauthenticate": _("Use the password"),
        "mfa_reauthenticate": _("Use a code of the app"),
        "mfa_reauthenticate:webauthn": _("Use a passkey"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Take who has left for a stranger: the answer is that to a wrong password."""
        user: User | None = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def login(self, request: HttpRequest, user: User) -> None:
        """Look again after the second step: access may have ended since the first."""
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, NOT_CORRECT)
        return redirect("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": self.ways_to_confirm[method["id"]]} for method in methods]

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        return forms.RegexField(r"^(\+?86)?1\d{10}$", **kwargs)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=rules.home_phone(phone), is_active=True).first()

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return (user.phone, True) if user.phone else None
