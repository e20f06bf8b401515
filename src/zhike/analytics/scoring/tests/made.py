"""Order lines that are made up."""

import numpy as np

from zhike.analytics.purchases import Lines, lines
from zhike.analytics.scoring import Scored, Settings, score

AS_OF = np.datetime64("2025-12-31")


def bought(*rows: tuple[str, str, int]) -> Lines:
    """Customer, day and 分."""
    customer, day, amount = zip(*rows, strict=True)
    return lines(list(customer), list(day), list(amount))


def many(customers: int, *, seed: int = 0, days: int = 700) -> Lines:
    """Customers with rates of their own who leave at moments of their own."""
    chance = np.random.default_rng(seed)
    who, when = [], []
    for number in range(customers):
        at = float(chance.integers(0, days // 2))
        end = at + days * chance.uniform(0.1, 1.0)
        gap = chance.gamma(2.0, 25.0) + 3
        while at < min(end, days):
            who.append(number)
            when.append(int(at))
            at += 1 + chance.exponential(gap)
    amount = chance.gamma(3.0, 4_000.0, len(who)).astype(np.int64)
    return lines(np.array(who), AS_OF - days + np.array(when), amount)


def scored(source: Lines, **settings: object) -> Scored:
    return score(source, Settings(**{"as_of": AS_OF, **settings}))  # type: ignore[arg-type]
