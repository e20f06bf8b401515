"""What new customers may be worth by their first order: little is known, and the result says how little."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import spearmanr

from zhike.analytics.likeness.peers import FEWEST, Basis
from zhike.analytics.likeness.table import BadTable, Column, Floats, Ints, amounts, refuse_strange, refuse_uneven

FEWEST_TO_LEARN = 100
FOLDS = 5
MOST_BANDS = 20
ENOUGH_FOR_THREADS = 100_000
"""Below, threads wait for each other longer than they work."""
SETTINGS = {"max_iter": 100, "learning_rate": 0.05, "max_leaf_nodes": 8, "min_samples_leaf": 50}
"""Fixed, not tuned to a data set: small steps and large leaves, because a first order tells little."""


@dataclass(frozen=True, eq=False)
class NewcomerValue:
    """The expected value of n new customers.

    Attributes:
        expected: (n,) 分, mean.
        low: (n,) 分, lower end of what the middle `level` of old customers with such a forecast were worth.
        high: (n,) 分, its upper end.
        level: that share.
    """

    expected: Floats
    low: Floats
    high: Floats
    level: float


@dataclass(frozen=True, eq=False)
class Newcomers:
    """What old customers' first orders told of their later worth.

    Attributes:
        basis: MODEL; RATIO or EVERYBODY below 100 customers; TOO_FEW below three, when the mean is answered.
        customers: m, how many it was learned from.
        rho: Spearman's rank correlation of forecast and worth among customers kept apart while learning (5 folds);
            0 where none is to be had. .2 to .3 is usual: the order of a list is better than chance, no more.
        rising: columns of which more never lowers the forecast.
    """

    basis: Basis
    customers: int
    rho: float
    rising: tuple[str, ...]
    _columns: tuple[Column, ...]
    _codes: tuple[Any, ...]
    _model: Any
    _mean: float
    _edges: Floats
    _bands: tuple[Floats, ...]

    def expect(self, columns: Sequence[Column], *, level: float = 0.8) -> NewcomerValue:
        """Expect the worth of new customers.

        Args:
            columns: what was learned from, of n new customers.
            level: share of like old customers between low and high.

        Raises:
            BadTable: the columns are others, or level is not between 0 and 1.
        """
        refuse_strange(self._columns, columns)
        n = refuse_uneven(columns)
        if not 0 < level < 1:
            raise BadTable("level must lie between 0 and 1")
        expected = np.full(n, self._mean)
        if self._model is not None and n:
            expected = np.asarray(self._model.predict(_matrix(columns, self._codes)), dtype=np.float64) * self._mean
        band = np.searchsorted(self._edges, expected, side="right")
        ends = np.array([np.quantile(worth, [(1 - level) / 2, (1 + level) / 2]) for worth in self._bands])
        return NewcomerValue(expected, ends[band, 0], ends[band, 1], level)


def fit_newcomers(
    columns: Sequence[Column], values: ArrayLike, *, rising: Collection[str] = (), seed: int = 0
) -> Newcomers:
    """Learn from old customers what a first order tells: gradient boosting with Poisson deviance.

    Args:
        columns: m old customers, known at their first order only.
        values: (m,) their worth since, ≥ 0 分, all over the same number of days.
        rising: names of number columns of which more cannot mean less worth, such as the amount; it steadies the model.
        seed: of the folds and of the boosting.

    Raises:
        BadTable: columns and values do not fit, a value is below 0, or rising names no column of numbers.

    Source: Poisson deviance boosting as in Friedman, Annals of Statistics 29(5) 2001, algorithm 1.
    """
    worth = amounts(values, name="values", rows=refuse_uneven(columns))
    if not len(worth):
        raise BadTable("one old customer at least is expected")
    if (worth < 0).any():
        raise BadTable(f"values, row {int(np.argmax(worth < 0))}: this model expects amounts ≥ 0; peers take any")
    if strange := set(rising) - {each.name for each in columns if each.numeric}:
        raise BadTable(f"rising: no column of numbers is called {', '.join(sorted(strange))}")
    learned = tuple(each.take(slice(0, 0)) for each in columns)
    codes = tuple(None if each.numeric else np.unique(each.values[each.known]) for each in columns)
    mean, basis = float(worth.mean()), Basis.EVERYBODY if len(worth) >= FEWEST else Basis.TOO_FEW
    order = tuple(each for each in rising)
    if len(worth) < FEWEST_TO_LEARN or not mean:
        return Newcomers(basis, len(worth), 0.0, order, learned, codes, None, mean, np.empty(0), (worth,))
    signs = [int(each.name in rising) for each in columns]
    matrix = _matrix(columns, codes)
    apart, rho = _kept_apart(matrix, worth, signs=signs, seed=seed)
    edges, bands = _banded(apart, worth)
    model = _boosted(matrix, worth, signs=signs, seed=seed)
    return Newcomers(Basis.MODEL, len(worth), rho, order, learned, codes, model, mean, edges, bands)


def value_by_ratio(first: ArrayLike, values: ArrayLike, asked: ArrayLike) -> tuple[Floats, tuple[Basis, ...]]:
    """Expect of each new customer its first amount times what old ones brought per unit of theirs.

    Args:
        first: (m,) first amounts of old customers, 分.
        values: (m,) their worth since, 分.
        asked: (n,) first amounts of new customers, 分.

    Returns: (n,) 分 and n rules: EVERYBODY, the mean of the old, where a first amount is not above 0.

    Raises:
        BadTable: lengths differ, an amount is missing, or there is no old customer.
    """
    count = np.size(first)
    before, worth = amounts(first, name="first", rows=count), amounts(values, name="values", rows=count)
    new = amounts(asked, name="asked", rows=np.size(asked))
    if not count:
        raise BadTable("one old customer at least is expected")
    usable = (new > 0) & (before[before > 0].sum() > 0) & (count >= FEWEST)
    ratio = worth[before > 0].sum() / max(before[before > 0].sum(), 1.0)
    other = Basis.EVERYBODY if count >= FEWEST else Basis.TOO_FEW
    return np.where(usable, new * ratio, worth.mean()), tuple(Basis.RATIO if each else other for each in usable)


def rank_correlation(expected: Floats, worth: Floats) -> float:
    """Answer Spearman's rho; 0 where all of one side are equal."""
    if len(worth) < FEWEST or np.ptp(expected) == 0 or np.ptp(worth) == 0:
        return 0.0
    return float(spearmanr(expected, worth).statistic)


def _matrix(columns: Sequence[Column], codes: Sequence[Any]) -> Floats:
    """Answer (n, columns): numbers as they are, categories by their mean place, strangers and missing ones NaN."""
    return np.stack([_numbered(each, known) for each, known in zip(columns, codes, strict=True)], axis=1)


def _numbered(column: Column, codes: Any) -> Floats:
    if column.numeric:
        return np.asarray(column.values, dtype=np.float64)
    if not len(codes):
        return np.full(len(column), np.nan)
    at = np.clip(np.searchsorted(codes, column.values), 0, len(codes) - 1)
    return np.where(codes[at] == column.values, at, np.nan).astype(np.float64)


def _boosted(matrix: Floats, worth: Floats, *, signs: list[int], seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor  # noqa: PLC0415 - heavy; only who learns pays for it
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # noqa: PLC0415 - scikit-learn's own

    settings: dict[str, Any] = {**SETTINGS, "loss": "poisson", "random_state": seed, "monotonic_cst": signs}
    with threadpool_limits(1 if len(worth) < ENOUGH_FOR_THREADS else None, user_api="openmp"):
        return HistGradientBoostingRegressor(**settings).fit(matrix, worth / worth.mean())


def _kept_apart(matrix: Floats, worth: Floats, *, signs: list[int], seed: int) -> tuple[Floats, float]:
    """Forecast each old customer by a model that has not seen it."""
    fold: Ints = np.random.default_rng(seed).permutation(len(worth)) % FOLDS
    found = np.zeros(len(worth))
    for each in range(FOLDS):
        learn = fold != each
        if worth[learn].any():
            model = _boosted(matrix[learn], worth[learn], signs=signs, seed=seed)
            found[~learn] = model.predict(matrix[~learn]) * worth[learn].mean()
    return found, rank_correlation(found, worth)


def _banded(expected: Floats, worth: Floats) -> tuple[Floats, tuple[Floats, ...]]:
    """Put old customers of like forecasts together, 50 and more in a band."""
    bands = int(np.clip(len(worth) // 50, 1, MOST_BANDS))
    edges = np.unique(np.quantile(expected, np.arange(1, bands) / bands))
    place = np.searchsorted(edges, expected, side="right")
    kept = [each for each in range(len(edges) + 1) if (place == each).any()]
    return edges[np.array(kept[1:], dtype=np.int64) - 1], tuple(worth[place == each] for each in kept)
