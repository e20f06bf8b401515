from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zhike.core.access import queries as access
from zhike.core.access.models import Position, Unit
from zhike.core.access.rules import in_tree_order


@dataclass(frozen=True)
class Branch:
    """A unit in the tree, with how many colleagues hold a position in it now."""

    unit: Unit
    people: int

    @property
    def indent(self) -> str:
        """How far it is set in: a full-width space for each level above."""
        return "　" * self.unit.depth


def tree() -> list[Branch]:
    """Answer the organisation, each unit under its own, neighbours by name."""
    people = Counter(unit for unit, _user in access.positions().values_list("unit_id", "user_id").distinct())
    return [Branch(unit, people[unit.pk]) for unit in sorted_units()]


def sorted_units() -> list[Unit]:
    by_path = {unit.path: unit for unit in access.units().select_related("parent")}
    names = {unit.pk: unit.name for unit in by_path.values()}
    return [by_path[path] for path in in_tree_order(by_path, names)]


def positions_in(unit: Unit, *, on: date) -> QuerySet[Position]:
    """Answer the positions in a unit that are held on a day or will be."""
    return Position.objects.filter(Q(until_on=None) | Q(until_on__gt=on), unit=unit)
