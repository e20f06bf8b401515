from django.db.models import Q, QuerySet

from zhike.core.accounts import rules
from zhike.core.accounts.models import User


def user_named(word: str) -> User | None:
    """Find the colleague whose user name, phone or e-mail is this word."""
    phone = rules.home_phone(word)
    return User.objects.filter(Q(username__iexact=word) | Q(phone=phone) | Q(email__iexact=word)).first()


def everybody() -> QuerySet[User]:
    return User.objects.all()


def active_users() -> QuerySet[User]:
    return User.objects.filter(is_active=True).order_by("name")
