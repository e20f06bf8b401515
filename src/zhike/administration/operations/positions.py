from datetime import date

from django.db import transaction

from zhike.administration import permissions, rules
from zhike.administration.operations import guarding
from zhike.administration.queries import colleagues, keeping
from zhike.core.access import operations as writing
from zhike.core.access import queries as access
from zhike.core.access.models import Position, Role, Unit
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase

HELD_ALREADY = Phrase(
    "%(name)s holds this role there in these days already: change the days, or end the other one first"
)
WRONG_WAY_ROUND = Phrase("It must end after it begins: choose a later day")
BEFORE_TODAY = Phrase("What is over stays as it was: choose today or a later day")


@transaction.atomic
def give_position(*, colleague: int, role: int, unit: int, since_on: date, until_on: date | None, by: User) -> Position:
    """Let a colleague hold a role in a unit from a day on, until another or for good.

    Raises:
        PermissionDenied: the role may not look after colleagues.
        User.DoesNotExist: there is no such colleague.
        FieldRefused: role, unit or days cannot be so, or the role is not this user's to give.
    """
    access.require(by, permissions.PEOPLE)
    who = colleagues.locked_colleague(colleague)
    guarding.check_not_oneself(who, by=by)
    found, place = _role(role), _unit(unit)
    guarding.check_hand_out([found], by=by, field="role")
    if until_on is not None and until_on <= since_on:
        raise FieldRefused("until_on", WRONG_WAY_ROUND)
    rows = Position.objects.filter(user=who, role=found, unit=place)
    span = (since_on, until_on)
    if any(rules.overlaps(span, (held.since_on, held.until_on)) for held in rows):
        raise FieldRefused("role", HELD_ALREADY.given(name=who.name))
    made = writing.take_position(user=who, role=found, unit=place, since_on=since_on, until_on=until_on)
    audit.record(by=by, action="position given", about=who, changes={"position": (None, _words(made))})
    return made


@transaction.atomic
def end_position(*, colleague: int, position: int, until_on: date, on: date, by: User) -> Position:
    """Let a position end on a day that is not part of it any more; today's date ends it at once.

    Raises:
        PermissionDenied: the role may not look after colleagues.
        Position.DoesNotExist: this colleague holds no such position.
        StaleRecord: it ended meanwhile.
        FieldRefused: the day is past, the role is not this user's to take, or nobody would be left to edit roles.
    """
    access.require(by, permissions.PEOPLE)
    rows = Position.objects.select_for_update(of=("self",)).select_related("user", "role", "unit")
    held = rows.get(pk=position, user=colleague)
    if held.until_on is not None and held.until_on <= on:
        raise StaleRecord
    guarding.check_not_oneself(held.user, by=by)
    guarding.check_hand_out([held.role], by=by)
    if until_on < on:
        raise FieldRefused("until_on", BEFORE_TODAY)
    if keeping.keeps(held.role):
        guarding.check_kept(on=on, without_position=held.pk)
    before = _words(held)
    writing.end_position(held, until_on=until_on)
    audit.record(by=by, action="position ended", about=held.user, changes={"position": (before, _words(held))})
    return held


def _role(pk: int) -> Role:
    return access.roles().select_for_update().get(pk=pk)


def _unit(pk: int) -> Unit:
    return access.units().select_for_update().get(pk=pk)


def _words(position: Position) -> str:
    """Write a position as the log keeps it: 业务员 · 华东组 · 2026-01-01 – 2026-06-30."""
    since, until = position.since_on or "", position.until_on or ""
    return f"{position.role.name} · {position.unit.name} · {since} – {until}".rstrip()
