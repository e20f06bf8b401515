"""Expectation, interval and P(buys) by the blend of models and learners, which knows how sure it may be."""

from dataclasses import replace

import numpy as np

from zhike.analytics.forecasting.blending import Basis, fit_blend
from zhike.analytics.purchases import PurchaseDays
from zhike.analytics.scoring.outlooks import Ahead
from zhike.analytics.scoring.settings import Settings
from zhike.analytics.scoring.visiting import visits_of


def ahead_by_blend(known: PurchaseDays, ahead: Ahead, settings: Settings) -> Ahead | None:
    """Foretell by the blend; None where it had to fall back on rates.

    Args:
        known: purchase days up to the cut, of n customers.
        ahead: what the models say of these; the next purchase is taken from it.
        settings: how far to look.
    """
    past, end = visits_of(known, day=settings.cut)
    with np.errstate(all="ignore"):
        blend = fit_blend(past, end=end, days=settings.horizon_days)
    if blend.basis not in {Basis.BLEND, Basis.MODELS}:
        return None
    told = blend.forecast
    found = replace(ahead, expected=told.mean, low=told.low, high=told.high, buys=told.buys)
    return found if found.is_sound else None
