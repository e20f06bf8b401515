"""Gradient boosting that learns from earlier days what came after them, and never looks past its own day."""

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor

from zhike.analytics.forecasting.features import features
from zhike.analytics.forecasting.visits import Visits, history_of
from zhike.analytics.lifetime import expected_purchases, fit_cnbd, fit_pareto_nbd
from zhike.analytics.lifetime.history import Floats, Ints

SETTINGS = {"loss": "poisson", "learning_rate": 0.05, "max_iter": 150, "max_leaf_nodes": 15, "min_samples_leaf": 40}
LEAST = 1e-6


@dataclass(frozen=True, eq=False)
class View:
    """What a day knows of n customers.

    Attributes:
        columns: (n, c) what is learnt from.
        parametric: (n,) mean of the lifetime models' expectations for the days to come.
        pareto: (n,) the expectation of Pareto/NBD alone.
        known: (n,) which customers these are.
    """

    columns: Floats
    parametric: Floats
    pareto: Floats
    known: Ints


def view(all_: Visits, end: int, days: int) -> View:
    """Look at the customers on a day with models fitted to what was known then."""
    past, known = all_.until(end)
    rows = history_of(past, end)
    expectations = [expected_purchases(fit(rows), rows, days=days) for fit in (fit_pareto_nbd, fit_cnbd)]
    both = np.maximum(np.mean(expectations, axis=0), LEAST)
    return View(features(past, rows, end=end, expectations=expectations), both, expectations[0], known)


@dataclass(frozen=True, eq=False)
class Boosted:
    """Two learners: of the purchases themselves, and of their ratio to what the lifetime models expect."""

    pure: HistGradientBoostingRegressor
    ratio: HistGradientBoostingRegressor

    def predict(self, seen: View) -> Floats:
        """Answer (n,) purchase days in as many days as were learnt from."""
        pure = self.pure.predict(seen.columns)
        found: Floats = (pure + self.ratio.predict(seen.columns) * seen.parametric) / 2
        return found


def learn(views: list[View], came: list[Ints], *, seed: int = 0) -> Boosted:
    """Learn from days in the past and from the purchase days (n,) that came after each."""
    columns, numbers = np.concatenate([each.columns for each in views]), np.concatenate(came)
    expected = np.concatenate([each.parametric for each in views])
    pure = HistGradientBoostingRegressor(**SETTINGS, random_state=seed).fit(columns, numbers)
    ratio = HistGradientBoostingRegressor(**SETTINGS, random_state=seed)
    ratio.fit(columns, numbers / expected, sample_weight=expected / expected.mean())
    return Boosted(pure, ratio)
