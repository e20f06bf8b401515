"""What customers will spend: purchase days expected × what a day of theirs is worth; and how good that was."""

from dataclasses import dataclass

import numpy as np

from zhike.analytics.forecasting.judging import top_share
from zhike.analytics.forecasting.visits import Visits
from zhike.analytics.lifetime import fit_gamma_gamma
from zhike.analytics.lifetime.asking import BadQuestion
from zhike.analytics.lifetime.fitting import NotFitted
from zhike.analytics.lifetime.gamma_gamma import expected_mean
from zhike.analytics.lifetime.history import BadHistory, Floats, Ints


@dataclass(frozen=True)
class SpendJudgement:
    """Foretold spend of n customers held against what came, in the money of the visits.

    Attributes:
        mae: mean absolute error.
        rmse: root of the mean squared error.
        bias: sum foretold / sum that came, less 1; 0 where nothing came.
        top_fifth: share of all that came which the fifth ranked first spent.
    """

    mae: float
    rmse: float
    bias: float
    top_fifth: float


def expected_spend(seen: Visits, expected: Floats) -> Floats:
    """Answer (n,) the money that customers will spend on the purchase days expected.

    Where Gamma-Gamma cannot be fitted, a purchase day counts what everybody's does on average.

    Args:
        seen: all that is known of the n customers.
        expected: (n,) purchase days to come.

    Source: Fader, Hardie, Lee, "RFM and CLV", Journal of Marketing Research 42(4) 2005 (independence of both).
    """
    repeats, spent = _repeats(seen)
    mean = spent / np.maximum(repeats, 1)
    paid = mean > 0
    try:
        model = fit_gamma_gamma(repeats[paid], mean[paid])
        each = expected_mean(model, np.where(paid, repeats, 0), mean)
    except (BadHistory, BadQuestion, NotFitted):
        each = np.full(len(expected), float(seen.amount.mean()))
    found: Floats = expected * each
    return found


def spent_between(past: Visits, start: int, end: int) -> Floats:
    """Answer (n,) the money spent after the day start, up to the day end."""
    inside = (past.day > start) & (past.day <= end)
    found: Floats = np.bincount(past.customer[inside], past.amount[inside], len(past.starts)).astype(np.float64)
    return found


def judge_spend(foretold: Floats, came: Floats) -> SpendJudgement:
    """Hold (n,) spend foretold against (n,) what came."""
    error, total = foretold - came, float(came.sum())
    return SpendJudgement(
        mae=float(np.abs(error).mean()),
        rmse=float(np.sqrt((error**2).mean())),
        bias=float(foretold.sum()) / total - 1 if total else 0.0,
        top_fifth=top_share(foretold, came, share=0.2),
    )


def _repeats(seen: Visits) -> tuple[Ints, Floats]:
    """Answer (n,) purchase days after the first and what was spent on them."""
    later = np.ones(len(seen.day), dtype=np.bool_)
    later[seen.starts] = False
    who, size = seen.customer[later], len(seen.starts)
    spent: Floats = np.bincount(who, seen.amount[later], size).astype(np.float64)
    return np.bincount(who, minlength=size), spent
