"""What of its records a list has to read: the columns shown say it, and all the rest takes longer than they do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist

if TYPE_CHECKING:
    from zhike.kit.columns import Column

Path = tuple[str, ...]
ALL: Path = ()  # of a path: the record itself with everything in it


@dataclass(frozen=True)
class Needed:
    """The fields to read, all of them where none are named, and the related records that come along."""

    fields: tuple[str, ...]
    joined: Any  # as Django has it: a tree of names, or whether to follow all there are

    def __hash__(self) -> int:
        return hash((self.fields, str(self.joined)))


def needed(columns: Sequence["Column"], model: Any, joined: Any) -> Needed:
    """Answer what columns read of records of a model that are `joined` with others; all there is if nobody says.

    What a column does not name is still there for its cell: it is read from the database when asked for, row by row.
    """
    read = {path for column in columns for path in _paths(column, model)}
    if not read or ALL in read or not isinstance(joined, dict):
        return Needed((), joined)
    whole = {path for path in read if not any(path[:length] in read for length in range(1, len(path)))}
    return Needed(tuple(sorted("__".join(path) for path in whole)), _still_joined(joined, whole))


def _paths(column: "Column", model: Any) -> Iterable[Path]:
    if column.reads:
        return [_path(model, each) for each in column.reads]
    return [_path(model, column.value)] if column.value and column.prepare is None else [ALL]


@lru_cache(maxsize=1024)
def _path(model: Any, dotted: str) -> Path:
    """Follow names from record to record as far as they are fields; a property may look at all of its record."""
    found: Path = ALL
    for name in dotted.split("."):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return found
        if not field.concrete:
            return found
        found, model = (*found, name), field.related_model
        if model is None or name == field.attname:
            return found
    return found


def _still_joined(joined: dict[str, Any], paths: set[Path]) -> dict[str, Any]:
    """Keep of the related records those that are read."""
    return {
        name: further if (name,) in paths else _still_joined(further, {path[1:] for path in paths if path[0] == name})
        for name, further in joined.items()
        if any(path[0] == name for path in paths)
    }
