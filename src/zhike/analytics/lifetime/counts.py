"""How many purchases a customer with a gamma-distributed rate makes in a time: the negative binomial distribution."""

from collections.abc import Iterator

import numpy as np
from scipy.special import betainc

from zhike.analytics.lifetime.history import Floats

_UNDERFLOW = -700.0
_ROUNDED = 1e-12
"""A rest this small is what rounding left of 1 minus a long sum; it would never fall further."""


def at_least(shape: Floats, share: Floats, *, first: int, step: int) -> Iterator[Floats]:
    """Yield P(M ≥ first), P(M ≥ first + step), … of M ~ NB(shape, share), without end.

    Args:
        shape: (…) shape of the rate's gamma distribution.
        share: (…) time / (time + scale of the rate), from 0 to below 1.
        first: the first number asked for, ≥ 0.
        step: how far the numbers lie apart, ≥ 1.
    """
    log_none = shape * np.log1p(-share)
    if (log_none < _UNDERFLOW).any():
        yield from _by_beta(shape, share, first=first, step=step)
    here, below = np.exp(log_none), np.zeros_like(shape)
    reached = 0
    while True:
        while reached < first:
            below += here
            here *= (shape + reached) / (reached + 1) * share
            reached += 1
        rest = 1 - below
        yield np.where(rest > _ROUNDED, rest, 0.0)
        first += step


def _by_beta(shape: Floats, share: Floats, *, first: int, step: int) -> Iterator[Floats]:
    """Do the same where the chance of no purchase is too small for a float (DLMF 8.17.24)."""
    while True:
        yield betainc(first, shape, share) if first else np.ones_like(shape)
        first += step
