from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from zhike.core.accounts.models import User


@transaction.atomic
def add_user(*, username: str, name: str, password: str, phone: str = "", email: str = "") -> User:
    """Let a colleague sign in by user name, phone or e-mail.

    Raises:
        ValidationError: naming each field that cannot stay as it is.
    """
    user = User(username=username, name=name, phone=phone or None, email=email.lower() or None)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    return user
