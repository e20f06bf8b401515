"""The likelihood of the (M)BG/CNBD-k models: buyers with a rate, a regularity k, and a chance to leave at purchases.

Between purchases lie Erlang-k times with a rate that differs between customers by a gamma distribution (r, alpha);
after a purchase a customer leaves with a probability that differs by a beta distribution (a, b). With k = 1 these are
BG/NBD and MBG/NBD. In the M ("modified") models customers may leave after their first purchase too.

Source: Platzer, Reutterer, "Ticking away the moments", Marketing Science 35(5) 2016, appendix; Fader, Hardie, Lee 2005,
equation 6; Batislam, Denizel, Filiztekin 2007, equation 4.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import gammaln, psi

from zhike.analytics.lifetime.history import Floats, History, Ints

Tables = tuple[Floats, Floats]


class Short(NamedTuple):
    """The logarithm of what being short of a purchase weighs (n,), and its derivatives by stages and by alpha."""

    log: Floats
    by_stages: Floats
    by_alpha: Floats


def log_likelihood(parameters: Floats, rows: History, *, k: int, first_too: bool) -> tuple[float, Floats]:
    """Sum the log-likelihood of customers, and its gradient.

    Args:
        parameters: (4,) r, alpha, a, b; alpha in days.
        rows: n customers.
        k: regularity of the times between purchases, from 1 (none) on.
        first_too: customers may leave after their first purchase as well (the M models).

    Returns:
        The sum, in natural logarithms, and its derivatives by the four parameters.
    """
    r, alpha, a, b = (float(each) for each in parameters)
    x, weights, everyone = rows.repeats, rows.weights, rows.customers
    end, last, stages = alpha + rows.age, alpha + rows.last, r + k * x
    log_end = np.log(end)
    since = log_end - np.log(last)
    total, by_r, by_a, by_b = _of_counts(x, weights, parameters, k=k, first_too=first_too)
    chance, by_chance = _of_leaving(x, a, b, first_too=first_too)
    odds = stages * since + chance
    short = _staying(stages, rows, alpha, k=k) if k > 1 else None
    if short:
        odds -= short.log
        total += float(weights @ (short.log + (k - 1) * rows.log_gaps))
    either = np.maximum(odds, 0) + np.log1p(np.exp(-np.abs(odds)))
    gone = np.exp(odds - either) * weights
    here = weights - gone
    total += float(everyone * r * np.log(alpha) - (weights * stages) @ log_end + weights @ either)
    by_r += everyone * np.log(alpha) - weights @ log_end + gone @ since
    by_scale = everyone * r / alpha - stages @ (here / end + gone / last)
    if short:
        by_r += here @ short.by_stages
        by_scale += here @ short.by_alpha
    return total, np.array([by_r, by_scale, by_a + gone.sum() / a, by_b - gone @ by_chance])


def _of_leaving(x: Ints, a: float, b: float, *, first_too: bool) -> Tables:
    """Answer (n,) log P(left at the last chance) / P(did not) and 1 / (b + chances - 1), from tables by repeats."""
    chances = np.arange(x.min(), x.max() + 1.0) + int(first_too)
    with np.errstate(divide="ignore"):
        before = np.where(chances > 0, b + chances - 1, np.inf)
        chance, by_chance = np.log(a / before), 1 / before
    return _at(x, chance), _at(x, by_chance)


def _at(x: Ints, table: Floats) -> Floats:
    """Look up (n,) in a table from the least number of repeats on; often there is but one."""
    return table[x - x.min()] if len(table) > 1 else np.broadcast_to(table, len(x))


def _staying(stages: Floats, rows: History, alpha: float, *, k: int) -> Short:
    """Weigh being k stages short of the next purchase, k - 1 short, …, against the first of these.

    Returns:
        The logarithm of the sum of the weights with its derivatives; of one place for k = 1.
    """
    total, by_stages, by_alpha = np.ones(1), np.zeros(1), np.zeros(1)
    term, slope = np.ones(1), np.zeros(1)
    end = alpha + rows.age
    for j in range(1, k):
        term = term * (stages + j - 1) / j * (rows.age - rows.last) / end
        slope = slope + 1 / (stages + j - 1)
        total = total + term
        by_stages = by_stages + term * slope
        by_alpha = by_alpha - term * j / end
    return Short(np.log(total), by_stages / total, by_alpha / total)


def _of_counts(
    x: Ints, weights: Floats, parameters: Floats, *, k: int, first_too: bool
) -> tuple[float, float, float, float]:
    """Sum what depends on the number of purchases alone, from a table by that number; derivatives by r, a and b."""
    r, _, a, b = (float(each) for each in parameters)
    least, most = int(x.min()), int(x.max())
    many = np.bincount(x - least, weights) if most > least else weights.sum(keepdims=True)
    counts = np.flatnonzero(many)
    many, counts = many[counts], counts + least
    stages, chances = r + k * counts, counts + int(first_too)
    value = gammaln(stages) - gammaln(r) - counts * gammaln(k)
    value += gammaln(b + chances) - gammaln(a + b + chances) + gammaln(a + b) - gammaln(b)
    both = psi(a + b) - psi(a + b + chances)
    return (
        float(many @ value),
        float(many @ (psi(stages) - psi(r))),
        float(many @ both),
        float(many @ (psi(b + chances) - psi(b) + both)),
    )


def log_odds_of_having_left(parameters: Floats, rows: History, *, k: int, first_too: bool) -> Floats:
    """Answer (n,) the logarithm of P(left) / P(still a customer) at the end; minus infinity where nobody can leave."""
    r, alpha, a, b = (float(each) for each in parameters)
    stages = r + k * rows.repeats
    chance, _ = _of_leaving(rows.repeats, a, b, first_too=first_too)
    found: Floats = stages * (np.log(alpha + rows.age) - np.log(alpha + rows.last)) + chance
    return found - _staying(stages, rows, alpha, k=k).log
