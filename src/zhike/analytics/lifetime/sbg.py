"""Shifted beta-geometric: how many customers renew a contract, and how many renewals are to come."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, psi

from zhike.analytics.lifetime.asking import numbers, one, whole
from zhike.analytics.lifetime.fitting import fit
from zhike.analytics.lifetime.history import BadHistory, Floats, History, floats


@dataclass(frozen=True)
class SBG:
    """Shifted beta-geometric: a chance not to renew that differs between customers by (a, b).

    Attributes:
        a, b: parameters of the chance to leave at a renewal.
        log_likelihood: natural logarithm.
        errors: standard errors of both.
        customers: how many it was fitted on.
    """

    a: float
    b: float
    log_likelihood: float
    errors: tuple[float, ...]
    customers: float


def fit_sbg(alive: ArrayLike) -> SBG:
    """Fit the shifted beta-geometric model to one cohort's survivors.

    Args:
        alive: (m + 1,) customers at the start and after each of m renewals; never rising.

    Raises:
        BadHistory: fewer than one renewal, a rising or negative number.
        NotFitted: the likelihood has no finite value.

    Source: Fader, Hardie, "How to project customer retention", Journal of Interactive Marketing 21(1) 2007, equation 5.
    """
    left, renewals = _left(alive)
    rows = History(
        np.arange(1, renewals + 2), np.zeros(renewals + 1), np.full(renewals + 1, float(renewals)), left, left * 0
    )
    rows = rows.take(left > 0)
    found = fit(_log_likelihood, rows, np.array([1.0, 2.0]))
    a, b = (float(each) for each in found.parameters)
    return SBG(a, b, found.log_likelihood, tuple(float(each) for each in found.errors), rows.customers)


def survival(model: SBG, renewals: ArrayLike) -> Floats:
    """Answer the share of a cohort that is still there after so many renewals.

    Args:
        model: fitted.
        renewals: (m,) or one, from 0 on; the answer has its shape.

    Raises:
        BadQuestion: a number of renewals is missing or below 0.

    Source: Fader, Hardie 2007, equation 6: B(a, b + n) / B(a, b).
    """
    n = numbers("renewals", renewals, least=0)
    found: Floats = np.exp(betaln(model.a, model.b + n) - betaln(model.a, model.b))
    return found


def retention(model: SBG, renewal: ArrayLike) -> Floats:
    """Answer the share of those there who renew at the n-th renewal: (b + n - 1) / (a + b + n - 1).

    Args:
        model: fitted.
        renewal: (m,) or one, from 1 on; the answer has its shape.

    Raises:
        BadQuestion: a number is missing or below 1.

    Source: Fader, Hardie 2007, equation 7.
    """
    n = numbers("renewal", renewal, least=1)
    found: Floats = (model.b + n - 1) / (model.a + model.b + n - 1)
    return found


def residual_renewals(model: SBG, renewed: int, *, discount: float = 0.0, most: int = 2_000) -> float:
    """Answer how many more renewals, discounted, a customer who has renewed so often is expected to make.

    Args:
        model: fitted.
        renewed: renewals so far.
        discount: rate per period; 0.1 is 10 %.
        most: periods looked ahead, so that without a discount the sum has an end.

    Raises:
        BadQuestion: a number is missing, below 0, or not whole where it counts renewals.

    Source: Fader, Hardie, "Customer-base valuation in a contractual setting", Marketing Science 29(1) 2010, equation 7.
    """
    done, rate = whole("renewed", renewed, least=0), one("discount", discount, least=0)
    ahead = np.arange(1, whole("most", most, least=1) + 1)
    staying = survival(model, done + ahead) / survival(model, done)
    return float(staying @ np.exp(-np.log1p(rate) * (ahead - 1)))


def _left(alive: ArrayLike) -> tuple[Floats, int]:
    there = floats("alive", alive)
    if there.ndim != 1 or len(there) < 2:
        raise BadHistory("give the customers at the start and after one renewal at least")
    if not np.isfinite(there).all() or (there < 0).any() or (np.diff(there) > 0).any() or not there[0]:
        raise BadHistory("survivors must be numbers that do not rise, from above 0 on")
    return np.append(-np.diff(there), there[-1]), len(there) - 1


def _log_likelihood(parameters: Floats, rows: History) -> tuple[float, Floats]:
    """Sum over those who left at the n-th renewal and over those still there after all."""
    a, b = (float(each) for each in parameters)
    gone = rows.repeats <= rows.age
    chances = np.where(gone, rows.repeats, rows.age)
    value = np.where(gone, betaln(a + 1, b + chances - 1), betaln(a, b + chances)) - betaln(a, b)
    both = psi(a + b) - psi(a + b + chances)
    by_a = np.where(gone, 1 / a, 0.0) + both
    by_b = psi(b + chances - gone) - psi(b) + both
    return float(rows.weights @ value), np.array([rows.weights @ by_a, rows.weights @ by_b])
