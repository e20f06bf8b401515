"""Find the parameters under which what happened was most likely."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from zhike.analytics.lifetime.history import Floats, History

Likelihood = Callable[[Floats, History], tuple[float, Floats]]
"""Positive parameters (p,) and a history to the log-likelihood and its gradient (p,) by the parameters."""

SAMPLE = 20_000
BLOCK = 8_192
"""Rows worked on at once: their numbers stay in the processor's cache, and are lent by the heap, not the system."""

_FURTHEST = 14.0
"""Logarithm of the largest parameter looked at; beyond, all customers are alike."""
_GAIN = 1e-11
"""Log-likelihood per customer that is not worth a step."""

_ROUNDS = 30


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


class _Place(NamedTuple):
    theta: Floats
    value: float
    gradient: Floats


def fit(likelihood: Likelihood, history: History, start: Floats) -> Fit:
    """Maximise a likelihood over positive parameters.

    Large histories are fitted on every so-manieth row first; its optimum and curvature leave few passes over the whole.

    Raises:
        NotFitted: the likelihood has no finite value.
    """

    def over(rows: History) -> Callable[[Floats], tuple[float, Floats]]:
        def negative(theta: Floats) -> tuple[float, Floats]:
            parameters = np.exp(theta)
            value, gradient = _in_blocks(likelihood, parameters, rows)
            return -value / rows.customers, -gradient * parameters / rows.customers

        return negative

    history = _equal_ones_together(history)
    theta = np.log(start)
    step = len(history) // SAMPLE
    inverse = None
    if step > 1:
        sample = over(history.take(slice(None, None, step)))
        theta = _climb(sample, theta)
        inverse = _inverse(_curvature(sample, theta))
    whole = over(history)
    if inverse is None:
        theta = _climb(whole, theta)
        inverse = _inverse(_curvature(whole, theta))
    theta, inverse, value = _polish(whole, theta, inverse)
    return Fit(np.exp(theta), -value * history.customers, _errors(theta, inverse, history.customers))


def _equal_ones_together(history: History) -> History:
    """Make one row of equal customers where a sample shows that most are equal to others."""
    step = len(history) // SAMPLE
    if step <= 1 or len(history.take(slice(None, None, step)).kinds()[0]) > SAMPLE // 10:
        return history
    first, group = history.kinds()
    return replace(history.take(first), weights=np.bincount(group, history.weights).astype(np.float64))


def _climb(negative: Callable[[Floats], tuple[float, Floats]], theta: Floats) -> Floats:
    """Walk to the neighbourhood of the optimum.

    BFGS, as scipy's L-BFGS-B asks a threaded BLAS for products of four numbers, which costs more than the likelihood.
    """

    def inside(at: Floats) -> tuple[float, Floats]:
        near = np.clip(at, -_FURTHEST, _FURTHEST)
        value, gradient = negative(near)
        return value, np.where(near == at, gradient, 0.0)

    found = minimize(inside, theta, jac=True, method="BFGS", options={"maxiter": 500, "gtol": 1e-6})
    if not np.isfinite(found.fun):
        raise NotFitted("the likelihood is not finite")
    climbed: Floats = np.clip(found.x, -_FURTHEST, _FURTHEST)
    return climbed


def _curvature(negative: Callable[[Floats], tuple[float, Floats]], theta: Floats) -> Floats:
    """Measure the second derivatives by differences of the gradient."""
    step = 1e-4
    rows = [(negative(theta + step * e)[1] - negative(theta - step * e)[1]) / (2 * step) for e in np.eye(len(theta))]
    found = np.array(rows)
    return (found + found.T) / 2


def _inverse(curvature: Floats) -> Floats:
    """Invert a curvature; directions in which the likelihood is flat or bent the wrong way are not walked."""
    values, vectors = np.linalg.eigh(curvature)
    bent = values > 1e-9 * max(values.max(), 1e-12)
    found: Floats = (vectors[:, bent] / values[bent]) @ vectors[:, bent].T
    return found


def _polish(
    negative: Callable[[Floats], tuple[float, Floats]], theta: Floats, inverse: Floats
) -> tuple[Floats, Floats, float]:
    """Walk the last steps by quasi-Newton (BFGS), each as long as it helps, until none would gain anything."""
    here = _Place(theta, *negative(theta))
    for _ in range(_ROUNDS):
        step = -inverse @ here.gradient
        if -here.gradient @ step < _GAIN:
            break
        there = _walked(negative, here, step)
        if there is None:
            break
        inverse = _updated(inverse, there.theta - here.theta, there.gradient - here.gradient)
        here = there
    return here.theta, inverse, here.value


def _walked(negative: Callable[[Floats], tuple[float, Floats]], here: _Place, step: Floats) -> _Place | None:
    """Take the whole step or the longest part of it that leads no higher."""
    for part in (1.0, 0.5, 0.25, 0.1, 0.01):
        theta = np.clip(here.theta + part * step, -_FURTHEST, _FURTHEST)
        there = _Place(theta, *negative(theta))
        if np.isfinite(there.value) and there.value <= here.value + 1e-15 * abs(here.value):
            return there
    return None


def _updated(inverse: Floats, step: Floats, change: Floats) -> Floats:
    """Learn of the curvature from a step (BFGS, Nocedal and Wright 2006, equation 6.17)."""
    along = float(step @ change)
    if along <= 1e-12 * float(np.linalg.norm(step) * np.linalg.norm(change)):
        return inverse
    left = np.eye(len(step)) - np.outer(step, change) / along
    found: Floats = left @ inverse @ left.T + np.outer(step, step) / along
    return found


def _errors(theta: Floats, inverse: Floats, customers: float) -> Floats:
    variances = np.diag(inverse) / customers
    found: Floats = np.where(variances > 0, np.exp(theta) * np.sqrt(np.abs(variances)), np.inf)
    return found


def _in_blocks(likelihood: Likelihood, parameters: Floats, rows: History) -> tuple[float, Floats]:
    """Sum a likelihood over blocks of rows, always in the same order."""
    if len(rows) <= BLOCK:
        return likelihood(parameters, rows)
    starts = range(0, len(rows), BLOCK)
    parts = list(_threads().map(lambda at: likelihood(parameters, rows.take(slice(at, at + BLOCK))), starts))
    return sum(value for value, _ in parts), np.sum([gradient for _, gradient in parts], axis=0)


@cache
def _threads() -> ThreadPoolExecutor:
    """Lend one thread a core: numpy works outside of Python's lock."""
    return ThreadPoolExecutor(os.cpu_count() or 1)
