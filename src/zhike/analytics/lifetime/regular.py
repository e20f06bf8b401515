"""The likelihood of the (M)BG/CNBD-k models: buyers with a rate, a regularity k, and a chance to leave at purchases.

Between purchases lie Erlang-k times with a rate that differs between customers by a gamma distribution (r, alpha);
after a purchase a customer leaves with a probability that differs by a beta distribution (a, b). With k = 1 these are
BG/NBD and MBG/NBD. In the M ("modified") models customers may leave after their first purchase too.

Source: Platzer, Reutterer, "Ticking away the moments", Marketing Science 35(5) 2016, appendix; Fader, Hardie, Lee 2005,
equation 6; Batislam, Denizel, Filiztekin 2007, equation 4.
"""

import numpy as np
from scipy.special import gammaln, psi

from zhike.analytics.lifetime.history import Floats, History, Ints

Tables = tuple[Floats, Floats]


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
    end, last = alpha + rows.age, alpha + rows.last
    log_end, stages = np.log(end), r + k * x
    since = log_end - np.log(last)
    table, by_r, by_a, by_b = _of_counts(x, weights, parameters, k=k, first_too=first_too)
    chance, by_chance = _of_leaving(x, a, b, first_too=first_too)
    staying, by_stages, by_alpha = _staying(stages, rows, alpha, k=k)
    odds = stages * since + chance[x] - np.log(staying)
    small = np.exp(-np.abs(odds))
    gone = np.where(odds > 0, 1, small) / (1 + small)
    here = 1 - gone
    value = table + everyone * r * np.log(alpha) + (k - 1) * (weights @ rows.log_gaps)
    value += weights @ (np.maximum(odds, 0) + np.log1p(small) + np.log(staying) - stages * log_end)
    gradient = (
        by_r + everyone * np.log(alpha) + weights @ (gone * since - log_end + here * by_stages),
        everyone * r / alpha - weights @ (stages * (here / end + gone / last) - here * by_alpha),
        by_a + weights @ gone / a,
        by_b - weights @ (gone * by_chance[x]),
    )
    return float(value), np.array(gradient)


def _of_leaving(x: Ints, a: float, b: float, *, first_too: bool) -> Tables:
    """Table log P(left at the last chance) / P(did not) and 1 / (b + chances - 1) by the number of repeats."""
    chances = np.arange(x.max() + 1.0) + int(first_too)
    with np.errstate(divide="ignore"):
        before = np.where(chances > 0, b + chances - 1, np.inf)
        return np.log(a / before), 1 / before


def _staying(stages: Floats, rows: History, alpha: float, *, k: int) -> tuple[Floats, Floats, Floats]:
    """Weigh being k stages short of the next purchase, k - 1 short, …, against the first of these.

    Returns:
        The sum of the weights, and the derivatives of its logarithm by stages and by alpha; of one place for k = 1.
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
    return total, by_stages / total, by_alpha / total


def _of_counts(
    x: Ints, weights: Floats, parameters: Floats, *, k: int, first_too: bool
) -> tuple[float, float, float, float]:
    """Sum what depends on the number of purchases alone, from a table by that number; derivatives by r, a and b."""
    r, _, a, b = (float(each) for each in parameters)
    many = np.bincount(x, weights)
    counts = np.flatnonzero(many)
    many, stages, chances = many[counts], r + k * counts, counts + int(first_too)
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
    staying, _, _ = _staying(stages, rows, alpha, k=k)
    chance, _ = _of_leaving(rows.repeats, a, b, first_too=first_too)
    found: Floats = stages * (np.log(alpha + rows.age) - np.log(alpha + rows.last)) + chance[rows.repeats]
    return found - np.log(staying)
