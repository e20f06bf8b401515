"""What a role may do: named permissions, each with the reach it has over records, and rules for single fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

from zhike.phrases import Phrase

MaskKind = Literal["phone", "email", "id", "text"]


class Scope(IntEnum):
    """Whose records a permission reaches."""

    NONE = 0
    OWN = 10
    TEAM = 20
    BRANCH = 30  # the team and all below it
    ALL = 100


class Level(IntEnum):
    """What a role may do with a field."""

    HIDDEN = 0
    MASKED = 10
    READ = 20
    EDIT = 30


@dataclass(frozen=True)
class Named:
    """A permission as the product offers it to a role; `is_scoped` when it reaches some records and others not."""

    code: str
    title: object
    is_scoped: bool = False


@dataclass(frozen=True)
class FieldRight:
    """A field that roles may be kept from. Only the roles that grant `see` have a say; `default` is theirs unsaid."""

    code: str
    title: object
    see: str
    mask: MaskKind = "text"
    default: Level = Level.EDIT


@dataclass(frozen=True)
class Rights:
    """What one app offers to roles."""

    title: object
    permissions: tuple[Named, ...]
    fields: tuple[FieldRight, ...] = ()


@dataclass(frozen=True)
class FirstRole:
    """A role as a new installation starts with it."""

    code: str
    name: str
    grants: Mapping[str, Scope]
    fields: Mapping[str, Level] = field(default_factory=dict)
    reveals_per_day: int = 30


@dataclass(frozen=True)
class Held:
    """A role that a colleague holds in a unit; `path` is that unit's place in the tree: 1/4/."""

    role: str
    unit: str
    path: str
    grants: Mapping[str, int]
    fields: Mapping[str, int]
    reveals_per_day: int

    def scope(self, permission: str) -> Scope:
        found = self.grants.get(permission)
        return Scope(found) if found is not None else Scope.NONE


@dataclass(frozen=True)
class Reach:
    """Whose records a permission reaches for one user: everybody's, or those of these colleagues."""

    is_all: bool = False
    user_ids: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.is_all or bool(self.user_ids)


def widest(scopes: Iterable[Scope]) -> Scope:
    """Several roles add up: the widest reach counts."""
    return max(scopes, default=Scope.NONE)


def field_level(right: FieldRight, roles: Iterable[Held]) -> Level:
    """Say what roles allow with a field: the widest of those by which the record is seen at all."""
    having_a_say = [role for role in roles if role.scope(right.see) > Scope.NONE]
    return max((Level(role.fields.get(right.code, right.default)) for role in having_a_say), default=Level.HIDDEN)


def in_tree_order(paths: Iterable[str], names: Mapping[int, str]) -> list[str]:
    """Sort paths so that each follows the one it belongs to, neighbours by name."""
    return sorted(paths, key=lambda path: [(names.get(pk, ""), pk) for pk in map(int, path.strip("/").split("/"))])


OWN = Phrase("“%(role)s” reaches the own records, and this one is the user's own")
TEAM = Phrase("“%(role)s” reaches the records of %(unit)s, and %(owner)s belongs there")
BRANCH = Phrase("“%(role)s” reaches the records of %(unit)s and all units below, and %(owner)s belongs there")
ALL = Phrase("“%(role)s” reaches all records")
MEMBER = Phrase("was added to this record by %(giver)s")
MEMBER_UNTIL = Phrase("was added to this record by %(giver)s until %(day)s")
NO_ROLE = Phrase("no role of the user has this permission")
TOO_NARROW = Phrase("“%(role)s” has this permission, but reaches other records only")
NOT_IN = Phrase("has left, or may not sign in")
