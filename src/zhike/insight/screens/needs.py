"""The five boxes of needs, matter by matter, in words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhike.insight.queries import CustomerPage
from zhike.kit import cells

if TYPE_CHECKING:
    from zhike.customers.models import Need
    from zhike.customers.rules.matters import Box, Matter


@dataclass(frozen=True)
class NeedBox:
    """One kind of need: its badge, what is known, and the question that fills it; `may_write` opens both."""

    kind: str
    badge: SafeString
    needs: "tuple[Need, ...]"
    question: str
    may_write: bool


@dataclass(frozen=True)
class NeedMatter:
    """The boxes of one matter, and the share of the five kinds that is known of it."""

    name: str
    depth: str
    boxes: tuple[NeedBox, ...]


def need_matters(page: CustomerPage) -> tuple[NeedMatter, ...]:
    """Put each kind of need that the user may see into its box; what stays inside the house stands out."""
    writes = page.needs.writes if page.acts["edit"] else ()
    return tuple(_matter(matter, writes) for matter in page.needs.matters)


def _matter(matter: "Matter[Need]", writes: tuple[str, ...]) -> NeedMatter:
    boxes = tuple(_box(box, may_write=box.kind in writes) for box in matter.boxes)
    return NeedMatter(matter.name, f"{matter.depth:.0%}", boxes)


def _box(box: "Box[Need]", *, may_write: bool) -> NeedBox:
    label, tone = _kinds()[box.kind]
    question = _(box.question.text) if box.question else ""
    return NeedBox(box.kind, cells.badge(label, tone), box.needs, question, may_write)


def _kinds() -> dict[str, tuple[str, str]]:
    """How each kind is called and tinted."""
    return {
        "stated": (_("stated"), ""),
        "real": (_("real"), ""),
        "unstated": (_("unstated"), ""),
        "delight": (_("delight"), "warn"),
        "secret": (_("secret"), "warn"),
    }
