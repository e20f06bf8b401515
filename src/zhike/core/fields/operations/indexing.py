"""The index beside the records: written with them, and filled by a job when a field comes into the filters later."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F

from zhike.core import bulk
from zhike.core.fields import rules
from zhike.core.fields.kinds import kinds
from zhike.core.fields.models import Definition, Value
from zhike.core.fields.queries import definitions as definitions_of
from zhike.core.jobs import operations as jobs

BATCH = 500
JOB = "fields.index"
NAMES = ("definition_id", "object_id", "text", "number", "day")
Row = tuple[Any, ...]


@transaction.atomic
def index(
    kind: str,
    extras: Mapping[int, rules.Extra],
    definitions: Sequence[Definition] | None = None,
    *,
    are_new: bool = False,
) -> None:
    """Write what filters ask of these records' custom values, by id, in the transaction that saves the records.

    `definitions` are all of the kind, when the caller has them; records that `are_new` have nothing to be overwritten.
    """
    found = definitions_of(kind) if definitions is None else definitions
    filtered = [definition for definition in found if definition.is_filtered]
    if filtered and extras:
        _write(filtered, extras, found, are_new=are_new)


@transaction.atomic
def forget(kind: str, ids: Sequence[int]) -> None:
    """Take records that are deleted for good out of the index."""
    for some in _batches(ids):
        Value.objects.filter(definition__kind=kind, object_id__in=some).delete()


@transaction.atomic
def begin_indexing(definition: Definition, *, at: datetime) -> None:
    """Have a worker make a field's index what it should now be; until then it answers no filter."""
    Definition.objects.filter(pk=definition.pk).update(is_ready=False, turn=F("turn") + 1)
    definition.refresh_from_db(fields=["is_ready", "turn"])
    payload: dict[str, object] = {"definition_id": definition.pk, "turn": definition.turn}
    jobs.enqueue(name=JOB, payload=payload, at=at, unique_key=f"{JOB}:{definition.pk}:{definition.turn}")


@transaction.atomic
def index_next(definition_id: int, turn: int, *, after: int) -> int | None:
    """Index the next records behind an id; answer the last one's, None when there is nothing left to do.

    A turn that another has overtaken has nothing to do. A field that left the filters has its values taken out.
    """
    definition = Definition.objects.select_for_update().filter(pk=definition_id, turn=turn).first()
    if definition is None:
        return None
    if not definition.is_filtered or not definition.is_active:
        return _clear_next(definition)
    found = kinds()[definition.kind].next_extras(after=after, limit=BATCH)
    if not found:
        definition.is_ready = True
        definition.save(update_fields=["is_ready"])
        return None
    _write([definition], dict(found), definitions_of(definition.kind), are_new=False)
    return found[-1][0]


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while some := list(islice(rest, BATCH)):
        yield some


def _clear_next(definition: Definition) -> int | None:
    ids = list(Value.objects.filter(definition=definition).values_list("pk", flat=True)[:BATCH])
    Value.objects.filter(pk__in=ids).delete()
    return 0 if ids else None


def _write(
    filtered: Sequence[Definition], extras: Mapping[int, rules.Extra], found: Sequence[Definition], *, are_new: bool
) -> None:
    values = rules.Values(found)
    for ids in _batches(extras):
        if not are_new:
            Value.objects.filter(definition__in=filtered, object_id__in=ids).delete()
        some = {object_id: extras[object_id] for object_id in ids}
        bulk.insert(Value, NAMES, list(_rows(filtered, some, values)))


def _rows(filtered: Sequence[Definition], extras: Mapping[int, rules.Extra], values: rules.Values) -> Iterator[Row]:
    for object_id, extra in extras.items():
        for definition in filtered:
            value = values.of(definition, extra)
            if value is not None and not isinstance(value, rules.Missing):
                for key in rules.keys(definition, value):
                    yield definition.pk, object_id, key.text, key.number, key.day
