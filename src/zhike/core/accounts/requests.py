from django.http import HttpRequest

from zhike.core.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request that the sign-in middleware has let through: its user is a colleague."""

    user: User
