from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.utils.crypto import constant_time_compare

from zhike.core.accounts.models import User


class WhoseRequest(AuthenticationMiddleware):
    """Say whose a request is at once: a page asks hundreds of times, and a lazy user makes a detour each time."""

    def process_request(self, request: Any) -> None:
        super().process_request(request)
        request.user = request._cached_user = _user_of(request)


def _user_of(request: Any) -> User | AnonymousUser:
    """Take the colleague who was read along with the session where nothing is in doubt; else ask as Django does."""
    session = request.session
    user: User | None = session.user if SESSION_KEY in session else None
    if user is None or not user.is_active or str(user.pk) != session[SESSION_KEY]:
        return get_user(request)
    is_ours = session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
    is_same = constant_time_compare(session.get(HASH_SESSION_KEY) or "", user.get_session_auth_hash())
    return user if is_ours and is_same else get_user(request)
