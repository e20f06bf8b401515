"""Forecasts to hold the blend against: the customer's own rate, and one lifetime model alone."""

from itertools import islice

import numpy as np
from scipy.stats import poisson

from zhike.analytics.forecasting.judging import Forecast
from zhike.analytics.lifetime.history import Floats, History, Ints
from zhike.analytics.lifetime.outlook import outlook, tails_of


def forecast_by_rate(rows: History, *, days: int, level: float) -> Forecast:
    """Foretell that everybody goes on as so far: repeats / age × days, scattered as chance does (Poisson)."""
    mean: Floats = rows.repeats / np.maximum(rows.age, 1.0) * days

    def at_most(number: Ints) -> Floats:
        return np.asarray(poisson.cdf(number, mean))

    low, median, high = (
        np.asarray(poisson.ppf(each, mean)).astype(np.int64) for each in ((1 - level) / 2, 0.5, (1 + level) / 2)
    )
    return Forecast(mean, -np.expm1(-mean), median, low, high, level, at_most)


def forecast_by_model(model: object, rows: History, *, days: int, level: float) -> Forecast:
    """Foretell by a fitted lifetime model and its own distribution."""
    found = outlook(model, rows, days=days, level=level)

    def at_most(number: Ints) -> Floats:
        more = np.ones(len(rows))
        for count, chance in enumerate(islice(tails_of(model, rows)(days), int(number.max(initial=-1)) + 1)):
            more = np.where(number == count, chance, more)
        return 1 - more

    return Forecast(found.expected, found.buys, found.median, found.low, found.high, level, at_most)
