"""Gradient boosting that learns from earlier days what came after them, and never looks past its own day."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Protocol

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it has no types of its own

from zhike.analytics.forecasting.binning import BINS, binned, edges_of
from zhike.analytics.forecasting.judging import poisson_deviance
from zhike.analytics.lifetime.history import Floats, Ints

FOLDS = 3
ROUNDS = 75
SETTINGS = {
    "learning_rate": 0.1,
    "max_iter": ROUNDS,
    "max_leaf_nodes": 15,
    "max_bins": BINS,
    "min_samples_leaf": 40,
    "early_stopping": False,
}


class Lesson(Protocol):
    """What m examples looked like and what came of them: `fold` is the part of the customers, 0 … FOLDS - 1."""

    @property
    def columns(self) -> Floats: ...
    @property
    def came(self) -> Ints: ...
    @property
    def fold(self) -> Ints: ...


@dataclass(frozen=True)
class Aim:
    """What a learner makes small: a loss by its name in scikit-learn, and its mean over what came and was foretold."""

    name: str
    loss: Callable[[Ints, Floats], float]


NUMBERS = Aim("poisson", poisson_deviance)


@dataclass(frozen=True, eq=False)
class Part:
    """A learner that has not seen one part of the customers, and the edges of its bins."""

    trees: HistGradientBoostingRegressor
    edges: list[Floats]

    def at_round(self, columns: Floats, rounds: int) -> Floats:
        """Answer (n,) what the first trees make of n customers."""
        with threadpool_limits(1, user_api="openmp"):
            found: Floats = next(islice(self.trees.staged_predict(binned(columns, self.edges)), rounds - 1, None))
        return found


@dataclass(frozen=True, eq=False)
class Learner:
    """Learners of which each has never seen one part of the customers.

    Attributes:
        parts: the learners.
        rounds: trees used, as many as foretold best for the part that was kept from them.
        kept_apart: (m,) what each example was foretold by the learner that had not seen its customer.
    """

    parts: list[Part]
    rounds: int
    kept_apart: Floats

    def predict(self, columns: Floats) -> Floats:
        """Answer (n,) the mean of the learners."""
        found: Floats = np.mean([part.at_round(columns, self.rounds) for part in self.parts], axis=0)
        return found


def learn(found: Lesson, *, base: Floats, seed: int, aim: Aim = NUMBERS) -> Learner:
    """Learn the ratio of what came to a base, each time keeping a part of the customers apart.

    As many trees are used as foretell best for the customers kept apart.

    Args:
        found: m examples.
        base: (m,) what is expected, > 0: ones to learn the numbers themselves.
        seed: of the learners.
        aim: what is made small; purchase days by default.

    Source: Breiman, "Stacked regressions", Machine Learning 24(1) 1996 (predictions for rows that were kept apart).
    """
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        parts = list(pool.map(partial(_learn_without, found, base, seed=seed, loss=aim.name), range(FOLDS)))
    stages = np.ones((ROUNDS, len(found.came)))
    for number, (_, kept) in enumerate(parts):
        stages[:, found.fold == number] = kept
    losses = [aim.loss(found.came, stage * base) for stage in stages]
    best = int(np.argmin(losses))
    return Learner([part for part, _ in parts], best + 1, stages[best])


def _learn_without(found: Lesson, base: Floats, number: int, *, seed: int, loss: str) -> tuple[Part, Floats]:
    """Learn from the customers of the other parts; answer (ROUNDS, k) what each tree makes of this part."""
    seen, kept = found.fold != number, found.fold == number
    columns, weights = found.columns[seen], base[seen] / base.mean()
    edges = [edges_of(column, weights) for column in columns.T]
    with threadpool_limits(1, user_api="openmp"):
        trees = HistGradientBoostingRegressor(**SETTINGS, loss=loss, random_state=seed)
        trees.fit(binned(columns, edges), found.came[seen] / base[seen], sample_weight=weights)
        return Part(trees, edges), np.array(list(trees.staged_predict(binned(found.columns[kept], edges))))
