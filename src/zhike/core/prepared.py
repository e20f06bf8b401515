"""Questions asked on every page: Django takes ten times as long to write such a statement as the database to answer it.

So it is written once in each thread, with marks where the values of the moment go. Nothing of an answer is remembered.
"""

import json
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.base import ModelState
from django.utils import timezone

MARK = 7_130_000_000_000_000_000  # fits the database's whole numbers, and no record has it
Converter = tuple[int, Callable[[Any, Any, Any], Any], Any]  # where, how, of what
Kind = type[int] | type[str] | type[list[Any]]


class Prepared:
    """A question and its values by name: `Prepared(lambda user: Position.objects.filter(user=user), user=int)`.

    A list goes where `bulk.Among` takes one. The question must look the same whatever the values are.
    """

    def __init__(self, ask: Callable[..., models.QuerySet[Any, Any]], **kinds: Kind) -> None:
        self.ask, self.kinds, self.here = ask, kinds, threading.local()

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Answer what `values_list` does."""
        statement = self._statement()
        return [tuple(converted(row, statement.converters)) for row in statement.asked(values)]

    def records(self, **values: Any) -> list[Any]:
        """Answer the records; those that several of them are related to are made once."""
        statement = self._statement()
        known: dict[Any, Any] = {}
        return [statement.maker.made(row, known) for row in statement.asked(values)]

    def _statement(self) -> "Statement":
        found: Statement | None = getattr(self.here, "statement", None)
        if found is None or not found.is_fit():
            found = self.here.statement = Statement(self.ask, self.kinds)
        return found


class Statement:
    """A question as its database takes it, written on one connection in one zone."""

    def __init__(self, ask: Callable[..., models.QuerySet[Any, Any]], kinds: dict[str, Kind]) -> None:
        marks = {name: _mark(kind, place) for place, (name, kind) in enumerate(kinds.items())}
        self.database, self.zone = connection.settings_dict, timezone.get_current_timezone_name()
        self.compiler = ask(**marks).query.get_compiler(using="default")
        self.sql, params = self.compiler.as_sql()
        self.fillings = [_filling(param, marks) for param in params]
        selected = [each[0] for each in self.compiler.select[: self.compiler.col_count]]
        found = self.compiler.get_converters(selected).items()
        self.converters = [(place, each, expression) for place, (all_, expression) in found for each in all_]

    @cached_property
    def maker(self) -> "Maker":
        return Maker(self.compiler.klass_info, self.compiler.select, self.converters)

    def is_fit(self) -> bool:
        return self.database is connection.settings_dict and self.zone == timezone.get_current_timezone_name()

    def asked(self, values: dict[str, Any]) -> list[Any]:
        """Answer the rows as the database gives them."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [fill(values) for fill in self.fillings])
            found: list[Any] = cursor.fetchall()
        return found


class Maker:
    """Makes records of rows by setting what Django's own way would set value by value, asking each time if it may."""

    def __init__(self, info: dict[str, Any], select: list[Any], converters: Sequence[Converter]) -> None:
        self.model, places = info["model"], info["select_fields"]
        self.first, self.end = places[0], places[-1] + 1
        self.names = [each[0].target.attname for each in select[self.first : self.end]]
        self.pk = self.first + self.names.index(self.model._meta.pk.attname)
        self.converters = [(at - self.first, *rest) for at, *rest in converters if self.first <= at < self.end]
        related = info.get("related_klass_infos", ())
        self.related = [(Maker(e, select, converters), e["local_setter"], e["remote_setter"]) for e in related]

    def made(self, row: Any, known: dict[Any, Any]) -> Any:
        """Answer the record of a row, and with it those it is related to; none where there is no key."""
        if (key := row[self.pk]) is None:
            return None
        if (self, key) in known:
            return known[self, key]
        found = known[self, key] = self._new(row)
        for maker, set_here, set_there in self.related:
            other = maker.made(row, known)
            set_here(found, other)
            if other is not None:
                set_there(other, found)
        return found

    def _new(self, row: Any) -> Any:
        found = self.model.__new__(self.model)
        state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        found.__dict__ = dict(zip(self.names, converted(row[self.first : self.end], self.converters), strict=True))
        found.__dict__["_state"] = state
        return found


def converted(row: Iterable[Any], converters: Iterable[Converter]) -> list[Any]:
    """Turn what the database gave into what Python works with; nothing stays nothing."""
    found, here = list(row), None
    for place, convert, expression in converters:
        if (value := found[place]) is not None:
            here = here or connections[DEFAULT_DB_ALIAS]  # the thread's own: asked through `connection`, it is sought
            found[place] = convert(value, expression, here)
    return found


def _mark(kind: Kind, place: int) -> Any:
    if kind is str:
        return f"mark {MARK + place}"
    return MARK + place if kind is int else [MARK + place]


def _filling(param: Any, marks: dict[str, Any]) -> Callable[[dict[str, Any]], Any]:
    """Say how a parameter comes by its value."""
    for name, mark in marks.items():
        if param == mark:
            return lambda values: values[name]
        if isinstance(mark, list) and param == json.dumps(mark):  # as SQLite takes it
            return lambda values: json.dumps(values[name])
    return lambda values: param
