"""Write a clause as each database understands it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from zhike.core.search.models import Entry, Word
from zhike.core.search.rules import Clause, Way, marked


class InWordIndex(Func):
    """True where SQLite's word index fits."""

    output_field = BooleanField()
    template = "%(expressions)s"
    arg_joiner = " MATCH "


class InWords(Func):
    """True where PostgreSQL's column of words fits, by a function: the operator would bring the whole index in."""

    output_field = BooleanField()
    arity = 1

    def __init__(self, asked: str) -> None:
        super().__init__(F("id"))
        self.asked = asked

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.source_expressions[0])
        return f'ts_match_vq({column.rsplit(".", 1)[0]}."words", %s::tsquery)', [*params, self.asked]


class Fenced(InWords):
    """The same, all matches first: with a limit in sight PostgreSQL would read the table for words that are rare."""

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.source_expressions[0])
        every = "SELECT id FROM search_entry every WHERE every.words @@ %s::tsquery"
        return f"{column} = ANY(ARRAY({every}))", [*params, self.asked]


IN_FTS5 = "SELECT %s WHERE EXISTS (SELECT 1 FROM search_words WHERE search_words MATCH %s)"
IN_GIN = """
SELECT %s WHERE EXISTS (
    SELECT FROM (SELECT words FROM search_entry WHERE page = %s ORDER BY id DESC LIMIT 1000) newest
    WHERE ts_match_vq(words, %s::tsquery)
) OR cardinality(ARRAY(SELECT id FROM search_entry WHERE words @@ %s::tsquery)) > 0
"""

HOLDING_FTS5 = """
SELECT * FROM (
    SELECT %s, page_id FROM search_words CROSS JOIN search_entry entry ON entry.id = search_words.rowid
    WHERE search_words MATCH %s AND kind = %s ORDER BY search_words.rowid LIMIT %s
)
"""
HOLDING_GIN = """
(SELECT %s::text, page_id FROM search_entry
WHERE id = ANY(ARRAY(SELECT id FROM search_entry every WHERE every.words @@ %s::tsquery)) AND kind = %s
ORDER BY id LIMIT %s)
"""


def records_with(clauses: Mapping[str, Clause], page: str, *, most: int) -> dict[str, list[int]]:
    """Answer the records of a kind that have the tokens of each clause, the oldest first, by one statement."""
    is_sqlite = connection.vendor == "sqlite"
    params: list[Any] = []
    for name, clause in clauses.items():
        params += [name, _for_fts5(clause, page) if is_sqlite else _for_gin(clause, page), page, most]
    found: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([HOLDING_FTS5 if is_sqlite else HOLDING_GIN] * len(clauses)), params)
        for name, pk in cursor.fetchall():
            found.setdefault(name, []).append(pk)
    return found


def pages_with(clause: Clause, pages: Sequence[str]) -> set[str]:
    """Answer on which kinds of page anything may fit at all, all of them asked by one statement.

    PostgreSQL looks through the newest first, as it gathers all entries that have a word: of a common one too many.
    """
    if not pages:
        return set()
    is_sqlite = connection.vendor == "sqlite"
    params: list[str] = []
    for page in pages:
        asked = _for_fts5(clause, page) if is_sqlite else _for_gin(clause, page)
        params += [page, asked] if is_sqlite else [page, page, asked, asked]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([IN_FTS5 if is_sqlite else IN_GIN] * len(pages)), params)
        return {page for (page,) in cursor.fetchall()}


def in_index(clause: Clause, page: str, *, look_through: int) -> Iterator[tuple[QuerySet[Any], str]]:
    """Answer the rows of the word index that have the tokens of a clause, and the path from them to the entry.

    FTS5 answers the newest first and stops. PostgreSQL has either order or words: the newest entries are looked
    through, and if these do not suffice, which makes the words rare, all matches are gathered.
    """
    if connection.vendor == "sqlite":
        yield _in_fts5(clause, page), "entry__"
        return
    asked = _for_gin(clause, page)
    if look_through:
        newest = Entry.objects.filter(page=page).order_by("-pk").values_list("pk", flat=True)
        start = newest[look_through : look_through + 1].first() or 0
        yield Entry.objects.filter(InWords(asked), pk__gte=start), ""
        if not start:
            return
    yield Entry.objects.filter(Fenced(asked)), ""


def _in_fts5(clause: Clause, page: str) -> QuerySet[Word]:
    return Word.objects.filter(InWordIndex(F("found_by"), Value(_for_fts5(clause, page))))


def _for_fts5(clause: Clause, page: str) -> str:
    return _written(clause, page, all_of=" AND ", any_of=" OR ", quote='"')


def _for_gin(clause: Clause, page: str) -> str:
    return _written(clause, page, all_of=" & ", any_of=" | ", quote="'")


def unsure(clause: Clause, forms: str) -> Q:
    """Compare the forms where the tokens leave a doubt."""
    doubtful = tuple(ways for ways in clause if not all(way.is_sure for way in ways))
    return in_forms(doubtful, forms) if doubtful else Q()


def in_forms(clause: Clause, forms: str = "forms") -> Q:
    """Say what the forms of an entry contain when it fits a clause."""
    return reduce(and_, (reduce(or_, (_contains(way, forms) for way in ways)) for ways in clause))


def _contains(way: Way, forms: str) -> Q:
    return reduce(and_, (Q((f"{forms}__contains", part)) for part in way.parts))


def _written(clause: Clause, page: str, *, all_of: str, any_of: str, quote: str) -> str:
    def of_group(group: tuple[str, ...]) -> str:
        return _joined((f"{quote}{marked(token, page)}{quote}" for token in group), any_of)

    def of_way(way: Way) -> str:
        return _joined(map(of_group, way.tokens), all_of)

    return _joined((_joined(dict.fromkeys(map(of_way, ways)), any_of) for ways in clause), all_of)


def _joined(parts: Any, word: str) -> str:
    written = list(parts)
    return written[0] if len(written) == 1 else f"({word.join(written)})"
