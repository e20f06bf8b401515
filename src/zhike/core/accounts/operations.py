from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zhike.core.accounts import rules
from zhike.core.accounts.models import User


@transaction.atomic
def add_user(*, username: str, name: str, password: str, phone: str = "", email: str = "") -> User:
    """Let a colleague sign in by user name, phone or e-mail.

    Raises:
        ValidationError: naming each field that cannot stay as it is.
    """
    phone = rules.home_phone(phone)
    if phone and not rules.is_mobile(phone):  # nobody could ever sign in by it
        raise ValidationError({"phone": _("Write a mobile number of 11 digits.")})
    user = User(username=username, name=name, phone=phone or None, email=email.lower() or None)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    return user
