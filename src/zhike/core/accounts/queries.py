from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet

from zhike.core.accounts import rules
from zhike.core.accounts.models import Session, SignIn, User

INVITATIONS = Signer(salt="zhike.invitation")


@dataclass(frozen=True)
class Factors:
    """What a colleague shows besides her password."""

    app: Authenticator | None
    keys: tuple[Authenticator, ...]
    codes_left: int | None

    def __bool__(self) -> bool:
        return self.app is not None or bool(self.keys)


def user_named(word: str) -> User | None:
    """Find the colleague whose user name, phone or e-mail is this word."""
    phone = rules.home_phone(word)
    return User.objects.filter(Q(username__iexact=word) | Q(phone=phone) | Q(email__iexact=word)).first()


def everybody() -> QuerySet[User]:
    return User.objects.all()


def colleagues_called(words: Collection[str]) -> dict[str, int]:
    """Answer whom these words name, by name or user name, where only one is meant; who has left is meant too."""
    if not words:
        return {}
    found: defaultdict[str, set[int]] = defaultdict(set)
    for pk, name, username in everybody().values_list("pk", "name", "username"):
        for word in {name, username}.intersection(words):
            found[word].add(pk)
    return {word: next(iter(ids)) for word, ids in found.items() if len(ids) == 1}


def active_users() -> QuerySet[User]:
    return User.objects.filter(is_active=True).order_by("name")


def awaited_users() -> QuerySet[User]:
    """Answer who was invited and has not come yet, with a link that still opens or not."""
    return User.objects.filter(is_active=False, left_at=None, invited_at__isnull=False).order_by("name")


def users_who_left() -> QuerySet[User]:
    return User.objects.filter(is_active=False).exclude(left_at=None, invited_at__isnull=False).order_by("name")


def invited(*, token: str, at: datetime) -> User | None:
    """Answer whose the link is, as long as it opens: not used, not renewed, not too old, not of somebody who left."""
    try:
        pk, stamp = INVITATIONS.unsign_object(token)
    except BadSignature:
        return None
    user = User.objects.filter(pk=pk).first()
    if user is None or user.invited_at is None or user.invitation_ends_at is None:
        return None
    return user if stamp == rules.stamp(user.invited_at) and at < user.invitation_ends_at else None


def sessions_of(user: User) -> QuerySet[Session]:
    """Answer the browsers that are signed in as a colleague, the latest seen first."""
    return Session.objects.filter(user=user).order_by("-seen_at")


def sign_ins_of(user: User) -> QuerySet[SignIn]:
    """Answer what happened around a colleague's signing in, newest first."""
    return SignIn.objects.filter(user=user).select_related("by").order_by("-at", "-pk")


def factors_of(user: User) -> Factors:
    """Answer a colleague's second factors."""
    kinds = Authenticator.Type
    found = list(Authenticator.objects.filter(user=user).order_by("pk"))
    codes = [each.wrap().get_unused_codes() for each in found if each.type == kinds.RECOVERY_CODES]
    return Factors(
        app=next((each for each in found if each.type == kinds.TOTP), None),
        keys=tuple(each for each in found if each.type == kinds.WEBAUTHN),
        codes_left=len(codes[0]) if codes else None,
    )


def live_sessions(at: datetime) -> int:
    """Count the browsers that are signed in."""
    return Session.objects.filter(user__isnull=False, expire_date__gt=at).count()
