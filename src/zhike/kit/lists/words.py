"""A filter in the words of the people who read it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.kit.columns import Column
from zhike.kit.lists.conditions import Condition, Node
from zhike.kit.lists.criteria import ME, OPS, UNITS, WORDS
from zhike.kit.lists.state import ListState

JOINED = {"all": gettext_lazy("and"), "any": gettext_lazy("or")}


@dataclass(frozen=True)
class Chip:
    """A part of the filter as the list shows it: its words, where it stands, and the parts within it."""

    words: str
    at: str
    parts: "list[Chip]" = field(default_factory=list)
    joined: str = ""


def chips(state: ListState) -> list[Chip]:
    """Answer a chip for each part of the filter."""
    if not state.tree:
        return []
    if state.tree.mode == "any":
        return [_chip(state.tree, (), state)]
    return [_chip(part, (place,), state) for place, part in enumerate(state.tree.parts)]


def asking_for(column: Column, state: ListState) -> dict[str, Any]:
    """Answer what the form for one condition needs: the operators, and the values to choose from."""
    options = [(str(value), words) for value, words in column.options(state.user)]
    if column.kind == "person":
        options = [(ME, _("me")), *options]
    if column.kind == "flag":
        options = [("1", _("yes")), ("0", _("no"))]
    return {
        "column": column,
        "ops": [(op, WORDS[op]) for op in OPS[column.kind]],
        "options": options,
        "units": list(UNITS.items()),
        "is_day": column.kind in ("date", "moment"),
        "at": state.asked.get("at", ""),
        "mode": state.asked.get("mode", ""),
    }


def _chip(node: Node, at: tuple[int, ...], state: ListState) -> Chip:
    place = ".".join(map(str, at))
    if isinstance(node, Condition):
        return Chip(_words(node, state), place)
    parts = [_chip(part, (*at, number), state) for number, part in enumerate(node.parts)]
    return Chip("", place, parts, str(JOINED[node.mode]))


def _words(asked: Condition, state: ListState) -> str:
    column = state.used.get(asked.name)
    if column is None:
        return _("a column that is not there for you")
    values = [_value(value, asked, column=column, state=state) for value in asked.values]
    joiner = _(" to ") if asked.op == "between" else _(", ")
    return f"{column.title} {WORDS.get(asked.op, asked.op)} {joiner.join(values)}".strip()


def _value(value: str, asked: Condition, *, column: Column, state: ListState) -> str:
    if asked.op in ("this", "previous"):
        return str(UNITS.get(value, value))
    if asked.op in ("last", "next", "older"):
        return _("%(n)s days") % {"n": value}
    if column.kind == "flag":
        return _("yes") if value == "1" else _("no")
    if column.kind == "person" and value == ME:
        return _("me")
    if column.kind in ("choice", "person"):
        return next((str(words) for key, words in column.options(state.user) if str(key) == value), value)
    return value
