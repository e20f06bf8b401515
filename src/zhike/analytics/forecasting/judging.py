"""How good a forecast was: measures of error, of order and of honesty about the range."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from scipy.stats import rankdata

from zhike.analytics.lifetime.history import Floats, Ints


@dataclass(frozen=True)
class Judgement:
    """Forecasts of n customers held against what came.

    Attributes:
        mae: mean absolute error of the mean forecast, purchase days.
        mae_of_median: the same of the median forecast, which is what the absolute error rewards.
        rmse: root of the mean squared error.
        bias: sum foretold / sum that came, less 1.
        poisson_deviance: mean of 2 (y log(y / m) - y + m).
        auc: chance that one who bought was ranked above one who did not; 0.5 where nobody or everybody bought.
        brier: mean squared error of P(buys).
        rank_correlation: Spearman's rho of forecast and outcome; 0 where one of them is constant.
        top_tenth: share of all purchases made by the tenth ranked first.
        coverage: share of customers inside their interval, ends included.
        pit_coverage: the same by the randomised probability transform, which is the level for an honest forecast even
            where most numbers are 0.
    """

    mae: float
    mae_of_median: float
    rmse: float
    bias: float
    poisson_deviance: float
    auc: float
    brier: float
    rank_correlation: float
    top_tenth: float
    coverage: float
    pit_coverage: float


@dataclass(frozen=True, eq=False)
class Forecast:
    """Purchase days foretold for n customers.

    Attributes:
        mean: (n,) expected number.
        buys: (n,) probability of one at least.
        median: (n,) median number.
        low: (n,) lower end of the interval.
        high: (n,) upper end.
        level: what share the interval is to hold.
        at_most: (n,) integers k → (n,) P(Y ≤ k).
    """

    mean: Floats
    buys: Floats
    median: Ints
    low: Ints
    high: Ints
    level: float
    at_most: Callable[[Ints], Floats]


def judge(forecast: Forecast, came: Ints, *, chance: Generator) -> Judgement:
    """Hold a forecast against what came.

    Args:
        forecast: of n customers.
        came: (n,) their purchase days in the time foretold.
        chance: draws the place inside a step of the distribution, for the randomised transform.

    Source: Czado, Gneiting, Held, "Predictive model assessment for count data", Biometrics 65(4) 2009 (randomised PIT).
    """
    mean, bought = forecast.mean, came > 0
    total = float(came.sum())
    below, upto = forecast.at_most(came - 1), forecast.at_most(came)
    place = below + chance.random(len(came)) * (upto - below)
    edge = (1 - forecast.level) / 2
    return Judgement(
        mae=float(np.abs(came - mean).mean()),
        mae_of_median=float(np.abs(came - forecast.median).mean()),
        rmse=float(np.sqrt(((came - mean) ** 2).mean())),
        bias=float(mean.sum()) / total - 1 if total else 0.0,
        poisson_deviance=poisson_deviance(came, mean),
        auc=auc(bought, mean),
        brier=float(((forecast.buys - bought) ** 2).mean()),
        rank_correlation=rank_correlation(mean, came),
        top_tenth=top_share(mean, came, share=0.1),
        coverage=float(((forecast.low <= came) & (came <= forecast.high)).mean()),
        pit_coverage=float(((edge <= place) & (place <= 1 - edge)).mean()),
    )


def poisson_deviance(came: Ints, mean: Floats) -> float:
    """Answer the mean Poisson deviance; a mean below 1e-9 counts as that."""
    least = np.maximum(mean, 1e-9)
    logs = np.where(came > 0, came * np.log(np.maximum(came, 1) / least), 0.0)
    return float(2 * (logs - came + least).mean())


def auc(happened: "np.ndarray[tuple[int], np.dtype[np.bool_]]", score: Floats) -> float:
    """Answer the area under the curve of hits and false alarms (Mann-Whitney), ties counted half."""
    yes = int(happened.sum())
    no = len(happened) - yes
    if not yes or not no:
        return 0.5
    return float((rankdata(score)[happened].sum() - yes * (yes + 1) / 2) / (yes * no))


def rank_correlation(one: Floats, other: Ints) -> float:
    """Answer Spearman's rho; 0 where one of both does not differ."""
    first, second = rankdata(one), rankdata(other)
    if not first.std() or not second.std():
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def top_share(score: Floats, came: Ints | Floats, *, share: float) -> float:
    """Answer how much of what came is with the customers ranked first; ties as they stand."""
    total = came.sum()
    if not total:
        return 0.0
    first = np.argsort(-score, kind="stable")[: max(1, round(len(score) * share))]
    return float(came[first].sum() / total)
