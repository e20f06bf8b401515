"""BG/BB: customers who buy or do not at given occasions, such as a yearly appeal, and leave between occasions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, gammaln, psi

from zhike.analytics.lifetime.asking import whole
from zhike.analytics.lifetime.fitting import fit
from zhike.analytics.lifetime.history import BadHistory, Floats, History, floats


@dataclass(frozen=True)
class BGBB:
    """Beta-geometric/beta-Bernoulli: chance to buy by (alpha, beta), chance to leave by (gamma, delta).

    Attributes:
        alpha, beta: parameters of the chance to buy at an occasion.
        gamma, delta: parameters of the chance to leave at an occasion.
        log_likelihood: natural logarithm.
        errors: standard errors of the four.
        customers: how many it was fitted on.
    """

    alpha: float
    beta: float
    gamma: float
    delta: float
    log_likelihood: float
    errors: tuple[float, ...]
    customers: float


def fit_bg_bb(bought: ArrayLike, last: ArrayLike, occasions: ArrayLike, *, weights: ArrayLike | None = None) -> BGBB:
    """Fit the BG/BB model by maximum likelihood.

    Args:
        bought: (n,) occasions at which each customer bought.
        last: (n,) number of the last of these, counted from 1; 0 for none.
        occasions: (n,) occasions there were.
        weights: (n,) how many customers a row stands for.

    Raises:
        BadHistory: the numbers contradict each other.
        NotFitted: the likelihood has no finite value.

    Source: Fader, Hardie, Shang, "Customer-base analysis in a discrete-time noncontractual setting", Marketing Science
    29(6) 2010, equation 3.
    """
    rows = _checked(bought, last, occasions, weights=weights)
    found = fit(_log_likelihood, rows, np.ones(4))
    errors = tuple(float(each) for each in found.errors)
    alpha, beta, gamma, delta = (float(each) for each in found.parameters)
    return BGBB(alpha, beta, gamma, delta, found.log_likelihood, errors, rows.customers)


def probability_alive_next(model: BGBB, bought: ArrayLike, last: ArrayLike, *, occasions: ArrayLike) -> Floats:
    """Answer (n,) the probability that each is still a customer at the next occasion.

    Args:
        model: fitted.
        bought: (n,) occasions at which each bought.
        last: (n,) number of the last of these, from 1; 0 for none.
        occasions: (n,) or one, occasions there were.

    Raises:
        BadHistory: the numbers contradict each other.

    Source: Fader, Hardie, Shang 2010, equation 11.
    """
    rows = _checked(bought, last, occasions)
    x, n = rows.repeats, rows.age
    here = betaln(model.alpha + x, model.beta + n - x) - betaln(model.alpha, model.beta)
    stays = betaln(model.gamma, model.delta + n + 1) - betaln(model.gamma, model.delta)
    found: Floats = np.exp(here + stays - _log_likelihoods(model, rows))
    return found


def expected_occasions(model: BGBB, bought: ArrayLike, last: ArrayLike, *, occasions: ArrayLike, coming: int) -> Floats:
    """Answer (n,) the mean number of purchases at so many coming occasions.

    Args:
        model: fitted.
        bought: (n,) occasions at which each bought.
        last: (n,) number of the last of these, from 1; 0 for none.
        occasions: (n,) or one, occasions there were.
        coming: occasions to come, ≥ 0.

    Raises:
        BadHistory: the numbers contradict each other.
        BadQuestion: coming is no whole number from 0 on.

    Source: Fader, Hardie, Shang 2010, equation 13, summed over the occasions.
    """
    rows = _checked(bought, last, occasions)
    x, n = rows.repeats, rows.age
    buys = betaln(model.alpha + x + 1, model.beta + n - x) - betaln(model.alpha, model.beta)
    stays = np.zeros(len(rows))
    for ahead in range(1, whole("coming", coming, least=0) + 1):
        stays += np.exp(betaln(model.gamma, model.delta + n + ahead) - betaln(model.gamma, model.delta))
    found: Floats = np.exp(buys - _log_likelihoods(model, rows)) * stays
    return found


def probability_of_count(model: BGBB, count: int, occasions: int) -> float:
    """Answer the probability that a new customer buys at exactly so many of the occasions.

    Raises:
        BadQuestion: a number is not whole or below 0.

    Source: Fader, Hardie, Shang 2010, equation 7.
    """
    alpha, beta, gamma, delta = model.alpha, model.beta, model.gamma, model.delta
    count, occasions = whole("count", count, least=0), whole("occasions", occasions, least=0)
    if count > occasions:
        return 0.0

    def chance(among: float) -> float:
        choose = gammaln(among + 1) - gammaln(count + 1) - gammaln(among - count + 1)
        return float(choose + betaln(alpha + count, beta + among - count) - betaln(alpha, beta))

    total = np.exp(chance(occasions) + betaln(gamma, delta + occasions) - betaln(gamma, delta))
    for lived in range(count, occasions):
        total += np.exp(chance(lived) + betaln(gamma + 1, delta + lived) - betaln(gamma, delta))
    return float(total)


def _log_likelihoods(model: BGBB, rows: History) -> Floats:
    terms, _ = _terms(np.array([model.alpha, model.beta, model.gamma, model.delta]), rows, slopes=False)
    found: Floats = np.logaddexp.reduce(terms, axis=0)
    return found


def _log_likelihood(parameters: Floats, rows: History) -> tuple[float, Floats]:
    terms, slopes = _terms(parameters, rows, slopes=True)
    each = np.logaddexp.reduce(terms, axis=0)
    share = np.exp(terms - each)
    return float(rows.weights @ each), np.array([rows.weights @ (share * slope).sum(axis=0) for slope in slopes])


def _terms(parameters: Floats, rows: History, *, slopes: bool) -> tuple[Floats, list[Floats]]:
    """Answer (m, n) the logarithm of each way it may have been: still here, or gone at one of the occasions."""
    alpha, beta, gamma, delta = (float(each) for each in parameters)
    x, last, n = rows.repeats, rows.last, rows.age
    ways = int((n - last).max()) + 1
    lived = np.minimum(last + np.arange(ways)[:, None], n)
    possible = last + np.arange(ways)[:, None] <= n
    gone = (lived < n).astype(np.float64)
    found = betaln(alpha + x, beta + lived - x) - betaln(alpha, beta)
    found = found + betaln(gamma + gone, delta + lived) - betaln(gamma, delta)
    terms = np.where(possible, found, -np.inf)
    if not slopes:
        return terms, []
    buys, leaves = psi(alpha + beta) - psi(alpha + beta + lived), psi(gamma + delta) - psi(gamma + delta + lived + gone)
    return terms, [
        psi(alpha + x) - psi(alpha) + buys,
        psi(beta + lived - x) - psi(beta) + buys,
        psi(gamma + gone) - psi(gamma) + leaves,
        psi(delta + lived) - psi(delta) + leaves,
    ]


def _checked(bought: ArrayLike, last: ArrayLike, occasions: ArrayLike, *, weights: ArrayLike | None = None) -> History:
    x, t, n = np.broadcast_arrays(*(np.atleast_1d(floats("occasions", part)) for part in (bought, last, occasions)))
    many = np.ones(len(x)) if weights is None else floats("weights", weights)
    if x.ndim != 1 or x.shape != many.shape or not len(x):
        raise BadHistory("the arrays must be flat, of one length and not empty")
    for wrong, what in (
        (~(np.isfinite(x) & np.isfinite(t) & np.isfinite(n)), "a number is missing"),
        ((x != np.floor(x)) | (t != np.floor(t)) | (n != np.floor(n)), "occasions must be whole numbers"),
        ((x < 0) | (t < x) | (n < t), "it must be 0 ≤ bought ≤ last ≤ occasions"),
        ((x == 0) != (t == 0), "who never bought has no last purchase, and the other way round"),
        (~(many > 0), "weights must be above 0"),
    ):
        if wrong.any():
            raise BadHistory(f"{what} (row {int(np.argmax(wrong))})")
    return History(x.astype(np.int64), t, n, many, np.zeros(len(x)))
