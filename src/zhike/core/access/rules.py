"""What a role may do: named permissions, each with the reach it has over records."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum


class Scope(IntEnum):
    """Whose records a permission reaches; numbers leave room for team scopes."""

    NONE = 0
    OWN = 10
    ALL = 100


@dataclass(frozen=True)
class FirstRole:
    """A role as a new installation starts with it."""

    code: str
    name: str
    grants: Mapping[str, Scope]


def widest(scopes: list[Scope]) -> Scope:
    """Several roles add up: the widest reach counts."""
    return max(scopes, default=Scope.NONE)
