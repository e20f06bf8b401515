from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zhike.core.accounts import rules
from zhike.core.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Colleagues are added by an owner, never by themselves, and may sign in by phone."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        f"{way}_password_mismatch": _("The account or the password is not correct.")
        for way in ("username", "email", "phone")
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Take who has left for a stranger: the answer is that to a wrong password."""
        user: User | None = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        return forms.RegexField(r"^(\+?86)?1\d{10}$", **kwargs)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=rules.home_phone(phone), is_active=True).first()

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return (user.phone, True) if user.phone else None
