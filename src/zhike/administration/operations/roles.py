from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.crypto import get_random_string

from zhike.administration import permissions
from zhike.administration.operations import guarding
from zhike.administration.queries import keeping, rights
from zhike.core.access import operations as writing
from zhike.core.access import queries as access
from zhike.core.access.models import Role
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase

NAME_TAKEN = Phrase("Another role has this name; choose a different one")
IS_HELD = Phrase("Somebody holds this role, now or later: end these positions first")


@transaction.atomic
def add_role(*, name: str, like: int, by: User) -> Role:
    """Add a role that may do the same as another; it is then changed.

    Raises:
        PermissionDenied: the user may not edit roles.
        Role.DoesNotExist: there is no role to copy.
        FieldRefused: the name is taken.
    """
    pattern = _role(like, by=by)
    _check_name(name, besides=None)
    made = writing.copy_role(pattern, code=f"role-{get_random_string(12).lower()}", name=name)
    told = {"name": (None, name), "like": (None, pattern.name)}
    audit.record(by=by, action="added", about=made, changes=told)
    return made


@transaction.atomic
def change_role(
    *,
    role: int,
    name: str,
    grants: Mapping[str, int],
    fields: Mapping[str, int | None],
    reveals: int,
    version: int,
    on: date,
    by: User,
) -> Role:
    """Write what a role may do. What the product offers no more, and is not named here, stays as it is.

    Raises:
        PermissionDenied: the user may not edit roles.
        Role.DoesNotExist: there is no such role.
        StaleRecord: somebody else has changed it meanwhile.
        FieldRefused: the name is taken, or nobody would be left to edit roles.
    """
    current = _role(role, by=by, version=version)
    _check_name(name, besides=current.pk)
    new_grants = rights.merged(current.grants, grants)
    new_fields = rights.merged(current.fields, fields)
    if keeping.keeps(current) and not new_grants.get(permissions.ROLES):
        guarding.check_kept(on=on, without_role=current.pk)
    changes = {
        **({"name": (current.name, name)} if name != current.name else {}),
        **({"reveals": (current.reveals_per_day, reveals)} if reveals != current.reveals_per_day else {}),
        **rights.differences(current.grants, new_grants),
        **rights.differences(current.fields, new_fields),
    }
    if changes:
        writing.change_role(current, name=name, grants=new_grants, fields=new_fields, reveals=reveals)
        audit.record(by=by, action="changed", about=current, changes=changes)
    return current


@transaction.atomic
def retire_role(*, role: int, version: int, on: date, by: User) -> None:
    """Take a role that nobody holds out of use.

    Raises:
        PermissionDenied: the user may not edit roles.
        Role.DoesNotExist: there is no such role.
        StaleRecord: somebody else has changed it meanwhile.
        FieldRefused: somebody holds it.
    """
    current = _role(role, by=by, version=version)
    if keeping.positions_with(current, on=on).exists():
        raise FieldRefused("", IS_HELD)
    writing.retire_role(current, on=on)
    audit.record(by=by, action="retired", about=current)


def _role(pk: int, *, by: User, version: int | None = None) -> Role:
    access.require(by, permissions.ROLES)
    guarding.hold_roles()
    found = access.roles().get(pk=pk)
    if version is not None and found.version != version:
        raise StaleRecord
    return found


def _check_name(name: str, *, besides: int | None) -> None:
    if access.roles().filter(name=name).exclude(pk=besides or 0).exists():
        raise FieldRefused("name", NAME_TAKEN)
