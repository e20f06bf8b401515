"""A first sale at a loss: how many of the customers must stay for it to pay."""

from dataclasses import dataclass

from zhike.analytics.worth.figures import number


@dataclass(frozen=True)
class BreakEven:
    """How many must stay a year, and from what that follows; money in 分.

    Attributes:
        retention: the share at which a first sale's loss is just made up; 0 if there is no loss, None if no share does.
        first: margin of the first sale.
        later: yearly margin from the second year on, of those who stay.
        discount: rate a year.
    """

    retention: float | None
    first: float
    later: float
    discount: float


def break_even(first: float, later: float, *, discount: float) -> BreakEven:
    """Solve m r / (1 + d - r) = loss for r: r = loss (1 + d) / (m + loss).

    Args:
        first: 分 that the first sale leaves; below 0 a loss.
        later: 分 a year that a customer who stays leaves from the second year on, service deducted.
        discount: rate a year.

    Raises:
        BadFigures: a figure is no number, or the rate is negative.

    Source: domain book row B09; the formula of 2.8 turned round.
    """
    loss, m = -number("first", first), number("later", later)
    d = number("discount", discount, least=0)
    if loss <= 0:
        return BreakEven(0.0, first, later, d)
    share = loss * (1 + d) / (m + loss) if m > 0 else 1.0
    return BreakEven(share if share < 1 else None, first, later, d)
