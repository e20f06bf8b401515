"""What types of custom fields there are, and what each of them can do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from unicodedata import normalize

from zhike.phrases import Phrase

TEXT, LONG_TEXT, NUMBER, MONEY, DATE = "text", "long_text", "number", "money", "date"
CHOICE, CHOICES, PERSON, RECORD, FILE, FORMULA = "choice", "choices", "person", "record", "file", "formula"

RESULTS = (NUMBER, MONEY, DATE, TEXT)  # what a formula may come to
CHOOSING = (CHOICE, CHOICES)
SEARCHED = (TEXT, CHOICE, CHOICES)
FILTERABLE = frozenset({TEXT, NUMBER, MONEY, DATE, CHOICE, CHOICES, PERSON, RECORD, FORMULA})
SORTABLE = frozenset({TEXT, NUMBER, MONEY, DATE, CHOICE})
COMPUTABLE = frozenset({TEXT, NUMBER, MONEY, DATE, CHOICE, CHOICES, FORMULA})

FIELDS_MOST = 200  # of one kind of record
CHOICES_MOST = 200
TITLE_LONGEST = 60
TEXT_LONGEST = 100  # all of it fits into the index
LONG_TEXT_LONGEST = 2000
FORMULA_LONGEST = 1000
FILE_LARGEST_BYTES = 20 * 1024 * 1024

Extra = Mapping[str, Any]
"""The custom values of one record by code, as its JSON column has them."""

Stored = str | int | list[str]
"""One value as it is kept: numbers as their digits, money in 分, days as 2026-03-05, choices by key, others by id."""


class Field(Protocol):
    """What the rules ask of a definition."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def choices(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def formula(self) -> str: ...
    @property
    def result(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def help(self) -> str: ...
    @property
    def is_needed(self) -> bool: ...
    @property
    def right(self) -> str: ...


@dataclass(frozen=True)
class Choice:
    """One of the answers a field offers; `now` is the key of the one that took its place."""

    key: str
    title: str
    is_off: bool = False
    now: str = ""

    @property
    def is_offered(self) -> bool:
        return not self.is_off and not self.now

    def as_json(self) -> dict[str, Any]:
        told = {"key": self.key, "title": self.title}
        return told | ({"is_off": True} if self.is_off else {}) | ({"now": self.now} if self.now else {})


@dataclass(frozen=True)
class Known:
    """Whom and what the ids of a record's values mean: colleagues, records as the user may see them, files."""

    people: Mapping[int, str] = field(default_factory=dict)
    records: Mapping[int, str] = field(default_factory=dict)
    files: Mapping[int, str] = field(default_factory=dict)
    find_record: Callable[[str], int | None] = lambda number: None


NOBODY = Known()


@dataclass(frozen=True)
class Missing:
    """A value that cannot be worked out, and why."""

    reason: Phrase


def value_type(of: Field) -> str:
    """Answer the type of a field's values: of a formula, that of its result."""
    return of.result if of.type == FORMULA else of.type


def choices_of(of: Field) -> dict[str, Choice]:
    """Answer all choices a field has or had, by key, in their order."""
    known = {"key", "title", "is_off", "now"}
    return {told["key"]: Choice(**{name: told[name] for name in known & {*told}}) for told in of.choices}


def offered(of: Field) -> list[Choice]:
    return [choice for choice in choices_of(of).values() if choice.is_offered]


def choice_now(choices: Mapping[str, Choice], key: str) -> str:
    """Follow a choice to the one that took its place."""
    for _ in choices:
        if key not in choices or not choices[key].now:
            break
        key = choices[key].now
    return key


def name_key(words: str) -> str:
    """Fold a name as people may write it: case, width and quotation marks."""
    return normalize("NFKC", words.translate(_MARKS)).casefold().strip()


_MARKS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "｛": "{", "｝": "}"})
