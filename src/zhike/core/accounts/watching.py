"""Where each request is looked at: who has been away too long is signed out, who comes and goes is written down."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from zhike.core.accounts import operations, queries, rules, sessions
from zhike.core.accounts.models import AGENT_LENGTH, Session, SignIn, User

Answer = Callable[[HttpRequest], HttpResponse]


def sessions_within_limits(answer: Answer) -> Answer:
    """End a session that was idle too long or has lasted too long; say once a minute that it is in use."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            _keep_or_end(request)
        return answer(request)

    return middleware


def _keep_or_end(request: HttpRequest) -> None:
    at, session = timezone.now(), request.session
    limits = rules.Limits(
        idle=timedelta(minutes=settings.SESSION_IDLE_MINUTES), absolute=timedelta(seconds=settings.SESSION_COOKIE_AGE)
    )
    seen_at = sessions.seen_at(session)
    if rules.is_over(since=sessions.since(session), seen_at=seen_at, at=at, limits=limits):
        user = User.objects.filter(pk=session[SESSION_KEY]).first()
        operations.note(SignIn.Kind.ENDED, user=user, at=at, origin=origin_of(request))
        session.flush()
        session[sessions.ENDED] = True
    elif rules.is_due(seen_at=seen_at, at=at):
        sessions.touch(session, at=at, origin=origin_of(request))


def origin_of(request: HttpRequest | None) -> rules.Origin:
    """Answer where a request came from; commands come from nowhere."""
    if request is None:
        return rules.NOWHERE
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:  # allauth's answer when there is none
        address = ""
    return rules.Origin(address, request.headers.get("User-Agent", "").replace("\x00", "")[:AGENT_LENGTH])


def device_words(request: HttpRequest) -> str:
    """Name browser and system that a request comes from."""
    return Session(agent=origin_of(request).agent).device


def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    at, origin = timezone.now(), origin_of(request)
    sessions.begin(request.session, at=at, origin=origin)
    operations.forget_expired_sessions(at=at)
    operations.note(SignIn.Kind.SIGNED_IN, user=user, at=at, origin=origin)


def signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        operations.note(SignIn.Kind.ENDED, user=user, at=timezone.now(), origin=origin_of(request))


def refused(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Write down a wrong password; of the typed name only whose it is, when it is somebody's."""
    typed = next((str(credentials[way]) for way in ("username", "email", "phone") if credentials.get(way)), "")
    user = queries.user_named(typed) if typed else None
    operations.note(SignIn.Kind.REFUSED, user=user, at=timezone.now(), origin=origin_of(request))


def code_refused(request: HttpRequest, user: User, **_: Any) -> None:
    operations.note(SignIn.Kind.REFUSED, user=user, at=timezone.now(), origin=origin_of(request))


def factors_changed(request: HttpRequest, user: User, **_: Any) -> None:
    operations.note(SignIn.Kind.FACTORS, user=user, at=timezone.now(), origin=origin_of(request))


def password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    """End the sessions elsewhere: their keys would be refused, but they would still be listed."""
    at = timezone.now()
    operations.note(SignIn.Kind.PASSWORD, user=user, at=at, origin=origin_of(request))
    operations.end_other_sessions(user=user, key=rules.handle_of(request.session.session_key or ""), at=at)
