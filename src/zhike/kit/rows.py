"""The rows of one page of a list, by their ids."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import AutoField, QuerySet

from zhike.core.bulk import Among
from zhike.core.prepared import Prepared
from zhike.kit.needed import Needed, needed

if TYPE_CHECKING:
    from zhike.kit.columns import Column

FAR = "SELECT {beyond} FROM ({rows} LIMIT 1 OFFSET {most}) far"
NEAR = "SELECT COUNT(*) FROM ({rows}) near"


def counted(rows: QuerySet[Any], *, most: int) -> int:
    """Count rows, or answer one more than the most: to pass over so many is quicker than to count them."""
    if rows.query.is_sliced:
        return min(rows.count(), most + 1)
    try:
        sql, params = rows.order_by().values("pk").query.get_compiler(using="default").as_sql()
    except EmptyResultSet:
        return 0
    question = f"SELECT COALESCE(({FAR}), ({NEAR}))".format(rows=sql, most=most, beyond=most + 1)
    with connection.cursor() as cursor:
        cursor.execute(question, (*params, *params))
        return int(cursor.fetchone()[0])


def records(rows: QuerySet[Any], ids: Sequence[int], *, columns: "Sequence[Column]" = ()) -> list[Any]:
    """Answer the records of some rows by their ids, in this order; one may have gone in between.

    Where the columns that show them are told, only what these read of the records is read.
    """
    if _is_plain(rows):
        model: Any = rows.model
        found = _prepared(model, needed(columns, model, rows.query.select_related)).records(ids=list(ids))
        by_id = {each.pk: each for each in found}
    else:
        by_id = rows.order_by().in_bulk(ids)
    return [by_id[each] for each in ids if each in by_id]


def _is_plain(rows: QuerySet[Any]) -> bool:
    """Say whether the rows are records as they are, with nothing computed beside them and nothing left out."""
    query: Any = rows.query
    has_more = query.annotations or query.extra or query.deferred_loading[0] or query.combinator
    return not has_more and not vars(rows)["_prefetch_related_lookups"] and isinstance(rows.model._meta.pk, AutoField)


@lru_cache(maxsize=128)
def _prepared(model: Any, read: Needed) -> Prepared:
    def ask(ids: list[int]) -> QuerySet[Any]:
        found = model._base_manager.filter(Among("pk", ids)).only(*read.fields)
        found.query.select_related = read.joined
        return found  # type: ignore[no-any-return]

    return Prepared(ask, ids=list)
