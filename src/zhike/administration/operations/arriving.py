from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhike.administration import permissions
from zhike.administration.operations import guarding
from zhike.administration.operations.positions import give_position
from zhike.administration.queries import colleagues
from zhike.core.access import queries as access
from zhike.core.accounts import operations as accounts
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.kit.refusals import FieldRefused
from zhike.phrases import Phrase

NAME_TAKEN = Phrase("Another colleague signs in by this user name; choose a different one")
HAS_LEFT = Phrase("%(name)s has left: let the colleague back in first")


@dataclass(frozen=True)
class Invitation:
    """A colleague who is asked in, and the word of the link by which she comes; it is shown once and kept nowhere."""

    user: User
    token: str


@transaction.atomic
def invite(*, data: dict[str, Any], by: User, at: datetime, on: date) -> Invitation:
    """Ask a colleague in, with a first position if one is named.

    Raises:
        PermissionDenied: the role may not look after colleagues.
        ValidationError: naming each field that cannot stay as it is.
        FieldRefused: the user name is taken, or the role is not this user's to give.
    """
    access.require(by, permissions.PEOPLE)
    if colleagues.is_user_name(data["username"]):
        raise FieldRefused("username", NAME_TAKEN)
    identity = {name: data[name] for name in ("username", "name", "phone", "email")}
    made = accounts.invite(**identity, by=by, at=at)
    audit.record(by=by, action="invited", about=made.user, fields=["username", "name"])
    if data.get("role"):
        place = {"role": data["role"], "unit": data["unit"], "since_on": on, "until_on": None}
        give_position(colleague=made.user.pk, **place, by=by)
    return Invitation(made.user, made.link_token)


@transaction.atomic
def renew_invitation(*, colleague: int, by: User, at: datetime) -> Invitation:
    """Give a new link to who has not come yet or forgot the password; an older one is worth nothing from now on.

    Raises:
        PermissionDenied: the role may not look after colleagues.
        User.DoesNotExist: there is no such colleague.
        FieldRefused: she has left, is the user herself, or somebody whom this user must not take over.
    """
    access.require(by, permissions.PEOPLE)
    who = colleagues.locked_colleague(colleague)
    if who.has_left:
        raise FieldRefused("", HAS_LEFT.given(name=who.name))
    guarding.check_hand_out(colleagues.roles_ever(who), by=by)
    if not who.is_awaited:
        guarding.check_take_over(who, by=by)
    token = accounts.renew_invitation(user=who, by=by, at=at)
    audit.record(by=by, action="invited again", about=who)
    return Invitation(who, token)
