"""What the models expect of each customer: purchases to come, with how sure that is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from zhike.analytics.lifetime.asking import FURTHEST, days_ahead, one
from zhike.analytics.lifetime.asking import chance as probability
from zhike.analytics.lifetime.history import Floats, History, Ints

BLOCK = 4_096
NEGLIGIBLE = 1e-14
"""A chance that no longer changes a sum."""

Tails = Callable[[float | Floats], Iterator[Floats]]
"""Days to come, for all or (n,) for each → (n,) P(Y ≥ 1), P(Y ≥ 2), … of the purchase days Y in them."""


@dataclass(frozen=True, eq=False)
class Outlook:
    """The purchase days of n customers in the days to come.

    Attributes:
        expected: (n,) mean number of purchase days.
        buys: (n,) probability of one at least.
        median: (n,) the number that is passed as often as not.
        low: (n,) lower end of the interval.
        high: (n,) its upper end.
        level: probability that the interval holds.
    """

    expected: Floats
    buys: Floats
    median: Ints
    low: Ints
    high: Ints
    level: float


@singledispatch
def tails_of(model: object, rows: History) -> Tails:
    """Answer how the purchases to come of some customers are distributed."""
    raise TypeError(f"{type(model).__name__} is no lifetime model")


@singledispatch
def probability_alive(model: object, history: History) -> Floats:
    """Answer (n,) the probability that each is still a customer at the end of the observation.

    It is no forecast: somebody who bought once is "alive" under BG/NBD whatever happens. Ask `outlook(…).buys`.

    Args:
        model: a fitted lifetime model.
        history: n customers.

    Raises:
        TypeError: the model is none of a lifetime.

    Source: Fader, Hardie, Lee, "Computing P(alive) using the BG/NBD model", 2008; Platzer, Reutterer 2016, equation 6,
    for (M)BG/CNBD-k; Schmittlein, Morrison, Colombo 1987, equations 11-13, for Pareto/NBD.
    """
    raise TypeError(f"{type(model).__name__} is no lifetime model")


def expected_purchases(model: object, history: History, *, days: float) -> Floats:
    """Answer (n,) the mean number of purchase days in the days to come.

    Args:
        model: a fitted lifetime model.
        history: n customers, up to the day from which is foretold.
        days: how many days are foretold, 0 to a hundred years.

    Raises:
        BadQuestion: the days are missing or out of these limits.
        TypeError: the model is none of a lifetime.

    Source: BG/NBD: Fader, Hardie, Lee 2005, equation 10, by exact summation of P(Y ≥ n) instead of 2F1, which serves
    every k; Pareto/NBD: Schmittlein, Morrison, Colombo 1987, equation 22, in closed form.
    """
    return next(expected_until(model, history, days=[one("days", days, least=0, most=FURTHEST)]))


def expected_until(model: object, history: History, *, days: ArrayLike) -> Iterator[Floats]:
    """Yield (n,) the mean number of purchase days until each of some days to come, for less than one by one.

    Args, Raises and Source: as of `expected_purchases`.
    """
    return means_of(model, history, days_ahead("days", days))


@singledispatch
def means_of(model: object, history: History, days: Floats) -> Iterator[Floats]:
    """Yield (n,) means until each of the days (m,), which were checked."""
    raise TypeError(f"{type(model).__name__} is no lifetime model")


@singledispatch
def outlook(model: object, history: History, *, days: float, level: float = 0.8) -> Outlook:
    """Foretell the purchase days of each customer in the days to come.

    The mean is the sum of P(Y ≥ 1), P(Y ≥ 2), …, and the same chances give the median and the interval.

    Args:
        model: a fitted lifetime model.
        history: n customers, up to the day from which is foretold.
        days: how many days are foretold, 0 to a hundred years.
        level: how often the interval shall hold the number, 0 to 1.

    Raises:
        BadQuestion: the days or the level are missing or out of these limits.
        TypeError: the model is none of a lifetime.

    Source: as of `expected_purchases`.
    """
    return summed_up(model, history, days=days, level=level)


def summed_up(model: object, history: History, *, days: float, level: float) -> Outlook:
    """Sum the chances block by block, customers of like numbers together and equal ones once."""
    ahead, level = one("days", days, least=0, most=FURTHEST), probability("level", level)
    parts: list[Outlook] = []
    kinds, kind = history.kinds()
    for at in range(0, len(kinds), BLOCK):
        rows = history.take(kinds[at : at + BLOCK])
        parts.append(summed(tails_of(model, rows)(ahead), len(rows), level=level))

    def joined(of: Callable[[Outlook], Any]) -> Any:
        return np.concatenate([of(part) for part in parts])[kind]

    return Outlook(
        expected=joined(lambda part: part.expected),
        buys=joined(lambda part: part.buys),
        median=joined(lambda part: part.median),
        low=joined(lambda part: part.low),
        high=joined(lambda part: part.high),
        level=level,
    )


def summed(tails: Iterator[Floats], n: int, *, level: float) -> Outlook:
    """Sum chances P(Y ≥ 1), P(Y ≥ 2), … of n customers to means, medians and intervals."""
    expected: Floats = np.zeros(n)
    buys: Floats = np.zeros(n)
    counted = {share: np.zeros(n, dtype=np.int64) for share in ((1 + level) / 2, 0.5, (1 - level) / 2)}
    for number, chance in enumerate(tails):
        if not number:
            buys = chance
        expected += chance
        for share, count in counted.items():
            count += chance > share
        if chance.max(initial=0.0) < NEGLIGIBLE:
            break
    low, median, high = counted.values()
    return Outlook(expected, buys, median, low, high, level)


def probability_of_purchase(model: object, history: History, *, days: float) -> Floats:
    """Answer (n,) the probability of a purchase in the days to come: what "will they come again" means.

    Args, Raises and Source: as of `expected_purchases`.
    """
    ahead = one("days", days, least=0, most=FURTHEST)
    return np.concatenate([next(tails_of(model, rows)(ahead)) for rows in blocks_of(history)])


def blocks_of(history: History) -> Iterator[History]:
    return (history.take(slice(at, at + BLOCK)) for at in range(0, len(history), BLOCK))
