"""A filter as a tree of conditions joined by and/or: read, written and changed without any database.

As text it is JSON: `["all", ["level", "in", "A", "B"], ["any", ["city", "is", "杭州"], ["bought", "ge", "100"]]]`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Mode = Literal["all", "any"]
Path = tuple[int, ...]
DEEPEST, MOST_CONDITIONS, MOST_VALUES, LONGEST_VALUE = 4, 30, 50, 100


class Unreadable(ValueError):
    """A text is no filter, or one that is larger than anybody needs."""


@dataclass(frozen=True)
class Condition:
    """One column, what is asked of it, and the values it is compared with."""

    name: str
    op: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Conditions of which all or any must hold; an empty group lets everything through."""

    mode: Mode = "all"
    parts: tuple["Node", ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)


Node: TypeAlias = Condition | Group
EVERYTHING = Group()


def read(text: str) -> Group:
    """Read a filter from its text; an empty text is no filter.

    Raises:
        Unreadable: it is not JSON of this shape, or too deep, too long or too wide.
    """
    if not text:
        return EVERYTHING
    try:
        found = _node(json.loads(text), depth=1)
    except (ValueError, TypeError, RecursionError) as wrong:
        raise Unreadable from wrong
    tree = found if isinstance(found, Group) else Group("all", (found,))
    if sum(1 for _ in conditions(tree)) > MOST_CONDITIONS:
        raise Unreadable
    return tree


def write(tree: Group) -> str:
    """Write a filter in the one shortest way, so that equal filters are equal texts."""
    return json.dumps(_plain(tree), ensure_ascii=False, separators=(",", ":")) if tree else ""


def conditions(tree: Node) -> Iterator[Condition]:
    """Give every condition of a tree."""
    if isinstance(tree, Condition):
        yield tree
    else:
        for part in tree.parts:
            yield from conditions(part)


def join(tree: Group, path: Path, new: Condition, *, mode: Mode) -> Group:
    """Join a condition to the node at a path by and or by or.

    Raises:
        Unreadable: nothing stands at this path.
    """
    return _group(_changed(tree, path, lambda node: _joined(node, new, mode)))


def without(tree: Group, path: Path) -> Group:
    """Take the node at a path away.

    Raises:
        Unreadable: nothing stands at this path.
    """
    return _group(_changed(tree, path, lambda node: None))


def _joined(node: Node, new: Condition, mode: Mode) -> Node:
    if isinstance(node, Group) and (node.mode == mode or not node.parts):
        return Group(mode, (*node.parts, new))
    return Group(mode, (node, new))


def _changed(node: Node, path: Path, change: Any) -> Node | None:
    if not path:
        found: Node | None = change(node)
        return found
    place, rest = path[0], path[1:]
    if isinstance(node, Condition) or place >= len(node.parts):
        raise Unreadable
    part = _changed(node.parts[place], rest, change)
    parts = (*node.parts[:place], *(() if part is None else (part,)), *node.parts[place + 1 :])
    return _simple(Group(node.mode, parts))


def _simple(group: Group) -> Node | None:
    """Let a group of one be that one, and a group within a group of its own mode be part of it."""
    parts: list[Node] = []
    for part in group.parts:
        parts += part.parts if isinstance(part, Group) and part.mode == group.mode else (part,)
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Group(group.mode, tuple(parts))


def _group(node: Node | None) -> Group:
    if node is None:
        return EVERYTHING
    return node if isinstance(node, Group) else Group("all", (node,))


def _node(plain: Any, *, depth: int) -> Node:
    if not isinstance(plain, list) or depth > DEEPEST or not plain:
        raise Unreadable
    if plain[0] in ("all", "any") and all(isinstance(part, list) for part in plain[1:]):
        return Group(plain[0], tuple(_node(part, depth=depth + 1) for part in plain[1:]))
    if len(plain) < 2 or len(plain) > MOST_VALUES + 2 or not all(isinstance(word, str) for word in plain):
        raise Unreadable
    if any(len(word) > LONGEST_VALUE or "\x00" in word for word in plain):
        raise Unreadable
    return Condition(plain[0], plain[1], tuple(plain[2:]))


def _plain(node: Node) -> list[Any]:
    if isinstance(node, Condition):
        return [node.name, node.op, *node.values]
    return [node.mode, *map(_plain, node.parts)]
