from datetime import date, datetime

from django.db import transaction

from zhike.administration import permissions
from zhike.administration.operations import guarding
from zhike.administration.queries import colleagues
from zhike.core.access import queries as access
from zhike.core.accounts import operations as accounts
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase

NOT_ONESELF = Phrase("Nobody ends the own access: ask somebody else who looks after colleagues")


@transaction.atomic
def end_access(*, colleague: int, by: User, at: datetime, on: date) -> User:
    """Let a colleague leave: all sessions and invitations end at once, positions stay so that records stay in sight.

    Raises:
        PermissionDenied: the role may not look after colleagues.
        User.DoesNotExist: there is no such colleague.
        StaleRecord: she has left already.
        FieldRefused: it is the user herself, somebody who administers more, or the last who may edit roles.
    """
    who = _colleague(colleague, by=by)
    if who.has_left:
        raise StaleRecord
    if who.pk == by.pk:
        raise FieldRefused("", NOT_ONESELF)
    guarding.check_kept(on=on, without_user=who.pk)
    accounts.end_access(user=who, by=by, at=at)
    audit.record(by=by, action="access ended", about=who)
    return who


@transaction.atomic
def let_back_in(*, colleague: int, by: User, at: datetime) -> User:
    """Let a colleague who had left sign in again, with the positions that still hold.

    Raises:
        PermissionDenied: the role may not look after colleagues.
        User.DoesNotExist: there is no such colleague.
        StaleRecord: she is in already.
        FieldRefused: she would administer more than this user does.
    """
    who = _colleague(colleague, by=by)
    if not who.has_left:
        raise StaleRecord
    accounts.let_back_in(user=who, by=by, at=at)
    audit.record(by=by, action="let back in", about=who)
    return who


@transaction.atomic
def remove_factors(*, colleague: int, by: User, at: datetime) -> User:
    """Let a colleague who lost phone and codes sign in by password alone.

    Raises:
        PermissionDenied: the role may not look after colleagues.
        User.DoesNotExist: there is no such colleague.
        FieldRefused: it is the user herself, or somebody who may do more.
    """
    who = _colleague(colleague, by=by)
    guarding.check_take_over(who, by=by)
    accounts.remove_factors(user=who, by=by, at=at)
    audit.record(by=by, action="second factors removed", about=who)
    return who


def _colleague(pk: int, *, by: User) -> User:
    """Find a colleague whose access is this user's to give and to take."""
    access.require(by, permissions.PEOPLE)
    who = colleagues.locked_colleague(pk)
    guarding.check_hand_out(colleagues.roles_ever(who), by=by)
    return who
