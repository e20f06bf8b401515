"""Two items that are bought together, described: lift tells about a pair and must not rank (rare pairs win by luck)."""

from dataclasses import dataclass

from zhike.analytics.likeness.baskets import BadBaskets

FEWEST_BASKETS = 10


@dataclass(frozen=True)
class Pair:
    """How two items A and B go together in a number of baskets.

    Attributes:
        support: share of baskets with both.
        confidence: share of the baskets with A that hold B.
        lift: how many times more often both come than if they had nothing to do with each other.
        chi_square: Pearson's χ² of the table of four, 1 degree of freedom, without correction.
        enough: both come in 10 baskets at least; below, say nothing.
    """

    support: float
    confidence: float
    lift: float
    chi_square: float
    enough: bool


def describe_pair(*, baskets: int, with_a: int, with_b: int, with_both: int) -> Pair:
    """Describe two items by counts of baskets.

    Args:
        baskets: all of them.
        with_a: those with A.
        with_b: those with B.
        with_both: those with both.

    Raises:
        BadBaskets: an item is in no basket, or the counts contradict each other.

    Source: Brin, Motwani, Silverstein, SIGMOD 1997, § 2 and § 3 (lift as "interest", χ²).
    """
    least = max(0, with_a + with_b - baskets)
    if min(with_a, with_b) < 1 or max(with_a, with_b) > baskets or not least <= with_both <= min(with_a, with_b):
        raise BadBaskets(f"counts contradict each other: {with_a}, {with_b} and {with_both} of {baskets} baskets")
    cross = with_both * baskets - with_a * with_b
    margins = with_a * with_b * (baskets - with_a) * (baskets - with_b)
    return Pair(
        support=with_both / baskets,
        confidence=with_both / with_a,
        lift=with_both * baskets / (with_a * with_b),
        chi_square=baskets * cross**2 / margins if margins else 0.0,
        enough=with_both >= FEWEST_BASKETS,
    )
