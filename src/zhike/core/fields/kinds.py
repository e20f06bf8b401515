"""The kinds of record that have custom fields, told by the configuration."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from zhike.core.fields.rules.types import Choice


@dataclass(frozen=True)
class Block:
    """A part of a record's card."""

    key: str
    title: Promise


@dataclass(frozen=True)
class FirstField:
    """A field that a new installation starts with; afterwards it is data, shaped by an administrator."""

    code: str
    title: str
    type: str
    block: str
    choices: tuple[str, ...] = ()
    help: str = ""
    unit: str = ""
    right: str = ""
    is_filtered: bool = False

    @property
    def as_choices(self) -> list[dict[str, Any]]:
        return [Choice(f"c{place}", title).as_json() for place, title in enumerate(self.choices, start=1)]


@dataclass(frozen=True)
class FieldKind:
    """A kind of record: `rows` and `extras` are the dotted names of two questions.

    `rows(for_user=)` answers the records a user may see, which `see` lets one do at all; `extras(after=, limit=)` the
    next (id, custom values) behind an id, held until the transaction ends.
    """

    title: Promise
    see: str
    rows: str
    extras: str
    blocks: tuple[Block, ...]
    first: tuple[FirstField, ...] = ()
    number: str = "number"  # the field people know a record by

    def visible_rows(self, *, for_user: Any) -> QuerySet[Any]:
        ask: Callable[..., QuerySet[Any]] = import_string(self.rows)
        return ask(for_user=for_user)

    def next_extras(self, *, after: int, limit: int) -> list[tuple[int, dict[str, Any]]]:
        ask: Callable[..., list[tuple[int, dict[str, Any]]]] = import_string(self.extras)
        return ask(after=after, limit=limit)


def kinds() -> Mapping[str, FieldKind]:
    """Answer the kinds by code; the first is the one that fields of the type record point to."""
    found: Mapping[str, FieldKind] = import_string(settings.ZHIKE_FIELD_KINDS)
    return found


def referred() -> FieldKind:
    """Answer the kind that fields of the type record point to."""
    return next(iter(kinds().values()))
