"""(M)BG/CNBD-k seen forward: purchases until the end of the time asked for, or until a customer leaves after one."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import numpy as np
from scipy.special import expit

from zhike.analytics.lifetime import regular
from zhike.analytics.lifetime.counts import at_least
from zhike.analytics.lifetime.history import Floats, History
from zhike.analytics.lifetime.models import Regular
from zhike.analytics.lifetime.outlook import NEGLIGIBLE, Tails, blocks_of, means_of, probability_alive, tails_of


@probability_alive.register
def _(model: Regular, history: History) -> Floats:
    odds = regular.log_odds_of_having_left(model.in_days, history, k=model.k, first_too=model.first_too)
    alive: Floats = expit(-odds)
    return alive


@tails_of.register
def _(model: Regular, rows: History) -> Tails:
    alive, of_customers = probability_alive(model, rows), _tails_of_customers(model, rows)
    return lambda days: (alive * chance for chance in of_customers(days))


@means_of.register
def _(model: Regular, history: History, days: Floats) -> Iterator[Floats]:
    """Yield the sums of the chances of who is still a customer, times the chance to be one.

    Without regularity the last purchase matters to the second alone, so that the first are few.
    """
    alive = probability_alive(model, history)
    seen = replace(history, last=np.zeros(len(history))) if model.k == 1 else history
    kinds, kind = seen.kinds()
    rows = seen.take(kinds)
    for ahead in days:
        means = [_sum(_tails_of_customers(model, some)(ahead), len(some)) for some in blocks_of(rows)]
        yield alive * np.concatenate(means)[kind]


def _sum(chances: Iterator[Floats], n: int) -> Floats:
    total: Floats = np.zeros(n)
    for chance in chances:
        total += chance
        if chance.max(initial=0.0) < NEGLIGIBLE:
            break
    return total


def _tails_of_customers(model: Regular, rows: History) -> Tails:
    """Mix, for who is still a customer, the stages short of the next purchase; then purchases until leaving."""
    _, alpha, a, b = model.in_days
    stage, weight = _stages(model, rows)
    stayed = rows.repeats + int(model.first_too)

    def tails(days: float | Floats) -> Iterator[Floats]:
        share = days / (alpha + rows.age + days)
        counts = [at_least(stage + j, share, first=model.k - j, step=model.k) for j in range(model.k)]
        still: Floats = np.ones(len(rows))
        for number in count(1):
            yield still * sum(weight[j] * next(chances) for j, chances in enumerate(counts))
            still = still * ((b + stayed + number - 1) / (a + b + stayed + number - 1))

    return tails


def _stages(model: Regular, rows: History) -> tuple[Floats, Floats]:
    """Answer (n,) the shape of the rate and (k, n) how likely 0, 1, … stages of the next time are done."""
    _, alpha, _, _ = model.in_days
    shape = model.r + model.k * rows.repeats
    share = (rows.age - rows.last) / (alpha + rows.age)
    terms = [np.ones_like(share)]
    for j in range(1, model.k):
        terms.append(terms[-1] * (shape + j - 1) / j * share)
    weight = np.array(terms)
    return shape, weight / weight.sum(axis=0)
