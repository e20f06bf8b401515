"""Invented customers who behave as the lifetime models say, for timing fits: repeats, last and age in days."""

import numpy as np

from zhike.analytics.lifetime import History, history

YEAR = 365


def bg_nbd_customers(number: int, *, seed: int = 1, modified: bool = False) -> History:
    """Let customers buy who may leave after each repeat (r .6, alpha 8 weeks, a .7, b 2.5), won over a year of two."""
    chance = np.random.default_rng(seed)
    age = YEAR + chance.integers(0, YEAR, number).astype(np.float64)
    rate, leaves = chance.gamma(0.6, 1 / 56, number), chance.beta(0.7, 2.5, number)
    repeats, last = np.zeros(number, dtype=np.int64), np.zeros(number)
    here = np.flatnonzero(chance.random(number) > leaves) if modified else np.arange(number)
    while len(here):
        then = last[here] + np.maximum(np.ceil(chance.exponential(1 / rate[here])), 1)
        here, then = here[then <= age[here]], then[then <= age[here]]
        repeats[here] += 1
        last[here] = then
        here = here[chance.random(len(here)) > leaves[here]]
    return history(repeats, last, age)


def pareto_nbd_customers(number: int, *, seed: int = 2) -> History:
    """Let customers buy at a rate and leave at any moment (r .6, alpha 80 days, s .6, beta 90), won over a year."""
    chance = np.random.default_rng(seed)
    age = YEAR + chance.integers(0, YEAR, number).astype(np.float64)
    until = np.minimum(age, chance.exponential(1 / np.maximum(chance.gamma(0.6, 1 / 90, number), 1e-12)))
    repeats = chance.poisson(chance.gamma(0.6, 1 / 80, number) * until)
    last = until * chance.random(number) ** (1 / np.maximum(repeats, 1))
    return history(repeats, np.where(repeats > 0, last, 0.0), age)
