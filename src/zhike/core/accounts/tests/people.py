"""Somebody who signs in, in each of her ways."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from zhike.core.accounts.models import User

PASSWORD = "shan-gao-lu-yuan"
AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)


def sign_in(client: Client, login: str, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": login, "password": password})


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("home")).status_code == 200


def confirm(client: Client, password: str = PASSWORD) -> None:
    """Show that it is her, as is asked before something that matters."""
    assert client.post(reverse("account_reauthenticate"), {"password": password}).status_code == 302


def code(secret: str, *, steps: int = 0) -> str:
    """Compute what the app shows, so many steps of half a minute from now."""
    found: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))
    return found


def give_app(user: User) -> str:
    """Set an authenticator app up; answer its secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def give_codes(user: User) -> list[str]:
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    return codes


def factor_kinds(user: User) -> set[str]:
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


class Clock:
    """The time of the product, which a test sets."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.at = datetime.now(UTC)
        patch.setattr(timezone, "now", lambda: self.at)

    def wait(self, **how_long: float) -> None:
        self.at += timedelta(**how_long)
