"""Customers who buy at rates of their own and leave at some time, drawn by chance."""

import numpy as np

from zhike.analytics.forecasting import Visits, visits


def shop(customers: int, *, days: int, seed: int = 0) -> Visits:
    """Draw customers who come in the first third of the days."""
    chance = np.random.default_rng(seed)
    first = chance.integers(days // 3, size=customers)
    rate, leaves = chance.gamma(0.8, 1 / 20, customers), first + chance.exponential(days, customers)
    there = chance.random((customers, days)) < rate[:, None]
    day = np.arange(days)
    there &= (day > first[:, None]) & (day < leaves[:, None])
    there[np.arange(customers), first] = True
    who, when = np.nonzero(there)
    return visits(who, when, np.round(chance.gamma(2, 5_000, len(who))))
