"""What a second factor is called, and how its QR code is drawn."""

from io import BytesIO
from typing import Any, ClassVar

import qrcode
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from zhike.core.accounts.models import User
from zhike.core.accounts.watching import device_words


class FactorsAdapter(DefaultMFAAdapter):
    """Second factors in words of ours."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That is not correct, or it was used before."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
    }

    def build_totp_svg(self, url: str) -> str:
        """Draw on white: a camera reads no dark code from a dark page."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage, box_size=14).save(drawn)
        return drawn.getvalue().decode()

    def get_totp_label(self, user: User) -> str:
        return user.username

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002 - allauth's name
        return device_words(context.request)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": self.get_totp_issuer()}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "name": user.username}
