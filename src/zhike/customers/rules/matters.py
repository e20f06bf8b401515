"""The needs of a customer matter by matter: five boxes each, and what to ask for the empty ones (domain book A18)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from zhike.customers.rules.needs import KINDS, discovery
from zhike.phrases import Phrase


class Told(Protocol):
    """What is asked of a need here."""

    kind: str
    status: str
    matter: str


Need = TypeVar("Need", bound=Told)
Row = TypeVar("Row")  # unbound: mypy asks for the bound before Django's models are known to it


@dataclass(frozen=True)
class Box(Generic[Row]):
    """One of the five kinds: what is known of it, and what to ask as long as nothing is."""

    kind: str
    needs: tuple[Row, ...]
    question: Phrase | None


@dataclass(frozen=True)
class Matter(Generic[Row]):
    """The boxes of one business; needs that name none stand together under an empty name."""

    name: str
    boxes: tuple[Box[Row], ...]
    depth: float


def by_matter(needs: Iterable[Need], *, kinds: Collection[str] = KINDS) -> list[Matter[Need]]:
    """Sort needs into boxes of the kinds that may be shown, in their order, those that name no matter at the end.

    The depth counts the other kinds too: it is the same figure for whoever looks.
    """
    found: dict[str, list[Need]] = {}
    for need in needs:
        found.setdefault(need.matter, []).append(need)
    shown = {name: told for name, told in found.items() if any(need.kind in kinds for need in told)} or {"": []}
    return [_matter(name, shown[name], kinds) for name in sorted(shown, key=lambda name: not name)]


def _matter(name: str, needs: list[Need], kinds: Collection[str]) -> Matter[Need]:
    known = discovery(needs)
    questions = dict(known.questions)
    boxes = (
        Box(kind, tuple(need for need in needs if need.kind == kind), questions.get(kind))
        for kind in KINDS
        if kind in kinds
    )
    return Matter(name, tuple(boxes), known.depth)
