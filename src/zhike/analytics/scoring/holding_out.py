"""The last days held out: what then came, and how each forecast stood up to it."""

from collections.abc import Mapping

import numpy as np

from zhike.analytics.forecasting.backtesting import backtest
from zhike.analytics.forecasting.judging import Judgement
from zhike.analytics.lifetime.history import Ints
from zhike.analytics.purchases import PurchaseDays, Summary
from zhike.analytics.scoring.settings import Settings
from zhike.analytics.scoring.visiting import visits_of


def purchases_held_out(found: Summary, later: PurchaseDays) -> Ints:
    """Answer (n,) on how many of the later days each customer of the summary has bought."""
    counts: Ints = np.bincount(later.customer, minlength=len(later.labels))[found.code]
    return counts


def judgements(known: PurchaseDays, later: PurchaseDays, settings: Settings) -> Mapping[str, Judgement]:
    """Judge every model and the blend, fitted up to the cut, by the days held out.

    Args:
        known: purchase days up to the cut, as they were known then: returns that came later not taken off.
        later: purchase days after it.
        settings: with holdout days.

    Returns:
        Nothing where nobody bought in the days held out, or nothing can be fitted.
    """
    if not len(later):
        return {}
    past, end = visits_of(known, later, day=settings.cut)
    try:
        with np.errstate(all="ignore"):
            return backtest(past, end=end, days=settings.holdout_days)
    except (ValueError, ArithmeticError):
        return {}
