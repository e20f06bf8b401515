from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from zhike.core.access.models import Member, Position, Role, Unit
from zhike.core.access.queries import forget
from zhike.core.access.rules import FirstRole
from zhike.core.accounts import operations as accounts
from zhike.core.accounts.models import User


@transaction.atomic
def seed_roles(roles: tuple[FirstRole, ...] | None = None) -> None:
    """Make the first roles that are not there yet, and give the others what is new in this version.

    What an owner has changed stays: a permission is offered to a role once.
    """
    known = {role.code: role for role in Role.objects.select_for_update()}
    for first in import_string(settings.ZHIKE_FIRST_ROLES) if roles is None else roles:
        if first.code in known:
            _offer(known[first.code], first)
            continue
        told = {"grants": dict(first.grants), "fields": dict(first.fields), "reveals_per_day": first.reveals_per_day}
        told |= {"offered": sorted(first.grants), "name": _free_name(first)}
        Role.objects.get_or_create(code=first.code, defaults=told)


def _offer(role: Role, first: FirstRole) -> None:
    """Give a role the permissions that did not exist when it was last looked at."""
    if new := {permission: scope for permission, scope in first.grants.items() if permission not in role.offered}:
        role.grants, role.offered = new | role.grants, sorted({*role.offered, *new})
        role.version += 1
        role.save(update_fields=["grants", "offered", "version"])


def _free_name(role: FirstRole) -> str:
    """Keep apart from a role of the same name that an owner has made."""
    is_taken = Role.objects.filter(name=role.name, retired_on=None).exists()
    return f"{role.name} ({role.code})" if is_taken else role.name


def company() -> Unit:
    """Answer the unit at the root, which is made when first asked for."""
    found = Unit.objects.filter(parent=None).order_by("pk").first()
    return found or make_unit(name=settings.COMPANY or _("The company"), parent=None)


@transaction.atomic
def make_unit(*, name: str, parent: Unit | None) -> Unit:
    """Add a unit below another one; the caller has asked for permission."""
    unit = Unit.objects.create(name=name, parent=parent, path=f"new/{parent.pk if parent else ''}/{name}/")
    unit.path = f"{parent.path if parent else ''}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


@transaction.atomic
def give_role(*, user: User, role: str, unit: Unit | None = None, since_on: date | None = None) -> Position:
    """Let a user hold a role in a unit, in the company as a whole when none is named.

    Raises:
        Role.DoesNotExist: no role has this code.
    """
    found = Position.objects.get_or_create(
        user=user,
        role=Role.objects.get(code=role),
        unit=unit or company(),
        until_on=None,
        defaults={"since_on": since_on},
    )[0]
    forget(user)
    return found


@transaction.atomic
def create_owner(*, username: str, name: str, password: str, phone: str = "", email: str = "") -> User:
    """Add the colleague who may do everything.

    Raises:
        ValidationError: naming each field that cannot stay as it is.
    """
    seed_roles()
    user = accounts.add_user(username=username, name=name, password=password, phone=phone, email=email)
    give_role(user=user, role="owner")
    return user


def rename_unit(unit: Unit, *, name: str) -> Unit:
    """Give a unit another name; the caller has asked for permission, as everywhere below."""
    unit.name, unit.version = name, unit.version + 1
    unit.save(update_fields=["name", "version"])
    return unit


@transaction.atomic
def move_unit(unit: Unit, *, below: Unit) -> Unit:
    """Put a unit with all below it under another one: the paths of the whole branch are written anew."""
    old, new = unit.path, f"{below.path}{unit.pk}/"
    rest = Substr("path", len(old) + 1)
    Unit.objects.filter(path__startswith=old).update(path=Concat(Value(new), rest))
    unit.parent, unit.path, unit.version = below, new, unit.version + 1
    unit.save(update_fields=["parent", "version"])
    return unit


def close_unit(unit: Unit, *, on: date) -> Unit:
    """Let a unit be no more; the positions that ended in it keep naming it."""
    unit.closed_on, unit.version = on, unit.version + 1
    unit.save(update_fields=["closed_on", "version"])
    return unit


def take_position(*, user: User, role: Role, unit: Unit, since_on: date | None, until_on: date | None) -> Position:
    """Write that a colleague holds a role in a unit for a time."""
    made = Position.objects.create(user=user, role=role, unit=unit, since_on=since_on, until_on=until_on)
    forget(user)
    return made


def end_position(position: Position, *, until_on: date) -> Position:
    """Write the first day on which a position is no longer held; one that never began ends on its own first day."""
    position.until_on = max(until_on, position.since_on or until_on)
    position.save(update_fields=["until_on"])
    forget(position.user)
    return position


def copy_role(role: Role, *, code: str, name: str) -> Role:
    """Add a role that may do the same as another."""
    told = {"grants": dict(role.grants), "fields": dict(role.fields), "reveals_per_day": role.reveals_per_day}
    return Role.objects.create(code=code, name=name, **told)


def change_role(role: Role, *, name: str, grants: Mapping[str, int], fields: Mapping[str, int], reveals: int) -> Role:
    """Write what a role may do; the caller looks after the last owner."""
    role.name, role.grants, role.fields = name, dict(grants), dict(fields)
    role.reveals_per_day, role.version = reveals, role.version + 1
    role.save()
    return role


def retire_role(role: Role, *, on: date) -> Role:
    """Let a role be given no more; it stays for the positions that ended, and never comes back by seeding."""
    role.retired_on, role.version = on, role.version + 1
    role.save(update_fields=["retired_on", "version"])
    return role


def add_member(
    *, kind: str, object_id: int, user: User, level: int, until_on: date | None, given_by: User | None
) -> Member:
    """Let a colleague into one record, or change how long and how far; the caller has asked for permission."""
    told = {"level": level, "until_on": until_on, "given_by": given_by}
    found = Member.objects.update_or_create(user=user, kind=kind, object_id=object_id, defaults=told)[0]
    forget(user)
    return found
