from datetime import date

from django.db import transaction

from zhike.administration import permissions, rules
from zhike.administration.queries import organisation
from zhike.core.access import operations as writing
from zhike.core.access import queries as access
from zhike.core.access.models import Unit
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase

NAME_TAKEN = Phrase("There is already one of this name beside it; choose a different name")
INTO_ITSELF = Phrase("A unit cannot stand below itself; choose one outside of it")
TOO_DEEP = Phrase("The organisation may have at most %(levels)s levels; choose one further up")
IS_ROOT = Phrase("The company itself stays where it is")
HAS_CHILDREN = Phrase("Other units stand below it: move or close them first")
HAS_PEOPLE = Phrase("Somebody holds a position here, now or later: end it or move it first")


@transaction.atomic
def add_unit(*, below: int, name: str, by: User) -> Unit:
    """Add a unit below another one.

    Raises:
        PermissionDenied: the role may not look after the organisation.
        Unit.DoesNotExist: the one above is not there.
        FieldRefused: the name is taken beside it, or it would stand too deep.
    """
    units = _held(by)
    parent = _found(units, below)
    _check_name(units, name=name, parent=parent)
    if parent.depth + 2 > rules.DEEPEST:
        raise FieldRefused("", TOO_DEEP.given(levels=rules.DEEPEST))
    made = writing.make_unit(name=name, parent=parent)
    audit.record(by=by, action="added", about=made, changes={"name": (None, name), "parent": (None, parent.name)})
    return made


@transaction.atomic
def rename_unit(*, unit: int, name: str, version: int, by: User) -> Unit:
    """Give a unit another name.

    Raises:
        PermissionDenied: the role may not look after the organisation.
        Unit.DoesNotExist: it is not there.
        StaleRecord: somebody else has changed it meanwhile.
        FieldRefused: the name is taken beside it.
    """
    units = _held(by)
    current = _found(units, unit, version=version)
    before = current.name
    if name == before:
        return current
    _check_name(units, name=name, parent=current.parent)
    writing.rename_unit(current, name=name)
    audit.record(by=by, action="changed", about=current, changes={"name": (before, name)})
    return current


@transaction.atomic
def move_unit(*, unit: int, below: int, version: int, by: User) -> Unit:
    """Put a unit and all below it under another one.

    Raises:
        PermissionDenied: the role may not look after the organisation.
        Unit.DoesNotExist: one of them is not there.
        StaleRecord: somebody else has changed it meanwhile.
        FieldRefused: it would stand below itself, too deep, or beside one of its name.
    """
    units = _held(by)
    current, target = _found(units, unit, version=version), _found(units, below)
    if current.parent is None:
        raise FieldRefused("", IS_ROOT)
    if target.pk == current.parent_id:
        return current
    if rules.is_below(target.path, current.path):
        raise FieldRefused("below", INTO_ITSELF)
    branch = [each.path for each in units.values() if rules.is_below(each.path, current.path)]
    if rules.depth_after(branch, path=current.path, below=target.path) > rules.DEEPEST:
        raise FieldRefused("below", TOO_DEEP.given(levels=rules.DEEPEST))
    _check_name(units, name=current.name, parent=target, field="below")
    before = units[current.parent.pk].name
    writing.move_unit(current, below=target)
    audit.record(by=by, action="moved", about=current, changes={"parent": (before, target.name)})
    return current


@transaction.atomic
def close_unit(*, unit: int, version: int, on: date, by: User) -> None:
    """Close a unit that nobody works in.

    Raises:
        PermissionDenied: the role may not look after the organisation.
        Unit.DoesNotExist: it is not there.
        StaleRecord: somebody else has changed it meanwhile.
        FieldRefused: it is the company, has units below, or somebody holds a position in it.
    """
    units = _held(by)
    current = _found(units, unit, version=version)
    if current.parent is None:
        raise FieldRefused("", IS_ROOT)
    if any(each.parent_id == current.pk for each in units.values()):
        raise FieldRefused("", HAS_CHILDREN)
    if organisation.positions_in(current, on=on).exists():
        raise FieldRefused("", HAS_PEOPLE)
    writing.close_unit(current, on=on)
    audit.record(by=by, action="closed", about=current)


def _held(by: User) -> dict[int, Unit]:
    """Answer the whole organisation, held until the transaction ends: it is small, and moves must not cross."""
    access.require(by, permissions.PEOPLE)
    rows = access.units().select_for_update(of=("self",)).select_related("parent")
    return {unit.pk: unit for unit in rows}


def _found(units: dict[int, Unit], pk: int, *, version: int | None = None) -> Unit:
    if pk not in units:
        raise Unit.DoesNotExist
    if version is not None and units[pk].version != version:
        raise StaleRecord
    return units[pk]


def _check_name(units: dict[int, Unit], *, name: str, parent: Unit | None, field: str = "name") -> None:
    above = parent.pk if parent else None
    if any(each.parent_id == above and each.name == name for each in units.values()):
        raise FieldRefused(field, NAME_TAKEN)
