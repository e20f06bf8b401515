from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Case, Exists, F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, When
from django.db.models import Value as Constant
from django.db.models.expressions import OrderBy
from django.db.models.lookups import Contains, GreaterThanOrEqual, LessThanOrEqual, StartsWith

from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.core.accounts.models import User
from zhike.core.bulk import Among
from zhike.core.fields import rules
from zhike.core.fields.kinds import kinds, referred
from zhike.core.fields.models import Definition, StoredFile, Value
from zhike.core.fields.rules import Asked, Known, types

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

Rows = QuerySet[Any]
MANY = 50_000  # with a million records, a list of the matches is made as fast as the records are looked up


def definitions(kind: str) -> list[Definition]:
    """Answer the fields of a kind that are in use, in the order of its card."""
    return [definition for definition in all_definitions(kind) if definition.is_active]


def all_definitions(kind: str) -> list[Definition]:
    """Answer every field of a kind, also those switched off, in the order of its card."""
    places = {block.key: place for place, block in enumerate(kinds()[kind].blocks)}
    found = Definition.objects.filter(kind=kind).order_by("position", "pk")
    return sorted(found, key=lambda each: places.get(each.block, len(places)))


def level(definition: Definition, user: "User | AnonymousUser | None") -> Level:
    """Say what a user may do with a field's values on a record she may see."""
    return access.field_level(user, definition.right) if definition.right else Level.EDIT


def visible(found: Iterable[Definition], *, user: "User | AnonymousUser | None") -> list[Definition]:
    """Keep the fields of which a user sees at least that there is a value."""
    return [each for each in found if level(each, user) > Level.HIDDEN]


def readable(found: Iterable[Definition], *, user: "User | AnonymousUser | None") -> list[Definition]:
    """Keep the fields whose values a user may read: only these may be filtered, sorted and exported by."""
    return [each for each in found if level(each, user) >= Level.READ]


def editable(found: Iterable[Definition], *, user: "User | AnonymousUser | None") -> list[Definition]:
    return [each for each in found if level(each, user) >= Level.EDIT]


def known(
    found: Iterable[Definition], extras: Sequence[rules.Extra] = (), *, for_user: "User | AnonymousUser | None"
) -> Known:
    """Answer whom and what the values of these records name, as far as the user may see it: one query a type."""
    ids: dict[str, set[int]] = {}
    for definition in found:
        named = ids.setdefault(definition.type, set())
        named.update(int(value) for extra in extras if isinstance(value := extra.get(definition.code), int))
    people = User.objects.filter(Q(is_active=True) | Q(pk__in=ids[types.PERSON])) if types.PERSON in ids else None
    files = StoredFile.objects.filter(pk__in=ids[types.FILE]) if ids.get(types.FILE) else None
    return Known(
        people=dict(people.order_by("name").values_list("pk", "name")) if people is not None else {},
        records=_numbers(ids.get(types.RECORD), for_user=for_user),
        files=dict(files.values_list("pk", "name")) if files is not None else {},
        find_record=lambda number: record_ids([number], for_user=for_user).get(number),
    )


def stored_files(ids: Iterable[int]) -> dict[int, StoredFile]:
    return StoredFile.objects.in_bulk(list(ids))


def matching(definition: Definition, op: str, values: Sequence[str], *, known: Known = rules.NOBODY) -> Rows:
    """Answer the ids of the records that fit, by the index; for `empty`, the ids of those that do not.

    Raises:
        BadValue: the field cannot be asked this, or a value cannot be read.
    """
    asked = rules.asked(definition, op, values, known=known)
    rows = Value.objects.filter(_condition(asked), definition=definition)
    return rows.values_list("object_id", flat=True)


def condition(definition: Definition, op: str, values: Sequence[str], *, known: Known = rules.NOBODY) -> Q:
    """Answer `matching` as a condition on the records themselves.

    Of many matches SQLite would make a list before it shows the first: it is then told to look each record up instead.

    Raises:
        BadValue: the field cannot be asked this, or a value cannot be read.
    """
    asked = rules.asked(definition, op, values, known=known)
    rows = Value.objects.filter(_condition(asked), definition=definition)
    if op == "empty":
        return ~Q(Exists(rows.filter(object_id=OuterRef("pk"))))
    if connection.vendor == "sqlite" and rows.order_by()[: MANY + 1].count() > MANY:
        return _one_by_one(definition, asked)
    return Q(pk__in=rows.values_list("object_id", flat=True))


def sort_key(definition: Definition, *, falls: bool) -> OrderBy:
    """Answer what `order_by` takes; records without a value come last either way. For large lists see `in_order`."""
    place = rules.place_of(definition)
    mine = Value.objects.filter(definition=definition, object_id=OuterRef("pk"))
    value = Subquery(mine.values(sorted_by=_as_sorted(definition, place))[:1])
    return OrderBy(value, descending=falls, nulls_last=True)


def in_order(definition: Definition, rows: Rows, *, falls: bool) -> Rows:
    """Answer the ids of those rows that have a value, sorted by it: read off the index, the rows looked up one by one.

    Those without a value come behind them: `rows` filtered by the condition `empty`.
    """
    place = rules.place_of(definition)
    is_there = Exists(rows.order_by().filter(pk=OuterRef("object_id")))
    found = Value.objects.filter(is_there, **{"definition": definition, f"{place}__isnull": False})
    if definition.value_type == types.CHOICE:
        found = found.annotate(place=_place_of_choice(definition))
        return found.order_by(*_directed(("place", "object_id"), falls)).values_list("object_id", flat=True)
    return found.order_by(*_directed((place, "object_id"), falls)).values_list("object_id", flat=True)


def _directed(names: Sequence[str], falls: bool) -> list[OrderBy]:
    return [OrderBy(F(name), descending=falls) for name in names]


def _as_sorted(definition: Definition, place: str) -> Any:
    """Sort choices as they are offered, everything else by itself."""
    return _place_of_choice(definition) if definition.value_type == types.CHOICE else F(place)


def _place_of_choice(definition: Definition) -> Case:
    keys = list(rules.choices_of(definition))
    places = (When(text=key, then=Constant(place)) for place, key in enumerate(keys))
    return Case(*places, default=Constant(len(keys)), output_field=IntegerField())


def _condition(asked: Asked) -> Q:
    place, bounds = asked.place, asked.bounds
    if asked.op in ("filled", "empty"):
        return Q()
    if asked.op in ("is", "in"):
        return Q((f"{place}__in", bounds))
    if asked.op == "between":
        low, high = bounds
        return (Q((f"{place}__gte", low)) if low is not None else Q()) & (
            Q((f"{place}__lte", high)) if high is not None else Q()
        )
    if asked.op in ("ge", "le"):
        return Q((f"{place}__{'gte' if asked.op == 'ge' else 'lte'}", bounds[0]))
    return _any_text(asked)


def _one_by_one(definition: Definition, asked: Asked) -> Q:
    """Ask each record for its own value: given a range as well, SQLite would walk through the range for each."""
    mine = Value.objects.filter(definition=definition, object_id=OuterRef("pk"))
    if asked.op in ("is", "in", "filled"):
        return Q(Exists(mine.filter(_condition(asked))))
    value, bounds = Subquery(mine.values(asked.place)[:1]), asked.bounds
    if asked.op in ("contains", "begins"):
        lookup = Contains if asked.op == "contains" else StartsWith
        return reduce(or_, (Q(lookup(value, bound)) for bound in bounds))
    low = bounds[0] if asked.op in ("ge", "between") else None
    high = bounds[-1] if asked.op in ("le", "between") else None
    found = Q(GreaterThanOrEqual(value, low)) if low is not None else Q()
    return found & Q(LessThanOrEqual(value, high)) if high is not None else found


def _any_text(asked: Asked) -> Q:
    found = Q(pk__in=())
    for bound in asked.bounds:
        found |= _beginning(str(bound)) if asked.op == "begins" else Q(text__contains=bound)
    return found


def _beginning(words: str) -> Q:
    """Let SQLite, whose LIKE passes an index by, take a range of it; elsewhere texts may be sorted otherwise."""
    begins = Q(text__startswith=words)
    return begins & Q(text__gte=words, text__lt=f"{words}\U0010ffff") if connection.vendor == "sqlite" else begins


def _numbers(ids: set[int] | None, *, for_user: "User | AnonymousUser | None") -> dict[int, str]:
    if not ids:
        return {}
    kind = referred()
    rows = kind.visible_rows(for_user=for_user).filter(pk__in=ids).order_by()
    return dict(rows.values_list("pk", kind.number))


def record_ids(numbers: Iterable[str], *, for_user: "User | AnonymousUser | None") -> dict[str, int]:
    """Answer the records that a user may see with these numbers, which values of the type record name."""
    kind = referred()
    rows = kind.visible_rows(for_user=for_user).filter(Among(kind.number, numbers)).order_by()
    return dict(rows.values_list(kind.number, "pk"))


def file_of(record: Model, definition: Definition) -> StoredFile | None:
    """Answer the file that is a record's value."""
    value = rules.stored(definition, getattr(record, "extra", {}))
    return StoredFile.objects.select_related("blob").filter(pk=value).first() if isinstance(value, int) else None
