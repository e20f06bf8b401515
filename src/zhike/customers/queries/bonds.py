"""What keeps a customer, and how satisfied it said to be."""

from dataclasses import dataclass

from zhike.customers.models import Customer, Satisfaction, SwitchingCost
from zhike.customers.rules.bonds import QUESTIONS, is_hostage
from zhike.phrases import Phrase


@dataclass(frozen=True)
class Bond:
    """One of the three kinds of switching cost: how it was rated, or what to ask."""

    kind: SwitchingCost.Kind
    cost: SwitchingCost | None
    question: Phrase


@dataclass(frozen=True)
class Bonds:
    """The three kinds each for itself, never a sum of them, and the customer's last word on us."""

    kinds: tuple[Bond, ...]
    satisfaction: Satisfaction | None

    @property
    def is_known(self) -> bool:
        """Say whether anything was rated or said."""
        return self.satisfaction is not None or any(bond.cost for bond in self.kinds)

    @property
    def is_hostage(self) -> bool:
        """Say whether the customer stays though it is not satisfied, because going is dear."""
        scores = [bond.cost.score for bond in self.kinds if bond.cost]
        return is_hostage(scores, grade=self.satisfaction.grade if self.satisfaction else None)


def bonds(customer: Customer) -> Bonds:
    """Answer what keeps a customer, and what it said last of how satisfied it is."""
    rated = {cost.kind: cost for cost in customer.switching_costs.all()}
    kinds = tuple(Bond(kind, rated.get(kind.value), QUESTIONS[kind.value]) for kind in SwitchingCost.Kind)
    return Bonds(kinds, customer.satisfactions.order_by("-said_on", "-pk").first())


def switching_cost(customer: Customer, kind: str) -> SwitchingCost | None:
    return customer.switching_costs.filter(kind=kind).first()
