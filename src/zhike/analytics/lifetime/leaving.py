"""Pareto/NBD seen forward: purchases until the end of the time asked for, or until a customer leaves."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from zhike.analytics.lifetime.counts import at_least
from zhike.analytics.lifetime.history import Floats, History
from zhike.analytics.lifetime.models import ParetoNBD
from zhike.analytics.lifetime.newcomer import newcomer_tails
from zhike.analytics.lifetime.outlook import (
    Outlook,
    Tails,
    expected_purchases,
    means_of,
    outlook,
    probability_alive,
    summed_up,
    tails_of,
)
from zhike.analytics.lifetime.pareto_nbd import crowded, probability_of_having_left

_NODES, _WEIGHTS = crowded(24)


@probability_alive.register
def _(model: ParetoNBD, history: History) -> Floats:
    return 1 - probability_of_having_left(model.in_days, history)


@tails_of.register
def _(model: ParetoNBD, rows: History) -> Tails:
    r, alpha, s, beta = model.in_days
    alive = probability_alive(model, rows)

    def tails(days: float | Floats) -> Iterator[Floats]:
        ahead = np.broadcast_to(np.asarray(days, dtype=np.float64), (len(rows),))
        chances = _until_leaving(r + rows.repeats, alpha + rows.age, ahead, s=s, beta=beta + rows.age)
        return (alive * chance for chance in chances)

    return tails


@newcomer_tails.register
def _(model: ParetoNBD, days: Floats) -> Iterator[Floats]:
    r, alpha, s, beta = model.in_days
    one = np.ones_like(days)
    return _until_leaving(r * one, alpha * one, days, s=s, beta=beta * one)


@means_of.register
def _(model: ParetoNBD, history: History, days: Floats) -> Iterator[Floats]:
    """Yield the means in closed form (Fader, Hardie, "Notes on the Pareto/NBD", equation 41)."""
    r, alpha, s, beta = model.in_days
    scale = beta + history.age
    now = probability_alive(model, history) * (r + history.repeats) / (alpha + history.age) * scale
    for ahead in days:
        shrunk = -np.log1p(ahead / scale)
        yield now * (-np.expm1((s - 1) * shrunk) / (s - 1) if s != 1 else -shrunk)


@outlook.register
def _(model: ParetoNBD, history: History, *, days: float, level: float = 0.8) -> Outlook:
    found = summed_up(model, history, days=days, level=level)
    return replace(found, expected=expected_purchases(model, history, days=days))


def _until_leaving(shape: Floats, scale: Floats, days: Floats, *, s: float, beta: Floats) -> Iterator[Floats]:
    """Yield (n,) P(Y ≥ 1), P(Y ≥ 2), … for customers alive now, by quadrature over the moment of leaving."""
    stays = np.exp(-s * np.log1p(days / beta))
    left = _NODES[:, None] * (1 - stays)
    moments = beta * np.expm1(-np.log1p(-left) / s)
    exposed = np.concatenate([days[None, :], moments])
    weights = np.concatenate([stays[None, :], _WEIGHTS[:, None] * (1 - stays)])
    for chance in at_least(np.broadcast_to(shape, exposed.shape), exposed / (scale + exposed), first=1, step=1):
        yield (weights * chance).sum(axis=0)
