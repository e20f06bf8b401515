"""A scoring as plain numbers, in the shape that `zhike score --json` prints."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from zhike.analytics.scoring.scoring import Scored
from zhike.analytics.scoring.settings import WEEK

if TYPE_CHECKING:
    from zhike.analytics.forecasting.judging import Judgement

PARAMETERS = {
    "bg_nbd": ("r", "alpha", "a", "b", "log_likelihood"),
    "mbg_nbd": ("r", "alpha", "a", "b", "log_likelihood"),
    "pareto_nbd": ("r", "alpha", "s", "beta", "log_likelihood"),
    "gamma_gamma": ("p", "q", "gamma", "log_likelihood"),
}
"""The models that are told, with their parameters; times in units of time, money in 元."""


def as_json(scored: Scored) -> dict[str, Any]:
    """Answer the numbers of a scoring; a model that was not fitted is None, and no number is NaN or infinite."""
    return {
        "customers": scored.customers,
        "transactions": scored.transactions,
        "as_of": str(scored.settings.as_of),
        "time_unit": "week" if scored.settings.unit == WEEK else "day",
        "models": {name: _model(getattr(scored.models, name), told) for name, told in PARAMETERS.items()},
        "concentration": {"top20_share": scored.concentration.top_share(0.2), "gini": scored.concentration.gini},
        "backtest": {name: _judgement(found) for name, found in scored.judged.items()},
    }


def _model(found: object, told: tuple[str, ...]) -> dict[str, float] | None:
    return None if found is None else {name: float(getattr(found, name)) for name in told}


def _judgement(found: "Judgement") -> dict[str, float | None]:
    """Answer the measures; coverage is by the randomised probability transform, honest where most numbers are 0."""
    kept = {name: value if np.isfinite(value) else None for name, value in asdict(found).items()}
    told = ("mae", "rmse", "poisson_deviance", "auc")
    return {**{name: kept[name] for name in told}, "coverage80": kept["pit_coverage"]}
