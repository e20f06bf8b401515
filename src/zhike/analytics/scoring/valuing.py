"""What customers are worth: purchase days to come, discounted, times what a day of theirs is worth."""

from dataclasses import replace

import numpy as np

from zhike.analytics.lifetime.gamma_gamma import GammaGamma, expected_mean
from zhike.analytics.lifetime.history import Floats, History, Ints
from zhike.analytics.purchases import FEWEST_PURCHASES, Summary
from zhike.analytics.scoring.fitting import Models
from zhike.analytics.scoring.settings import Settings
from zhike.analytics.worth.forecast import forecast
from zhike.analytics.worth.lifetime_value import Value

_OF_ONE = 100.0
"""A day's money at which purchases are first valued: all alike, so that equal histories are valued once."""


def value_of(found: Summary, rows: History, which: Ints, *, models: Models, settings: Settings) -> Value:
    """Value the customers of a summary.

    Args:
        found: n customers.
        rows: their m different histories.
        which: (n,) the history of each.
        models: what was fitted.
        settings: over how many days, at which discount.
    """
    one = np.ones(len(rows))
    days = forecast(
        rows,
        one * FEWEST_PURCHASES,
        one * _OF_ONE,
        model=models.counting,
        spending=None,
        days=settings.value_days,
        discount=settings.discount,
        kind="sales",
    ).value
    return replace(days, amount=days.amount[which] / _OF_ONE * _spend(found, models.gamma_gamma))


def _spend(found: Summary, spending: GammaGamma | None) -> Floats:
    """Answer (n,) 分 of a purchase day to come: between his own mean and everybody's, or one of both."""
    if spending is not None and np.isfinite(spending.population_mean):
        return expected_mean(spending, found.repeats, found.mean_repeat / 100) * 100
    repeats = float(found.repeats.sum())
    group = float(found.repeats @ found.mean_repeat) / repeats if repeats else 0.0
    return np.where(found.enough, found.mean_repeat, group)
