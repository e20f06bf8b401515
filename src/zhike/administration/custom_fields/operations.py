"""Changes to the custom fields themselves; values follow by `core.fields`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from zhike.administration import permissions
from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.fields import operations as fields
from zhike.core.fields import queries, rules
from zhike.core.fields.kinds import kinds
from zhike.core.fields.models import Definition
from zhike.core.fields.rules import Draft, types
from zhike.core.fields.rules.defining import TITLE_TAKEN, USED, Fault
from zhike.core.search import operations as search
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase

TOLD = ("title", "block", "choices", "formula", "result", "help", "unit", "is_needed", "is_filtered", "right")
MEANING = {"choices", "formula", "result"}  # what formulas and filters depend on
TOO_MANY = Phrase("There are %(most)d fields already, switched off ones included; change one of those instead.")
NOT_FILTERED = Phrase("A field of this type cannot be used in filters.")


@transaction.atomic
def add_field(*, kind: str, draft: Draft, at: datetime, by: User) -> Definition:
    """Add a field behind the others of its block; forms and cards have it at once.

    Raises:
        PermissionDenied: the user may not shape cards.
        FieldRefused: the draft cannot stand, or there are too many fields.
    """
    access.require(by, permissions.FIELDS)
    present = _held(kind)
    if len(present) >= types.FIELDS_MOST:
        raise FieldRefused("title", TOO_MANY.given(most=types.FIELDS_MOST))
    named = rules.with_code(draft, present)
    _check(named, present, kind)
    made = Definition(kind=kind, code=named.code, type=named.type, position=_last_position(present, named.block))
    _assign(made, named)
    made.is_ready = made.is_filtered  # nothing has a value yet; what is calculated is indexed below
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as taken:  # somebody else has added one of this name at the same moment
        raise FieldRefused("title", TITLE_TAKEN.given(title=made.title)) from taken
    if made.type == types.FORMULA and made.is_filtered:
        fields.begin_indexing(made, at=at)
    told = {name: (None, getattr(made, name)) for name in ("code", "type", *TOLD) if getattr(made, name)}
    audit.record(by=by, action="added", about=made, changes=told)
    return made


@transaction.atomic
def change_field(*, field: int, draft: Draft, version: int, at: datetime, by: User) -> Definition:
    """Change a field; its type and code stay what they are.

    Raises:
        PermissionDenied: the user may not shape cards.
        Definition.DoesNotExist: there is no such field.
        StaleRecord: somebody else has changed it meanwhile.
        FieldRefused: the draft cannot stand.
    """
    current, others = _current(field, by=by, version=version)
    wanted = replace(draft, code=current.code, type=current.type)
    _check(wanted, others, current.kind)
    if wanted.block != current.block:
        current.position = _last_position(others, wanted.block)
    changes = _assign(current, wanted)
    if changes:
        _save(current, changes, by=by)
        _index_anew(current, others, changed={*changes}, at=at)
    return current


@transaction.atomic
def switch_field(*, field: int, is_active: bool, version: int, at: datetime, by: User) -> Definition:
    """Take a field out of use, or into use again with all its values.

    Raises:
        PermissionDenied: the user may not shape cards.
        Definition.DoesNotExist: there is no such field.
        StaleRecord: somebody else has changed it meanwhile.
        FieldRefused: a formula needs it, or what it needs itself is switched off.
    """
    current, others = _current(field, by=by, version=version)
    if current.is_active == is_active:
        return current
    if is_active:
        _check(draft_of(current), others, current.kind)
    elif needing := rules.dependents(current, [each for each in others if each.is_active]):
        raise FieldRefused("is_active", USED.given(title=needing[0].title))
    current.is_active = is_active
    _save(current, {"is_active": (not is_active, is_active)}, by=by)
    _search_anew(current, at=at)
    if current.is_filtered:
        fields.begin_indexing(current, at=at)
    return current


@transaction.atomic
def filter_field(*, field: int, is_filtered: bool, version: int, at: datetime, by: User) -> Definition:
    """Let lists be filtered and sorted by a field, or no longer.

    Raises:
        PermissionDenied: the user may not shape cards.
        Definition.DoesNotExist: there is no such field.
        StaleRecord: somebody else has changed it meanwhile.
        FieldRefused: its type, or its formula, does not allow it.
    """
    current = _current(field, by=by, version=version)[0]
    draft = replace(draft_of(current), is_filtered=is_filtered)
    return change_field(field=field, draft=draft, version=version, at=at, by=by)


@transaction.atomic
def move_field(*, field: int, is_up: bool, seen: int, by: User) -> Definition:
    """Let a field change places with its neighbour of the same block; `seen` is the place the user has seen it at.

    Raises:
        PermissionDenied: the user may not shape cards.
        Definition.DoesNotExist: there is no such field.
        StaleRecord: somebody else has moved fields meanwhile.
    """
    current, _ = _current(field, by=by)
    rows = [each for each in queries.all_definitions(current.kind) if each.block == current.block]
    place = next(place for place, each in enumerate(rows) if each.pk == current.pk)
    if place != seen:
        raise StaleRecord
    other = place + (-1 if is_up else 1)
    if not 0 <= other < len(rows):
        return current
    rows[place], rows[other] = rows[other], rows[place]
    for number, each in enumerate(rows, start=1):
        each.position = number
    Definition.objects.bulk_update(rows, ["position"])
    audit.record(by=by, action="changed", about=current, changes={"position": (place + 1, other + 1)})
    return current


def draft_of(definition: Definition) -> Draft:
    """Answer a field as the draft it was made from."""
    told: dict[str, Any] = {name: getattr(definition, name) for name in TOLD}
    return Draft(code=definition.code, type=definition.type, **told)


def faults(draft: Draft, others: Iterable[Definition], kind: str) -> list[Fault]:
    """Answer what is wrong with a draft beside the other fields of its kind."""
    listed = list(others)
    active, idle = ([each for each in listed if each.is_active is wanted] for wanted in (True, False))
    blocks = {block.key for block in kinds()[kind].blocks}
    return rules.validate_definition(draft, active, blocks=blocks, idle=idle)


def _check(draft: Draft, others: Iterable[Definition], kind: str) -> None:
    for field, phrase in faults(draft, others, kind):
        raise FieldRefused(field, phrase)


def _held(kind: str) -> list[Definition]:
    """Answer all fields of a kind, held: what is checked stays true until it is written."""
    return list(Definition.objects.select_for_update().filter(kind=kind).order_by("pk"))


def _current(field: int, *, by: User, version: int | None = None) -> tuple[Definition, list[Definition]]:
    access.require(by, permissions.FIELDS)
    kind = Definition.objects.values_list("kind", flat=True).get(pk=field)
    present = {each.pk: each for each in _held(kind)}
    current = present.pop(field)
    if version is not None and current.version != version:
        raise StaleRecord
    return current, list(present.values())


def _assign(definition: Definition, draft: Draft) -> dict[str, tuple[Any, Any]]:
    changes = {}
    for name in TOLD:
        before, after = getattr(definition, name), getattr(draft, name)
        after = list(after) if name == "choices" else after
        if before != after:
            changes[name] = (before, after)
            setattr(definition, name, after)
    return changes


def _save(definition: Definition, changes: dict[str, tuple[Any, Any]], *, by: User) -> None:
    definition.version += 1
    definition.save()
    audit.record(by=by, action="changed", about=definition, changes=changes)


def _index_anew(definition: Definition, others: Sequence[Definition], *, changed: set[str], at: datetime) -> None:
    """Have what the change touches indexed again: the field itself, and the formulas that need it."""
    if "is_filtered" in changed or (definition.is_filtered and changed & MEANING):
        fields.begin_indexing(definition, at=at)
    if changed & {*MEANING, "right"}:
        _search_anew(definition, at=at)
    if changed & MEANING:
        needing = {formula.code for formula in rules.dependents(definition, others)}
        for formula in others:
            if formula.code in needing and formula.is_filtered and formula.is_active:
                fields.begin_indexing(formula, at=at)


def _search_anew(definition: Definition, *, at: datetime) -> None:
    """Have the records indexed again that were found by this field, or now are."""
    if definition.type in types.SEARCHED:
        search.index_custom_again(definition.kind, at=at)


def _last_position(present: Iterable[Definition], block: str) -> int:
    return max((each.position for each in present if each.block == block), default=0) + 1
