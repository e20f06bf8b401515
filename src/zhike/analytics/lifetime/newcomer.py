"""What the models expect of somebody of whom nothing is known but a first purchase today."""

from collections.abc import Iterator
from functools import singledispatch

import numpy as np

from zhike.analytics.lifetime.asking import days_ahead, whole
from zhike.analytics.lifetime.counts import at_least
from zhike.analytics.lifetime.history import Floats
from zhike.analytics.lifetime.models import Regular
from zhike.analytics.lifetime.outlook import NEGLIGIBLE


@singledispatch
def newcomer_tails(model: object, days: Floats) -> Iterator[Floats]:
    """Yield (m,) P(X ≥ 1), P(X ≥ 2), … of the repeat purchase days X in each number of days (m,)."""
    raise TypeError(f"{type(model).__name__} is no lifetime model")


def expected_of_newcomer(model: object, days: Floats) -> Floats:
    """Answer (m,) the mean number of repeat purchase days in so many days after the first purchase.

    Args:
        model: a fitted lifetime model.
        days: (m,) days, 0 to a hundred years.

    Raises:
        BadQuestion: a number of days is missing or out of these limits.

    Source: BG/NBD: Fader, Hardie, Lee 2005, equation 9; the others: the same mean as the sum of P(X ≥ n).
    """
    ahead = np.atleast_1d(days_ahead("days", days))
    total = np.zeros(len(ahead))
    for chance in newcomer_tails(model, ahead):
        total += chance
        if chance.max(initial=0.0) < NEGLIGIBLE:
            break
    return total


def distribution_of_newcomer(model: object, days: float, *, most: int) -> Floats:
    """Answer (most + 1,) P(X = 0), …, P(X = most) of the repeat purchase days X in so many days.

    Args:
        model: a fitted lifetime model.
        days: after the first purchase, 0 to a hundred years.
        most: the largest number asked for, ≥ 0.

    Raises:
        BadQuestion: one of the two is missing, out of its limits or not whole.

    Source: BG/NBD: Fader, Hardie, Lee 2005, equation 8; the others: differences of P(X ≥ n).
    """
    tails = newcomer_tails(model, days_ahead("days", [days]))
    reached = np.array([1.0, *(float(next(tails)[0]) for _ in range(whole("most", most, least=0) + 1))])
    found: Floats = reached[:-1] - reached[1:]
    return found


@newcomer_tails.register
def _(model: Regular, days: Floats) -> Iterator[Floats]:
    r, alpha, a, b = model.in_days
    count = at_least(np.full(len(days), r), days / (alpha + days), first=model.k, step=model.k)
    still, number = 1.0, int(model.first_too)
    if number:
        still *= b / (a + b)
    while True:
        yield still * next(count)
        still *= (b + number) / (a + b + number)
        number += 1
