"""Pareto/NBD: a customer buys at a rate of his own and may leave at any moment, unseen."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, psi

from zhike.analytics.lifetime.asking import unit_days
from zhike.analytics.lifetime.fitting import fit
from zhike.analytics.lifetime.history import Floats, History
from zhike.analytics.lifetime.models import ParetoNBD


def crowded(number: int) -> tuple[Floats, Floats]:
    """Answer Gauss-Legendre nodes and weights of [0, 1] after w = u³, which crowds them where integrands bend most."""
    nodes, weights = np.polynomial.legendre.leggauss(number)
    u = (nodes + 1) / 2
    return u**3, 3 * u**2 * weights / 2


_NODES, _WEIGHTS = crowded(16)
_TINY = 1e-300


def fit_pareto_nbd(history: History, *, unit: float = 1.0) -> ParetoNBD:
    """Fit the Pareto/NBD model by maximum likelihood with its exact gradient.

    Args:
        history: n customers.
        unit: days in the unit of time of alpha, beta and of the log-likelihood, such as 7.

    Raises:
        BadQuestion: the unit is no number of days above 0.
        NotFitted: the likelihood has no finite value.

    Source: Schmittlein, Morrison, Colombo, Management Science 33(1) 1987; the integral over the moment of leaving is
    taken by quadrature, which needs no hypergeometric function and gives the gradient with it.
    """
    unit, repeats = unit_days(unit), history.all_repeats
    age = history.all_days + 1
    found = fit(log_likelihood, history, np.array([1.0, age / (repeats + 1), 1.0, age / history.customers]))
    per_unit = np.array([1, 1 / unit, 1, 1 / unit])
    r, alpha, s, beta = (float(each) for each in found.parameters * per_unit)
    return ParetoNBD(
        unit=unit,
        log_likelihood=found.log_likelihood + repeats * float(np.log(unit)),
        errors=tuple(float(each) for each in found.errors * per_unit),
        customers=history.customers,
        r=r,
        alpha=alpha,
        s=s,
        beta=beta,
    )


@dataclass(frozen=True, eq=False)
class Means:
    """Means over the moments t at which a customer may have left, each (n,)."""

    log_rate: Floats
    """log(alpha + t)"""
    rate: Floats
    """1 / (alpha + t)"""
    log_leave: Floats
    """log(beta + t)"""
    leave: Floats
    """1 / (beta + t)"""


def log_likelihood(parameters: Floats, rows: History) -> tuple[float, Floats]:
    """Sum the log-likelihood of customers, and its gradient.

    Args:
        parameters: (4,) r, alpha, s, beta; alpha and beta in days.
        rows: n customers.

    Returns:
        The sum, in natural logarithms, and its derivatives by the four parameters.
    """
    r, alpha, s, beta = (float(each) for each in parameters)
    x, weights, everyone = rows.repeats, rows.weights, rows.customers
    shape, end, last = r + x, alpha + rows.age, alpha + rows.last
    log_last, log_end, log_leave = np.log(last), np.log(end), np.log(beta + rows.age)
    left, mean = _left_at_some_moment(parameters, rows)
    both = left + _stayed(parameters, rows)
    gone = left / both
    here = 1 - gone
    place, counts = x - x.min(), np.arange(x.min(), x.max() + 1)
    table, slope = gammaln(r + counts) - gammaln(r), psi(r + counts) - psi(r)
    value = weights @ (table[place] - shape * log_last - s * np.log(beta + rows.last) + np.log(both))
    value += everyone * (r * np.log(alpha) + s * np.log(beta))
    gradient = (
        weights @ (slope[place] - here * log_end - gone * mean.log_rate) + everyone * np.log(alpha),
        everyone * r / alpha - weights @ (shape * (here / end + gone * mean.rate)),
        everyone * np.log(beta) + weights @ (gone * (1 / s - mean.log_leave) - here * log_leave),
        everyone * s / beta - weights @ (here * s / (beta + rows.age) + gone * (s + 1) * mean.leave),
    )
    return float(value), np.array(gradient)


def probability_of_having_left(parameters: Floats, rows: History) -> Floats:
    """Answer (n,) the probability that each has left by the end of the observation."""
    left, _ = _left_at_some_moment(parameters, rows)
    found: Floats = left / (left + _stayed(parameters, rows))
    return found


def _stayed(parameters: Floats, rows: History) -> Floats:
    """Answer (n,) (alpha + age)^-(r + x) (beta + age)^-s, times (alpha + last)^(r + x) (beta + last)^s: 1 at most."""
    r, alpha, s, beta = (float(each) for each in parameters)
    bought = (r + rows.repeats) * (np.log(alpha + rows.age) - np.log(alpha + rows.last))
    found: Floats = np.exp(-bought - s * (np.log(beta + rows.age) - np.log(beta + rows.last)))
    return found


def _left_at_some_moment(parameters: Floats, rows: History) -> tuple[Floats, Means]:
    """Integrate over the moment of leaving, between the last purchase and the end.

    The variable of the integral is w = ((alpha + last) / (alpha + t))^q with q = r + x + s d, where d is how fast
    beta + t grows, next to alpha + t and at most 1: in it the integrand hardly bends, however many purchases there are.

    Returns:
        (n,) s ∫ (alpha + t)^-(r + x) (beta + t)^-(s + 1) dt, times (alpha + last)^(r + x) (beta + last)^s, and the
        means.
    """
    r, alpha, s, beta = (float(each) for each in parameters)
    leaves = s * np.minimum((alpha + rows.last) / (beta + rows.last), 1)
    power = r + rows.repeats + leaves
    log_last = np.log(alpha + rows.last)
    least = np.exp(power * (log_last - np.log(alpha + rows.age)))
    scale, rises = s * np.log(beta + rows.last) - leaves * log_last, leaves + 1
    total, sums = np.full(len(rows), _TINY), [np.zeros(len(rows)) for _ in range(4)]
    for node, share in zip(_NODES, _WEIGHTS, strict=True):
        log_rate = log_last - np.log(least + (1 - least) * node) / power
        rate = np.exp(log_rate)
        leave = rate + (beta - alpha)
        log_leave = np.log(leave)
        weight = share * np.exp(rises * log_rate - (s + 1) * log_leave + scale)
        total += weight
        for sum_, part in zip(sums, (log_rate, 1 / rate, log_leave, 1 / leave), strict=True):
            sum_ += weight * part
    return s / power * (1 - least) * total, Means(*(each / total for each in sums))
