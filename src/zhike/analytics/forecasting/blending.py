"""The forecast of purchase days: lifetime models and learners, blended as a back-test inside the past says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from zhike.analytics.forecasting.boosting import learn
from zhike.analytics.forecasting.examples import FEWEST_CUSTOMERS, Examples, examples, learnt_days
from zhike.analytics.forecasting.judging import Forecast
from zhike.analytics.forecasting.pooled import pooled_rate
from zhike.analytics.forecasting.seeing import View, view
from zhike.analytics.forecasting.spreading import Spread, spread_of, spread_out
from zhike.analytics.forecasting.visits import BadVisits, Visits, history_of
from zhike.analytics.forecasting.weighing import weights_for
from zhike.analytics.lifetime.fitting import NotFitted
from zhike.analytics.lifetime.history import Floats, History, Ints
from zhike.analytics.purchases.summary import FEWEST_PURCHASES

FEWEST_TO_LEARN = 500
"""Customers in the examples below which learners are not asked."""
LEVEL = 0.8


class Basis(Enum):
    """By what rule a forecast was made."""

    BLEND = "模型与学习混合"
    MODELS = "生命周期模型"
    RATE = "平均购买速率"
    TOO_FEW = "数据不足"


@dataclass(frozen=True, eq=False)
class Blend:
    """Purchase days foretold for the n customers known at the end of a day.

    Attributes:
        forecast: what is foretold.
        known: (n,) which customers these are.
        basis: the rule used: BLEND from 500 customers with a past long enough to learn from; MODELS from 100
            customers; else RATE, each customer's rate drawn towards everybody's.
        enough: (n,) three purchase days or more; the others' numbers are more the group's than their own (数据不足).
        weights: of each forecast blended, adding up to 1.
    """

    forecast: Forecast
    known: Ints
    basis: Basis
    enough: NDArray[np.bool_]
    weights: Mapping[str, float] = field(default_factory=dict)

    @property
    def basis_of_each(self) -> tuple[Basis, ...]:
        """The rule for each customer: TOO_FEW where there are fewer than three purchases."""
        return tuple(self.basis if each else Basis.TOO_FEW for each in self.enough)


def fit_blend(past: Visits, *, end: int, days: int, seed: int = 0) -> Blend:
    """Foretell the purchase days of everybody known at the end of a day.

    Learners, weights and spread are all found by asking, on days inside the past, what would come by the end.

    Args:
        past: purchase days; those after the end are not looked at.
        end: number of the last day known.
        days: how many days are foretold, ≥ 1.
        seed: of the learners.

    Raises:
        BadVisits: nobody had bought by the end, or no day is asked for.

    Source: rolling origins: Tashman, International Journal of Forecasting 16(4) 2000.
    """
    if days < 1:
        raise BadVisits(f"days: expected 1 or more, found {days}")
    seen, known = past.until(end)
    rows = history_of(seen, end)
    found: tuple[Basis, Floats, Floats, dict[str, float]] | None = None
    if len(known) >= FEWEST_CUSTOMERS:
        found = _by_models(seen, end, days=days, seed=seed)
    basis, mean, shape, weights = found or _by_rate(rows, days)
    forecast = spread_out(mean, shape, level=LEVEL)
    return Blend(forecast, known, basis, rows.repeats + 1 >= FEWEST_PURCHASES, weights)


def _by_rate(rows: History, days: int) -> tuple[Basis, Floats, Floats, dict[str, float]]:
    return Basis.RATE, *pooled_rate(rows, days=days), {}


def _by_models(
    seen: Visits, end: int, *, days: int, seed: int
) -> tuple[Basis, Floats, Floats, dict[str, float]] | None:
    """Blend; nothing where no lifetime model can be fitted."""
    learnt = learnt_days(seen, end=end, days=days)
    with np.errstate(all="ignore"):
        try:
            now = view(seen, end, learnt_days=max(learnt, 1), days=days)
        except NotFitted:
            return None
        try:
            past = examples(seen, end=end, days=learnt, seed=seed)
        except NotFitted:
            past = None
    asked, then = _forecasts(now, past, seed=seed)
    if past is None:
        mean = np.mean(list(asked.values()), axis=0)
        return Basis.MODELS, mean, 1.0 + now.rows.repeats, dict.fromkeys(asked, 1 / len(asked))
    weights = weights_for(list(then.values()), past.came)
    mean = np.column_stack(list(asked.values())) @ weights
    spread: Spread = spread_of(np.column_stack(list(then.values())) @ weights, past.came, past.early)
    basis = Basis.BLEND if "pure" in asked else Basis.MODELS
    named = {name: float(each) for name, each in zip(asked, weights, strict=True)}
    return basis, mean, spread.shape(mean * learnt / days, longer=days / learnt), named


def _forecasts(now: View, past: Examples | None, *, seed: int) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Answer each forecast for the customers now, and for the examples by who had not seen their outcome."""
    asked = {"pareto_nbd": now.asked.pareto, "cnbd": now.asked.regular}
    if past is None:
        return asked, {}
    then = {"pareto_nbd": past.pareto, "cnbd": past.regular}
    if past.customers < FEWEST_TO_LEARN or not past.came.any():
        return asked, then
    pure = learn(past, base=np.ones(len(past)), seed=seed)
    ratio = learn(past, base=past.both, seed=seed)
    longer = now.asked.both / now.learnt.both
    asked |= {"pure": pure.predict(now.columns) * longer, "ratio": ratio.predict(now.columns) * now.asked.both}
    return asked, then | {"pure": pure.kept_apart, "ratio": ratio.kept_apart * past.both}
