"""Find the parameters under which what happened was most likely."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import numpy as np

from zhike.analytics.lifetime.climbing import Function, Lowest, climb, lowest, variances
from zhike.analytics.lifetime.history import Floats, History
from zhike.analytics.lifetime.packing import BLOCK, blocks
from zhike.analytics.lifetime.together import sample, together

Likelihood = Callable[[Floats, History], tuple[float, Floats]]
"""Positive parameters (p,) and a history to the log-likelihood and its gradient (p,) by the parameters."""

SAMPLES = (2_000, 20_000)
"""Customers looked at first, and then."""

_FEWER = 2
"""How many times as many rows there must be for a sample to be worth a look."""
_SURE = 1.0
"""Largest standard error of a logarithm of a parameter with which a sample's optimum is a start for more."""
_HERE, _NEAR = 0.01, 0.3
"""How far a curvature reaches, in logarithms of parameters: where it is cheap to measure anew, and where it is not."""


class NotFitted(ArithmeticError):
    """No parameters were found; the message says why."""


@dataclass(frozen=True)
class Fit:
    """The best parameters, how likely they make the history, and how sure each is.

    Attributes:
        parameters: (p,) in the order the likelihood takes them.
        log_likelihood: sum over customers, natural logarithm.
        errors: (p,) standard errors by the curvature at the optimum; infinite where the history does not say.
    """

    parameters: Floats
    log_likelihood: float
    errors: Floats


def fit(likelihood: Likelihood, history: History, start: Floats) -> Fit:
    """Maximise a likelihood over positive parameters.

    Equal customers are one row. Many rows are first fitted on samples, whose optimum and curvature leave few looks at
    the whole; a sample that leaves a parameter open is passed over.

    Raises:
        NotFitted: the likelihood has no finite value.
    """
    rows, first = together(history), np.log(start)
    near: Lowest | None = None
    for some in _samples(rows):
        near = _fitted(likelihood, some, first, near=near)
        near = near if (_errors(near, some.customers) < _SURE).all() else None
    found = _fitted(likelihood, rows, first, near=near)
    parameters = np.exp(found.theta)
    return Fit(parameters, -found.value * history.customers, parameters * _errors(found, history.customers))


def _samples(rows: History) -> Iterator[History]:
    """Yield samples of some customers, the smallest first; none where it would be hardly shorter."""
    fewer = [rows]
    for customers in reversed(SAMPLES):
        if len(fewer[-1]) > _FEWER * customers:
            fewer.append(sample(fewer[-1], customers))
    return reversed(fewer[1:])


def _fitted(likelihood: Likelihood, rows: History, first: Floats, *, near: Lowest | None) -> Lowest:
    """Fit some rows, from a place near by if there is one; the curvature of very many rows may be their sample's."""
    function, few = _a_customer(likelihood, rows), len(rows) <= SAMPLES[-1]
    theta = near.theta if near else climb(function, first)
    bends = near.bends if near and not few else None
    found = lowest(function, theta, bends=bends, trusted=_HERE if few else _NEAR)
    if not np.isfinite(found.value):
        raise NotFitted("the likelihood is not finite")
    return found


def _a_customer(likelihood: Likelihood, rows: History) -> Function:
    """Turn a likelihood over, by the logarithms of its parameters and for a mean customer."""
    customers = rows.customers

    def negative(theta: Floats) -> tuple[float, Floats]:
        parameters = np.exp(theta)
        value, gradient = _in_blocks(likelihood, parameters, rows)
        return -value / customers, -gradient * parameters / customers

    return negative


def _errors(found: Lowest, customers: float) -> Floats:
    """Answer (p,) standard errors of the logarithms; infinite where the history does not say."""
    errors: Floats = np.sqrt(variances(found.bends) / customers)
    return errors


def _in_blocks(likelihood: Likelihood, parameters: Floats, rows: History) -> tuple[float, Floats]:
    """Sum a likelihood over blocks of rows, always in the same order."""
    if len(rows) <= BLOCK:
        return likelihood(parameters, rows)
    cores = os.cpu_count() or 1
    parts = list(blocks(len(rows)))

    def of_one_core(core: int) -> list[tuple[float, Floats]]:
        return [likelihood(parameters, rows.take(part)) for part in parts[core::cores]]

    shares = list(_threads().map(of_one_core, range(cores)))
    found = [shares[at % cores][at // cores] for at in range(len(parts))]
    return sum(value for value, _ in found), np.sum([gradient for _, gradient in found], axis=0)


@cache
def _threads() -> ThreadPoolExecutor:
    """Lend one thread a core: numpy works outside of Python's lock."""
    return ThreadPoolExecutor(os.cpu_count() or 1)
