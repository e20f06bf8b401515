"""Who may sign in. The caller has asked for permission, and looks after the last owner: both are steps above."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zhike.core.accounts import queries, rules
from zhike.core.accounts.models import AGENT_LENGTH, Session, SignIn, User


class InvitationEnded(Exception):
    """The link was used, renewed, is too old, or its colleague has left."""


class HasLeft(Exception):
    """Who has left is let back in before she can be invited again."""


@dataclass(frozen=True)
class Invited:
    """A new colleague, and what her link ends with: shown once, never kept, never logged."""

    user: User
    link_token: str = field(repr=False)


@transaction.atomic
def add_user(*, username: str, name: str, password: str, phone: str = "", email: str = "") -> User:
    """Let a colleague sign in by user name, phone or e-mail.

    Raises:
        ValidationError: naming each field that cannot stay as it is.
    """
    user = _new_user(username, name, (phone, email))
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    return user


@transaction.atomic
def invite(*, username: str, name: str, phone: str = "", email: str = "", by: User | None, at: datetime) -> Invited:
    """Add a colleague who may sign in once she has opened her link and chosen a password.

    Raises:
        ValidationError: naming each field that cannot stay as it is.
    """
    user = _new_user(username, name, (phone, email))
    user.is_active, user.invited_at = False, at
    user.set_unusable_password()
    user.full_clean()
    user.save()
    note(SignIn.Kind.INVITED, user=user, at=at, by=by)
    return Invited(user, _link_token(user))


@transaction.atomic
def renew_invitation(*, user: User, at: datetime, by: User | None = None) -> str:
    """Give out a new link and close the one before; who forgot her password chooses a new one by it.

    Raises:
        HasLeft: let her back in first.
    """
    kept = User.objects.select_for_update().get(pk=user.pk)
    if kept.has_left:
        raise HasLeft
    kept.invited_at, kept.accepted_at = at, None
    kept.save(update_fields=["invited_at", "accepted_at"])
    note(SignIn.Kind.INVITED, user=kept, at=at, by=by)
    user.refresh_from_db()
    return _link_token(kept)


@transaction.atomic
def accept_invitation(*, token: str, password: str, at: datetime) -> User:
    """Take the password that was chosen by a link, which is closed by it; second factors stay as they are.

    Raises:
        InvitationEnded: the link does not open (any more).
        ValidationError: the password will not do.
    """
    user = queries.invited(token=token, at=at)
    if user is None:
        raise InvitationEnded
    validate_password(password, user)
    user.set_password(password)
    told = {"password": user.password, "is_active": True, "accepted_at": at}
    # Of two who use the link at once, one is first.
    if not User.objects.filter(pk=user.pk, accepted_at=None, left_at=None, invited_at=user.invited_at).update(**told):
        raise InvitationEnded
    end_other_sessions(user=user, key="", at=at)
    note(SignIn.Kind.ACCEPTED, user=user, at=at)
    user.refresh_from_db()
    return user


@transaction.atomic
def end_access(*, user: User, by: User | None, at: datetime) -> int:
    """Shut a colleague out at once: her sessions end, her links close; answer how many sessions that were."""
    kept = User.objects.select_for_update().get(pk=user.pk)
    kept.is_active, kept.left_at = False, at
    kept.save(update_fields=["is_active", "left_at"])
    ended = Session.objects.filter(user=kept).delete()[0]
    note(SignIn.Kind.LEFT, user=kept, at=at, by=by)
    user.refresh_from_db()
    return ended


@transaction.atomic
def let_back_in(*, user: User, by: User | None, at: datetime) -> None:
    """Let who has left sign in as before; who never had a password is awaited, and needs a new link.

    A link that was out when she left stays closed.
    """
    kept = User.objects.select_for_update().get(pk=user.pk)
    kept.left_at, kept.is_active = None, kept.has_usable_password()
    if kept.is_active:
        kept.accepted_at = kept.accepted_at or at
    else:
        kept.invited_at = at
    kept.save(update_fields=["left_at", "is_active", "accepted_at", "invited_at"])
    note(SignIn.Kind.BACK, user=kept, at=at, by=by)
    user.refresh_from_db()


@transaction.atomic
def remove_factors(*, user: User, by: User | None, at: datetime) -> None:
    """Let a colleague who lost phone and codes sign in by password alone, until she sets them up again."""
    Authenticator.objects.filter(user=user).delete()
    note(SignIn.Kind.FACTORS, user=user, at=at, by=by)


@transaction.atomic
def end_session(*, user: User, key: str, at: datetime, by: User | None = None) -> None:
    """Sign a colleague out of one browser; `key` is the session's handle.

    Raises:
        Session.DoesNotExist: she has no such session (any more).
    """
    found = next((session for session in queries.sessions_of(user) if session.handle == key), None)
    if found is None:
        raise Session.DoesNotExist
    _end([found], user=user, at=at, by=by)


@transaction.atomic
def end_other_sessions(*, user: User, key: str, at: datetime) -> int:
    """Sign a colleague out of every browser but the one with this handle; answer of how many."""
    others = [session for session in queries.sessions_of(user) if session.handle != key]
    _end(others, user=user, at=at)
    return len(others)


def forget_expired_sessions(*, at: datetime) -> None:
    """Clear away the rows of sessions that nobody can come back to."""
    Session.objects.filter(expire_date__lt=at).delete()


def note(
    kind: SignIn.Kind,
    *,
    user: User | None,
    at: datetime,
    by: User | None = None,
    origin: rules.Origin = rules.NOWHERE,
) -> None:
    """Append what happened around a colleague's signing in."""
    agent = origin.agent[:AGENT_LENGTH]
    SignIn.objects.create(kind=kind, user=user, at=at, by=by, address=origin.address, agent=agent)


def _new_user(username: str, name: str, ways: tuple[str, str]) -> User:
    phone, email = rules.home_phone(ways[0]), ways[1].lower()
    if phone and not rules.is_mobile(phone):  # nobody could ever sign in by it
        raise ValidationError({"phone": _("Write a mobile number of 11 digits.")})
    return User(username=username, name=name, phone=phone or None, email=email or None)


def _link_token(user: User) -> str:
    assert user.invited_at is not None  # noqa: S101 - a link is given out together with the instant
    return queries.INVITATIONS.sign_object([user.pk, rules.stamp(user.invited_at)])


def _end(sessions: Iterable[Session], *, user: User, at: datetime, by: User | None = None) -> None:
    for session in sessions:
        session.delete()
        note(SignIn.Kind.ENDED, user=user, at=at, by=by, origin=session.origin)
