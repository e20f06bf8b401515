"""The forecast for a handful of customers: each one's rate, drawn towards everybody's."""

import numpy as np

from zhike.analytics.lifetime.history import Floats, History

LEAST = 1e-6


def pooled_rate(rows: History, *, days: int) -> tuple[Floats, Floats]:
    """Expect of n customers their own rate and everybody's, which counts as one purchase day.

    Args:
        rows: histories.
        days: how many days are foretold.

    Returns:
        (n,) expected purchase days > 0, and the shape of their negative binomial distribution.

    Source: the posterior of a Poisson rate under an exponential prior with everybody's mean (gamma-Poisson).
    """
    everybody = (rows.repeats.sum() + 0.5) / (rows.age.sum() + len(rows))
    shape = 1.0 + rows.repeats
    mean: Floats = shape / (rows.age + 1 / everybody) * days
    return np.maximum(mean, LEAST), shape
