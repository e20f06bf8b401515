"""Gamma-Gamma: what a purchase of each customer is worth on average, when few have been seen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, psi

from zhike.analytics.lifetime.asking import BadQuestion, numbers
from zhike.analytics.lifetime.fitting import fit
from zhike.analytics.lifetime.history import BadHistory, Floats, History, floats


@dataclass(frozen=True)
class GammaGamma:
    """Mean purchase values: gamma-distributed purchases around a mean that differs between customers.

    Attributes:
        p: shape of a customer's single purchases.
        q: shape of the distribution of customers.
        gamma: its scale, in money.
        log_likelihood: natural logarithm, with densities per unit of money.
        errors: standard errors of p, q and gamma.
        customers: how many it was fitted on.
    """

    p: float
    q: float
    gamma: float
    log_likelihood: float
    errors: tuple[float, ...]
    customers: float

    @property
    def population_mean(self) -> float:
        """Mean purchase of everybody, p gamma / (q - 1); infinite for q ≤ 1."""
        return self.p * self.gamma / (self.q - 1) if self.q > 1 else float("inf")


def fit_gamma_gamma(purchases: ArrayLike, mean: ArrayLike) -> GammaGamma:
    """Fit the Gamma-Gamma model by maximum likelihood.

    Args:
        purchases: (n,) how many purchases each mean was taken over, ≥ 1.
        mean: (n,) mean value of these, > 0, in money.

    Raises:
        BadHistory: an array is empty or of another length, a count below 1, a mean not above 0.
        NotFitted: the likelihood has no finite value.

    Source: Fader, Hardie, "The Gamma-Gamma model of monetary value", 2013, equation 1a.
    """
    x, m = _checked(purchases, mean)
    level = float(np.average(m, weights=x))
    rows = History(x.astype(np.int64), m / level, m, np.ones_like(m), np.zeros_like(m))
    found = fit(_log_likelihood, rows, np.array([1.0, 2.0, 1.0]))
    p, q, gamma = (float(each) for each in found.parameters * np.array([1, 1, level]))
    errors = tuple(float(each) for each in found.errors * np.array([1, 1, level]))
    return GammaGamma(p, q, gamma, found.log_likelihood - len(m) * float(np.log(level)), errors, float(len(m)))


def expected_mean(model: GammaGamma, purchases: ArrayLike, mean: ArrayLike) -> Floats:
    """Answer (n,) the mean of a customer's purchases to come, between his own mean and everybody's.

    Args:
        model: fitted.
        purchases: (n,) how many were seen; 0 gives everybody's mean.
        mean: (n,) their mean in money, ≥ 0; not looked at without purchases.

    Returns:
        (n,) money, in the unit the model was fitted in.

    Raises:
        BadQuestion: the lengths differ, a number is missing or below 0, or the model has no finite mean (q ≤ 1) for
            somebody without purchases.

    Source: Fader, Hardie 2013, equation 5.
    """
    x, m = numbers("purchases", purchases, least=0), floats("mean", mean)
    if x.shape != m.shape:
        raise BadQuestion(f"purchases and mean: expected one length, found {x.shape} and {m.shape}")
    m = numbers("mean", np.where(x > 0, m, 0.0), least=0)
    shape = model.p * x + model.q - 1
    if (shape <= 0).any():
        raise BadQuestion(f"model: with q = {model.q:g} the mean of who has too few purchases is not finite")
    found: Floats = model.p * (model.gamma + x * m) / shape
    return found


def _log_likelihood(parameters: Floats, rows: History) -> tuple[float, Floats]:
    p, q, gamma = (float(each) for each in parameters)
    x, m, weights = rows.repeats, rows.last, rows.weights
    counts = np.arange(x.max() + 1)
    counts[0] = 1
    shape = p * counts
    table = gammaln(shape + q) - gammaln(shape) - gammaln(q) + shape * np.log(counts)
    both = psi(shape + q)
    by_p = counts * (both - psi(shape) + np.log(counts))
    by_q = both - psi(q)
    spent = gamma + x * m
    log_m, log_spent = np.log(m), np.log(spent)
    value = weights @ (table[x] + q * np.log(gamma) + (p * x - 1) * log_m - (p * x + q) * log_spent)
    gradient = (
        weights @ (by_p[x] + x * (log_m - log_spent)),
        weights @ (by_q[x] + np.log(gamma) - log_spent),
        weights @ (q / gamma - (p * x + q) / spent),
    )
    return float(value), np.array(gradient)


def _checked(purchases: ArrayLike, mean: ArrayLike) -> tuple[Floats, Floats]:
    x, m = floats("purchases", purchases), floats("mean", mean)
    if x.ndim != 1 or x.shape != m.shape or not len(x):
        raise BadHistory("the arrays must be flat, of one length and not empty")
    for wrong, what in (
        (~np.isfinite(x) | ~np.isfinite(m), "a number is missing"),
        ((x < 1) | (x != np.floor(x)), "purchases must be whole numbers from 1 on"),
        (~(m > 0), "means must be above 0"),
    ):
        if wrong.any():
            raise BadHistory(f"{what} (row {int(np.argmax(wrong))})")
    return x, m
