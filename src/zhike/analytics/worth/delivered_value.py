"""What a purchase gives a customer beyond what it costs him (顾客让渡价值)."""

from dataclasses import dataclass

from zhike.analytics.worth.figures import number


@dataclass(frozen=True)
class Offer:
    """An offer as the customer scores it, each in the same points.

    Attributes:
        product, service, personnel, image: what it is worth to him.
        money, time, energy, psychic: what it costs him.
    """

    product: float
    service: float
    personnel: float
    image: float
    money: float
    time: float
    energy: float
    psychic: float


def delivered(offer: Offer) -> float:
    """Answer total value less total cost, in the points of the offer.

    Raises:
        BadFigures: a score is negative or missing.

    Source: Kotler, "Marketing Management", customer-delivered value; domain book row A21.
    """
    worth = (offer.product, offer.service, offer.personnel, offer.image)
    cost = (offer.money, offer.time, offer.energy, offer.psychic)
    return sum(number("value", each, least=0) for each in worth) - sum(number("cost", each, least=0) for each in cost)


def ahead_of(ours: Offer, theirs: Offer) -> float:
    """Answer by how much our offer delivers more than a rival's; above 0 we win.

    Raises:
        BadFigures: a score is negative or missing.
    """
    return delivered(ours) - delivered(theirs)
