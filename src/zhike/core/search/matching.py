"""Write a clause as each database understands it."""

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
    """True where PostgreSQL's column of words fits."""

    output_field = BooleanField()
    arity = 1

    def __init__(self, asked: str) -> None:
        super().__init__(F("id"))
        self.asked = asked

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.source_expressions[0])
        return f'{column.rsplit(".", 1)[0]}."words" @@ %s::tsquery', [*params, self.asked]


def in_index(clause: Clause, page: str) -> tuple[QuerySet[Any], str]:
    """Answer the rows of the word index that have the tokens of a clause, and the path from them to the entry."""
    if connection.vendor == "sqlite":
        asked = _written(clause, page, all_of=" AND ", any_of=" OR ", quote='"')
        return Word.objects.filter(InWordIndex(F("found_by"), Value(asked))), "entry__"
    asked = _written(clause, page, all_of=" & ", any_of=" | ", quote="'")
    return Entry.objects.filter(InWords(asked)), ""


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
