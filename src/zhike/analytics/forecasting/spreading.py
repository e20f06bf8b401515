"""How far numbers scatter around what was expected: negative binomial, as wide as a back-test found them."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln
from scipy.stats import nbinom

from zhike.analytics.forecasting.judging import Forecast
from zhike.analytics.lifetime.history import Floats, Ints

PRUDENCE = 0.5
"""How much of the drift found in one doubling of the days is believed. Of 0, 0.5 and 1, 0.5 was the likeliest on
Complete Journey and 0 by a little on CDNOW, foretelling three times longer than learnt inside their calibrations."""
_SMALLEST, _LARGEST = 1e-2, 1e4


@dataclass(frozen=True)
class Spread:
    """The shape of a negative binomial distribution: variance = mean + mean² / shape.

    Attributes:
        level: logarithm of the shape at one purchase day in as many days as were learnt.
        slope: by how much it rises with the logarithm of the mean.
        drift: by how much it falls with the logarithm of the days foretold, as rates change; from 0 (rates stay) to 1.
    """

    level: float
    slope: float
    drift: float

    def shape(self, mean: Floats, *, longer: float = 1.0) -> Floats:
        """Answer (n,) shapes.

        Args:
            mean: (n,) purchase days in as many days as were learnt, > 0.
            longer: how many times longer is foretold than was learnt.
        """
        logs = self.level + self.slope * np.log(mean) - self.drift * np.log(longer)
        found: Floats = np.clip(np.exp(logs), _SMALLEST, _LARGEST)
        return found


def spread_of(mean: Floats, came: Ints, early: Ints) -> Spread:
    """Find the spread under which what came was most likely, in all of the days and in their first half.

    Args:
        mean: (m,) purchase days foretold without knowing what came, > 0.
        came: (m,) purchase days that came.
        early: (m,) those in the first half of the days.

    Source: negative binomial regression of type NB-P: Greene, Economics Letters 99(3) 2008.
    """
    half = mean * ((early.sum() + 0.5) / (came.sum() + 1.0))

    def loss(theta: Floats) -> float:
        spread = Spread(*(float(each) for each in theta))
        whole = _surprise(mean, spread.shape(mean), came)
        return whole + _surprise(half, spread.shape(mean, longer=0.5), early)

    found = minimize(loss, np.array([0.0, 0.5, 0.1]), method="L-BFGS-B", bounds=[(-5, 8), (-1, 2), (0, 1)]).x
    level, slope, drift = (float(each) for each in found)
    return Spread(level, slope, PRUDENCE * drift)


def _surprise(mean: Floats, shape: Floats, came: Ints) -> float:
    """Answer the mean of -log P(came), but for what does not depend on mean and shape."""
    logs = gammaln(came + shape) - gammaln(shape) + shape * np.log(shape) - (shape + came) * np.log(shape + mean)
    return -float((logs + came * np.log(mean)).mean())


def spread_out(mean: Floats, shape: Floats, *, level: float) -> Forecast:
    """Answer the forecast of n customers with these means and shapes.

    Args:
        mean: (n,) expected purchase days, > 0.
        shape: (n,) shape of the negative binomial distribution, > 0.
        level: what share of customers the interval is to hold.
    """
    chance = shape / (shape + mean)
    low, median, high = (
        np.asarray(nbinom.ppf(each, shape, chance)).astype(np.int64) for each in ((1 - level) / 2, 0.5, (1 + level) / 2)
    )

    def at_most(number: Ints) -> Floats:
        return np.asarray(nbinom.cdf(number, shape, chance))

    return Forecast(mean, -np.expm1(shape * np.log(chance)), median, low, high, level, at_most)
