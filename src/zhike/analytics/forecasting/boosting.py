"""Gradient boosting that learns from earlier days what came after them, and never looks past its own day."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it has no types of its own

from zhike.analytics.forecasting.examples import FOLDS, Examples
from zhike.analytics.forecasting.judging import poisson_deviance
from zhike.analytics.lifetime.history import Floats

ROUNDS = 75
SETTINGS = {
    "loss": "poisson",
    "learning_rate": 0.1,
    "max_iter": ROUNDS,
    "max_leaf_nodes": 15,
    "max_bins": 63,
    "min_samples_leaf": 40,
    "early_stopping": False,
}


@dataclass(frozen=True, eq=False)
class Learner:
    """Learners of which each has never seen one part of the customers.

    Attributes:
        parts: the learners.
        rounds: trees used, as many as foretold best for the part that was kept from them.
        kept_apart: (m,) what each example was foretold by the learner that had not seen its customer.
    """

    parts: list[HistGradientBoostingRegressor]
    rounds: int
    kept_apart: Floats

    def predict(self, columns: Floats) -> Floats:
        """Answer (n,) the mean of the learners."""
        found: Floats = np.mean([_at_round(part, columns, self.rounds) for part in self.parts], axis=0)
        return found


def learn(found: Examples, *, base: Floats, seed: int) -> Learner:
    """Learn the ratio of what came to a base, each time keeping a part of the customers apart.

    As many trees are used as foretell best for the customers kept apart.

    Args:
        found: m examples.
        base: (m,) purchase days > 0: ones to learn the numbers themselves.
        seed: of the learners.

    Source: Breiman, "Stacked regressions", Machine Learning 24(1) 1996 (predictions for rows that were kept apart).
    """
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        parts = list(pool.map(partial(_learn_without, found, base, seed=seed), range(FOLDS)))
    stages = np.ones((ROUNDS, len(found)))
    for number, (_, kept) in enumerate(parts):
        stages[:, found.fold == number] = kept
    losses = [poisson_deviance(found.came, stage * base) for stage in stages]
    best = int(np.argmin(losses))
    return Learner([part for part, _ in parts], best + 1, stages[best])


def _learn_without(
    found: Examples, base: Floats, number: int, *, seed: int
) -> tuple[HistGradientBoostingRegressor, Floats]:
    """Learn from the customers of the other parts; answer (ROUNDS, k) what each tree makes of this part."""
    seen, kept = found.fold != number, found.fold == number
    with threadpool_limits(1, user_api="openmp"):
        part = HistGradientBoostingRegressor(**SETTINGS, random_state=seed)
        part.fit(found.columns[seen], found.came[seen] / base[seen], sample_weight=base[seen] / base.mean())
        return part, np.array(list(part.staged_predict(found.columns[kept])))


def _at_round(part: HistGradientBoostingRegressor, columns: Floats, rounds: int) -> Floats:
    with threadpool_limits(1, user_api="openmp"):
        found: Floats = next(islice(part.staged_predict(columns), rounds - 1, None))
    return found
