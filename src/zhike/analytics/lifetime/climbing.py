"""Walking to the highest place of a smooth function that says its slope; here it is turned over, so down."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from zhike.analytics.lifetime.history import Floats

Function = Callable[[Floats], tuple[float, Floats]]
"""A place (p,) to the value there, which shall become small, and its slopes (p,)."""

_FURTHEST = 14.0
"""How far from 0 is looked; a place at this edge that leads further is kept there."""
_LONGEST = 2.0
"""The longest step."""
_GAIN = 1e-11
"""What is not worth a step."""
_FORESEEN = 1e-8
"""A gain that needs no look at the place it leads to: what the curvature says of it is exact enough."""
_SHORT = 1e-3
"""The longest step that is foreseen."""
_FLAT = 1e-7
"""A curvature is taken to be this part of the largest at least."""
_STEPS = 30


class Place(NamedTuple):
    """Where we are: the place (p,), the value, the slopes (p,)."""

    theta: Floats
    value: float
    gradient: Floats


class Lowest(NamedTuple):
    """The lowest place (p,), the value there, and the second derivatives (p, p) close by."""

    theta: Floats
    value: float
    bends: Floats


def climb(function: Function, theta: Floats) -> Floats:
    """Walk from afar to the neighbourhood of the lowest place.

    BFGS, as scipy's L-BFGS-B asks a threaded BLAS for products of four numbers, which costs more than the likelihood.
    """

    def inside(at: Floats) -> tuple[float, Floats]:
        near = np.clip(at, -_FURTHEST, _FURTHEST)
        value, gradient = function(near)
        return value, np.where(near == at, gradient, 0.0)

    found = minimize(inside, theta, jac=True, method="BFGS", options={"maxiter": 500, "gtol": 1e-5})
    climbed: Floats = np.clip(found.x, -_FURTHEST, _FURTHEST)
    return climbed


def lowest(
    function: Function, theta: Floats, *, bends: Floats | None = None, trusted: float, rounds: int = 4
) -> Lowest:
    """Walk from close by to the lowest place itself.

    Args:
        function: to become small.
        theta: (p,) the start.
        bends: (p, p) second derivatives, if they are known.
        trusted: how far from where they were measured the second derivatives are good enough.
        rounds: how often they may be measured.
    """
    measured = curvature(function, theta) if bends is None else bends
    found, value, settled = _polished(function, theta, _inverse(measured))
    near = float(np.abs(found - theta).max()) <= trusted
    if rounds == 1 or (near and (settled or bends is None)):
        return Lowest(found, value, measured)
    return lowest(function, found, trusted=trusted, rounds=rounds - 1)


def curvature(function: Function, theta: Floats) -> Floats:
    """Measure the second derivatives (p, p) by differences of the slopes."""
    step = 1e-4
    rows = [(function(theta + step * e)[1] - function(theta - step * e)[1]) / (2 * step) for e in np.eye(len(theta))]
    found = np.array(rows)
    return (found + found.T) / 2


def variances(bends: Floats) -> Floats:
    """Answer (p,) the diagonal of the inverse; infinite along directions in which the function does not rise."""
    values, vectors = np.linalg.eigh(bends)
    shares = vectors**2
    flat = values <= 1e-9 * max(values.max(), 1e-12)
    found: Floats = (shares[:, ~flat] / values[~flat]).sum(axis=1)
    return np.where(shares[:, flat].sum(axis=1) > 1e-6, np.inf, found)


def _inverse(bends: Floats) -> Floats:
    """Invert a curvature; where it is flat or bent the wrong way it is taken to be bent the right way."""
    values, vectors = np.linalg.eigh(bends)
    size = np.abs(values)
    found: Floats = (vectors / np.maximum(size, max(_FLAT * size.max(), 1e-12))) @ vectors.T
    return found


def _polished(function: Function, theta: Floats, inverse: Floats) -> tuple[Floats, float, bool]:
    """Walk by quasi-Newton (BFGS), each step as long as it helps, until none would gain anything.

    Returns:
        The place, the value, and whether nothing is left to gain as far as is known.
    """
    here = Place(theta, *function(theta))
    for _ in range(_STEPS):
        step = _step(here, inverse)
        gain = float(-here.gradient @ step) / 2
        if gain < _GAIN:
            return here.theta, here.value, True
        if gain < _FORESEEN and np.abs(step).max() < _SHORT:
            return here.theta + step, here.value - gain, True
        there = _walked(function, here, step)
        if there is None:
            break
        inverse = _updated(inverse, there.theta - here.theta, there.gradient - here.gradient)
        here = there
    return here.theta, here.value, False


def _step(here: Place, inverse: Floats) -> Floats:
    stays = (np.abs(here.theta) >= _FURTHEST) & (here.theta * here.gradient < 0)
    step = np.where(stays, 0.0, -inverse @ np.where(stays, 0.0, here.gradient))
    found: Floats = step * min(1.0, _LONGEST / max(float(np.abs(step).max()), 1e-300))
    return found


def _walked(function: Function, here: Place, step: Floats) -> Place | None:
    """Take the whole step or the longest part of it that leads no higher."""
    for part in (1.0, 0.5, 0.25, 0.1, 0.01):
        theta = np.clip(here.theta + part * step, -_FURTHEST, _FURTHEST)
        there = Place(theta, *function(theta))
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
