"""Hold forecasts against what came after a day in the past: the same judge for every model and every data set."""

from collections.abc import Callable, Mapping

import numpy as np

from zhike.analytics.forecasting.blending import LEVEL, Blend, fit_blend
from zhike.analytics.forecasting.judging import Forecast, Judgement, judge
from zhike.analytics.forecasting.peers import forecast_by_model, forecast_by_rate
from zhike.analytics.forecasting.visits import BadVisits, Visits, history_of
from zhike.analytics.lifetime import fit_bg_nbd, fit_cnbd, fit_mbg_nbd, fit_pareto_nbd
from zhike.analytics.lifetime.fitting import NotFitted
from zhike.analytics.lifetime.history import History, Ints

MODELS: Mapping[str, Callable[[History], object]] = {
    "bg_nbd": fit_bg_nbd,
    "mbg_nbd": fit_mbg_nbd,
    "pareto_nbd": fit_pareto_nbd,
    "cnbd": fit_cnbd,
}


def backtest(past: Visits, *, end: int, days: int, seed: int = 0) -> dict[str, Judgement]:
    """Fit every forecast to what was known at the end of a day and judge it by the days after it.

    Args:
        past: purchase days up to end + days; of those after the end only the numbers are used, to judge.
        end: number of the last day the forecasts may know.
        days: how many days are foretold.
        seed: of the learners and of the randomised transform.

    Returns:
        By name: `naive` (repeats / age), `bg_nbd`, `mbg_nbd`, `pareto_nbd`, `cnbd` ((M)BG/CNBD-k) and `blend`; a model
        that cannot be fitted is left out.

    Raises:
        BadVisits: nobody had bought by the end, or no day is asked for.
    """
    found, came = forecasts(past, end=end, days=days, seed=seed)
    return {name: judge(each, came, chance=np.random.default_rng(seed)) for name, each in found.items()}


def forecasts(past: Visits, *, end: int, days: int, seed: int = 0) -> tuple[dict[str, Forecast], Ints]:
    """Answer the forecasts `backtest` judges, by name, and (n,) the purchase days that came.

    Raises:
        BadVisits: nobody had bought by the end, or no day is asked for.
    """
    if days < 1:
        raise BadVisits(f"days: expected 1 or more, found {days}")
    seen, known = past.until(end)
    rows = history_of(seen, end)
    found = {"naive": forecast_by_rate(rows, days=days, level=LEVEL)}
    for name, fit in MODELS.items():
        if (each := _fitted(fit, rows, days)) is not None:
            found[name] = each
    blend: Blend = fit_blend(past, end=end, days=days, seed=seed)
    found["blend"] = blend.forecast
    return found, past.between(end, end + days)[known]


def _fitted(fit: Callable[[History], object], rows: History, days: int) -> Forecast | None:
    with np.errstate(all="ignore"):
        try:
            found = forecast_by_model(fit(rows), rows, days=days, level=LEVEL)
        except NotFitted:
            return None
    return found if np.isfinite(found.mean).all() and np.isfinite(found.buys).all() else None
