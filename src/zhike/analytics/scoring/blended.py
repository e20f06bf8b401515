"""Expectation, interval, P(buys) and next day by the blend of models and learners, which knows how sure it may be."""

from dataclasses import replace

import numpy as np

from zhike.analytics.forecasting.blending import Basis, fit_blend
from zhike.analytics.forecasting.visits import Visits
from zhike.analytics.forecasting.waits import next_dates
from zhike.analytics.lifetime.fitting import NotFitted
from zhike.analytics.purchases import PurchaseDays
from zhike.analytics.scoring.outlooks import Ahead
from zhike.analytics.scoring.settings import Settings
from zhike.analytics.scoring.visiting import visits_of


def ahead_by_blend(known: PurchaseDays, ahead: Ahead, settings: Settings) -> Ahead | None:
    """Foretell by the blend; None where it had to fall back on rates.

    Args:
        known: purchase days up to the cut, of n customers.
        ahead: what the models say of these; the next purchase is taken from it where no date can be learnt.
        settings: how far to look.
    """
    past, end = visits_of(known, day=settings.cut)
    with np.errstate(all="ignore"):
        blend = fit_blend(past, end=end, days=settings.horizon_days)
    if blend.basis not in {Basis.BLEND, Basis.MODELS}:
        return None
    told = blend.forecast
    found = replace(ahead, expected=told.mean, low=told.low, high=told.high, buys=told.buys)
    with np.errstate(all="ignore"):
        dated = _dated(found, past, end, settings=settings)
    if dated.is_sound:
        return dated
    return found if found.is_sound else None


def _dated(found: Ahead, past: Visits, end: int, *, settings: Settings) -> Ahead:
    try:
        when = next_dates(past, end=end, days=settings.value_days, level=settings.level)
    except NotFitted:
        return found
    return replace(found, next_days=when.median, next_low=when.low, next_high=when.high)
