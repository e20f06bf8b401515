"""Find records by what people type; permission and candidates meet in one query."""

from typing import Any

from django.db.models import BooleanField, Case, F, IntegerField, QuerySet, Value, When
from django.db.models.expressions import Func
from django.db.models.functions import Concat

from zhike.core.search import rules
from zhike.core.search.models import Entry


class Matches(Func):
    """True where the database's word index finds all groups of tokens."""

    output_field = BooleanField()
    arity = 1

    def __init__(self, query: rules.Query) -> None:
        super().__init__(F("id"))
        self.query = query

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        column, params = compiler.compile(self.source_expressions[0])
        asked = " AND ".join("(" + " OR ".join(_fts5(token) for token in group) + ")" for group in self.query.groups)
        found = "SELECT rowid FROM search_words WHERE search_words MATCH %s"
        return f"{column} IN ({found})", [*params, asked]

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.source_expressions[0])
        table = column.rsplit(".", 1)[0]
        asked = " & ".join("(" + " | ".join(_tsquery(token) for token in group) + ")" for group in self.query.groups)
        return f'{table}."words" @@ %s::tsquery', [*params, asked]


def matching(text: str, *, page: str, among: QuerySet[Any] | None = None) -> QuerySet[Entry]:
    """Answer the entries of a kind of page, and of these records alone, that fit what was typed.

    Nothing searchable finds nothing. Page and record are compared as expressions, which hides them from indexes:
    SQLite would otherwise walk all visible records and look the matches up in each of them.
    """
    query = rules.read(text)
    if not query.groups:
        return Entry.objects.none()
    entries = Entry.objects.alias(kind_of_page=Concat("page", Value("")), record=F("page_id") + 0)
    found = entries.filter(Matches(query), kind_of_page=page)
    if among is not None:
        found = found.filter(record__in=among.order_by().values("pk"))
    for run in rules.han_runs(query.plain):
        if len(run) > 2:  # neighbouring pairs may lie apart: the whole run decides
            found = found.filter(forms__contains=run)
    return found


def ranked(entries: QuerySet[Entry], text: str) -> QuerySet[Entry]:
    """Put whole matches first, numbers that differ in leading zeros next, then beginnings, then the newest."""
    asked = rules.read(text).plain
    exactness = Case(
        When(forms__contains=f"|{asked}|", then=Value(0)),
        When(forms__contains=f"|{asked.lstrip('0')}|", then=Value(1)),
        When(forms__contains=f"|{asked}", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    ranked_rows = entries.annotate(exactness=exactness).order_by("exactness", "-page_id", "pk")
    return ranked_rows.defer("forms", "tokens")  # they would make sorting heavy


def _fts5(token: str) -> str:
    return f'"{token[:-1]}"*' if token.endswith("*") else f'"{token}"'


def _tsquery(token: str) -> str:
    return f"'{token[:-1]}':*" if token.endswith("*") else f"'{token}'"
