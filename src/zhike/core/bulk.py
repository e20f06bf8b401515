"""Ask for many records and write many at once: an import spends most of its time on it."""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, connections, models
from django.db.models import BooleanField, F, Func
from django.db.models.constants import OnConflict

Record = TypeVar("Record", bound=models.Model)
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)
"""Fields whose values the driver takes as they are."""


class Among(Func):
    """Whether a column has one of many values, which go to the database as one: Django looks at each of them thrice."""

    output_field = BooleanField()
    arity = 1

    def __init__(self, column: str | F, values: Iterable[str | int]) -> None:
        super().__init__(column)
        self.values = list(values)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} IN (SELECT value FROM json_each(%s))", (*params, json.dumps(self.values))  # noqa: S608

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} = ANY(%s)", [*params, self.values]


def alone(what: str) -> None:
    """Let a transaction be the only one of its kind until its end: two imports may name the same new customer.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [what])


def insert(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]], *, replace_by: Sequence[str] = ()
) -> list[int]:
    """Insert rows of values for these attributes, in the caller's transaction; answer their ids.

    What is not named gets its default. With `replace_by`, a row with the same values in these attributes is
    overwritten; the ids then mean nothing. Django's `bulk_create` adapts each value by several calls and writes a long
    statement for every hundred rows. SQLite takes all rows with one prepared statement, which is five times as fast;
    its ids are taken in advance, which is safe as the transaction holds the write lock from its beginning.
    """
    if not rows:
        return []
    if connection.vendor != "sqlite":
        records = [model(**dict(zip(names, row, strict=True))) for row in rows]
        return [record.pk for record in _create_elsewhere(model, records, replace_by)]
    assert connection.in_atomic_block, "ids taken in advance are safe only while the write lock is held"  # noqa: S101
    fields = {field.attname: field for field in model._meta.concrete_fields}
    given = [fields.pop(name) for name in names]
    key = fields.pop(model._meta.pk.attname)
    unsaved = model()
    rest = [_prepared(field, field.pre_save(unsaved, add=True)) for field in fields.values()]
    ids = _next_ids(model, len(rows))
    values = [[number, *row, *rest] for number, row in zip(ids, _adapted(given, rows), strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany(_statement(model, [key, *given, *fields.values()], replace_by), values)
    return ids


def create(model: type[Record], records: list[Record]) -> list[Record]:
    """Insert records as `insert` does rows, and make them what they are after Django has saved them."""
    if connection.vendor != "sqlite":
        return _create_elsewhere(model, records, ())
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names, alias = [field.attname for field in fields], connection.alias
    for field in fields:
        if getattr(field, "auto_now_add", False):
            for record in records:
                field.pre_save(record, add=True)
    for record, number in zip(records, insert(model, names, list(map(attrgetter(*names), records))), strict=True):
        record.pk = number
        record._state.adding, record._state.db = False, alias
    return records


def update(model: type[Record], records: Sequence[Record], names: Sequence[str]) -> int:
    """Write some fields of many records by one prepared statement; answer how many there were.

    Django's `bulk_update` writes a CASE for each field and row, which takes ten times as long.
    """
    if not records:
        return 0
    fields = [field for field in model._meta.concrete_fields if field.name in names]
    quote = connection.ops.quote_name
    given = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    rows = [[*(_prepared(field, getattr(record, field.attname)) for field in fields), record.pk] for record in records]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {given} WHERE {key} = %s", rows)  # noqa: S608 - names of our own
    return len(records)


def _prepared(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connections[connection.alias])


def _create_elsewhere(model: type[Record], records: list[Record], replace_by: Sequence[str]) -> list[Record]:
    rows = model._default_manager
    if not replace_by:
        return rows.bulk_create(records)
    others = [field.name for field in _others(model, replace_by)]
    return rows.bulk_create(records, update_conflicts=True, unique_fields=replace_by, update_fields=others)


def _next_ids(model: type[models.Model], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        (last,) = cursor.fetchone() or (0,)
    return list(range(last + 1, last + 1 + count))


def _statement(model: type[models.Model], fields: Sequence[Any], replace_by: Sequence[str]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    conflict = ""
    if replace_by:
        others = [field.column for field in _others(model, replace_by)]
        same = [field.column for field in fields if field.attname in replace_by]
        conflict = connection.ops.on_conflict_suffix_sql(fields, OnConflict.UPDATE, others, same)
    table, places = quote(model._meta.db_table), ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {table} ({columns}) VALUES ({places}) {conflict}"  # noqa: S608 - names of our own


def _others(model: type[models.Model], names: Sequence[str]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.primary_key and field.attname not in names]


def _adapted(fields: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    """Write what the driver does not take as it is: days, instants, decimals, JSON."""
    special = [(place, field) for place, field in enumerate(fields) if not isinstance(field, PLAIN)]
    if not special:
        return rows
    changed = [list(row) for row in rows]
    for place, field in special:
        written = _writer(field)
        for row in changed:
            if row[place] is not None:
                row[place] = written(row[place])
    return changed


def _writer(field: Any) -> Callable[[Any], Any]:
    """Answer what writes the values of a field; equal ones, such as a day's orders have, are written once."""
    if type(field) is models.DateField:
        return str
    here = connections[connection.alias]  # the proxy looks the connection up at every touch
    if isinstance(field, models.JSONField):
        empty = field.get_db_prep_save({}, here)
        return lambda value: empty if value == {} else field.get_db_prep_save(value, here)
    return cache(lambda value: field.get_db_prep_save(value, here))
