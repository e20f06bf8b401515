"""Write many records at once: an import spends most of its time on it."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, connections, models
from django.db.models.constants import OnConflict

Record = TypeVar("Record", bound=models.Model)
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)
"""Fields whose values the driver takes as they are."""


def create(model: type[Record], records: list[Record], *, replace_by: Sequence[str] = ()) -> list[Record]:
    """Insert records and give them their ids, in the caller's transaction.

    With `replace_by`, a record with the same values in these fields is overwritten; the ids then mean nothing.
    Django's `bulk_create` adapts each value by several calls and writes a long statement for every hundred rows.
    SQLite takes all rows with one prepared statement, which is five times as fast; its ids are taken in advance,
    which is safe as the transaction holds the write lock from its beginning.
    """
    if not records:
        return records
    if connection.vendor != "sqlite":
        return _create_elsewhere(model, records, replace_by)
    assert connection.in_atomic_block, "ids taken in advance are safe only while the write lock is held"  # noqa: S101
    _complete(model, records)
    with connection.cursor() as cursor:
        cursor.executemany(_statement(model, replace_by), _rows(model, records))
    return records


def update(model: type[Record], records: Sequence[Record], names: Sequence[str]) -> int:
    """Write some fields of many records by one prepared statement; answer how many there were.

    Django's `bulk_update` writes a CASE for each field and row, which takes ten times as long.
    """
    if not records:
        return 0
    fields = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    given = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)  # type: ignore[union-attr]
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    rows = [[*(_value(field, record) for field in fields), record.pk] for record in records]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {given} WHERE {key} = %s", rows)  # noqa: S608 - names of our own
    return len(records)


def _value(field: Any, record: models.Model) -> Any:
    return field.get_db_prep_save(getattr(record, field.attname), connections[connection.alias])


def _create_elsewhere(model: type[Record], records: list[Record], replace_by: Sequence[str]) -> list[Record]:
    rows = model._default_manager
    if not replace_by:
        return rows.bulk_create(records)
    others = [field.name for field in _others(model, replace_by)]
    return rows.bulk_create(records, update_conflicts=True, unique_fields=replace_by, update_fields=others)


def _complete(model: type[models.Model], records: Sequence[models.Model]) -> None:
    """Give the records what Django gives them when it saves them: an id, the instant, the state of being saved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        (last,) = cursor.fetchone() or (0,)
    dated = [field for field in model._meta.concrete_fields if getattr(field, "auto_now_add", False)]
    alias = connection.alias
    for number, record in enumerate(records, last + 1):
        record.pk = number
        record._state.adding, record._state.db = False, alias
        for field in dated:
            field.pre_save(record, add=True)


def _statement(model: type[models.Model], replace_by: Sequence[str]) -> str:
    quote, meta = connection.ops.quote_name, model._meta
    columns = [quote(str(field.column)) for field in meta.concrete_fields]
    conflict = ""
    if replace_by:
        conflict = connection.ops.on_conflict_suffix_sql(
            meta.concrete_fields,
            OnConflict.UPDATE,
            [field.column for field in _others(model, replace_by)],
            [field.column for field in meta.concrete_fields if field.name in replace_by],
        )
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quote(meta.db_table)} ({', '.join(columns)}) VALUES ({places}) {conflict}"  # noqa: S608 - names of our own


def _others(model: type[models.Model], names: Sequence[str]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.primary_key and field.name not in names]


def _rows(model: type[models.Model], records: Sequence[models.Model]) -> list[list[Any]]:
    fields = model._meta.concrete_fields
    values = attrgetter(*(field.attname for field in fields))
    adapted = [(place, _adapter(field)) for place, field in enumerate(fields) if not isinstance(field, PLAIN)]
    rows = [list(values(record)) for record in records]
    for row in rows:
        for place, adapt in adapted:
            if row[place] is not None:
                row[place] = adapt(row[place])
    return rows


def _adapter(field: Any) -> Callable[[Any], Any]:
    here = connections[connection.alias]  # the proxy looks the connection up at every touch
    return lambda value: field.get_db_prep_save(value, here)
