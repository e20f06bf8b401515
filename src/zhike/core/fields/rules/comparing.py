"""What a filter compares: the keys of a value as the index keeps them, and what is asked of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from unicodedata import normalize

from zhike.core.fields.rules import types
from zhike.core.fields.rules.reading import BadValue, cut, day, read
from zhike.core.fields.rules.types import NOBODY, Field, Known, Stored, value_type
from zhike.phrases import Phrase

Op = Literal["is", "in", "contains", "begins", "ge", "le", "between", "empty", "filled"]
Place = Literal["text", "number", "day"]
Bound = str | Decimal | date | None

PLACES: dict[str, Place] = {
    types.TEXT: "text",
    types.NUMBER: "number",
    types.MONEY: "number",
    types.DATE: "day",
    types.CHOICE: "text",
    types.CHOICES: "text",
    types.PERSON: "number",
    types.RECORD: "number",
}
_ALWAYS: tuple[Op, ...] = ("filled", "empty")
_ORDERED: tuple[Op, ...] = ("is", "ge", "le", "between", *_ALWAYS)
_NAMED: tuple[Op, ...] = ("is", "in", *_ALWAYS)
OPS: dict[str, tuple[Op, ...]] = {
    types.TEXT: ("contains", "is", "begins", *_ALWAYS),
    types.NUMBER: _ORDERED,
    types.MONEY: _ORDERED,
    types.DATE: _ORDERED,
    types.CHOICE: _NAMED,
    types.CHOICES: _NAMED,
    types.PERSON: _NAMED,
    types.RECORD: _NAMED,
}
NOT_ASKED = Phrase("“%(title)s” cannot be filtered like this")
NO_VALUE = Phrase("Say what “%(title)s” is compared with")


@dataclass(frozen=True)
class Key:
    """One row of the index: exactly one of the three is told."""

    text: str | None = None
    number: Decimal | None = None
    day: date | None = None


@dataclass(frozen=True)
class Asked:
    """A question of a filter: the place it looks at, and what it compares with; a bound of None is open."""

    op: Op
    place: Place
    bounds: tuple[Bound, ...] = ()


def ops(field: Field) -> tuple[Op, ...]:
    """Answer what can be asked of a field in a filter."""
    return OPS.get(value_type(field), ())


def place_of(field: Field) -> Place:
    return PLACES[value_type(field)]


def fold(text: str) -> str:
    """Write a text as it is compared: width, case and needless spaces do not count."""
    return " ".join(normalize("NFKC", text).casefold().split())[: types.TEXT_LONGEST]


def keys(field: Field, value: Stored) -> list[Key]:
    """Answer what the index keeps of a value: of several choices a row each."""
    kind = value_type(field)
    if kind == types.TEXT:
        return [Key(text=fold(str(value)))]
    if kind in types.CHOOSING:
        return [Key(text=key) for key in (value if isinstance(value, list) else [str(value)])]
    if kind == types.DATE:
        return [Key(day=date.fromisoformat(str(value)))]
    return [Key(number=Decimal(str(value)))]


def asked(field: Field, op: str, words: Sequence[str], *, known: Known = NOBODY) -> Asked:
    """Understand a question of a filter.

    Raises:
        BadValue: the field cannot be asked this, or a word cannot be read as its value.
    """
    found = next((each for each in ops(field) if each == op), None)
    if found is None:
        raise BadValue(NOT_ASKED.given(title=field.title))
    if found in _ALWAYS:
        return Asked(found, place_of(field))
    if found == "between":
        if len(words) != 2 or not any(word.strip() for word in words):
            raise BadValue(NO_VALUE.given(title=field.title))
        return Asked(
            found, place_of(field), tuple(_bound(field, word, known) if word.strip() else None for word in words)
        )
    named = [word for word in words if word.strip()]
    if not named:
        raise BadValue(NO_VALUE.given(title=field.title))
    return Asked(found, place_of(field), tuple(_bound(field, word, known) for word in named))


def holds(field: Field, value: Stored | None, question: Asked) -> bool:
    """Say whether a value answers a question as the index would."""
    found = [getattr(key, question.place) for key in keys(field, value)] if value is not None else []
    return _HOLDS[question.op](found, question.bounds)


def _bound(field: Field, word: str, known: Known) -> Bound:
    kind = value_type(field)
    if kind == types.TEXT:
        return fold(word)
    if kind == types.DATE:
        return day(word)
    value = read(_Plain(field), word, known)
    if value is None:
        raise BadValue(NO_VALUE.given(title=field.title))
    found = keys(field, value)
    if len(found) != 1:
        raise BadValue(NOT_ASKED.given(title=cut(field.title)))
    return found[0].text if found[0].text is not None else found[0].number


class _Plain:
    """A formula's result, read as a field of that type."""

    def __init__(self, field: Field) -> None:
        self.type = value_type(field)
        self.code, self.title, self.choices, self.unit = field.code, field.title, field.choices, field.unit
        self.formula = self.result = self.help = self.right = ""
        self.is_needed = False


def _between(found: list[Any], bounds: tuple[Any, ...]) -> bool:
    low, high = bounds
    return any((low is None or each >= low) and (high is None or each <= high) for each in found)


_HOLDS: dict[Op, Callable[[list[Any], tuple[Any, ...]], bool]] = {
    "is": lambda found, bounds: any(each in bounds for each in found),
    "in": lambda found, bounds: any(each in bounds for each in found),
    "contains": lambda found, bounds: any(bound in each for each in found for bound in bounds),
    "begins": lambda found, bounds: any(each.startswith(bound) for each in found for bound in bounds),
    "ge": lambda found, bounds: any(each >= bounds[0] for each in found),
    "le": lambda found, bounds: any(each <= bounds[0] for each in found),
    "between": _between,
    "filled": lambda found, bounds: bool(found),
    "empty": lambda found, bounds: not found,
}
