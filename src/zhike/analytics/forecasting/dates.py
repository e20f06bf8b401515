"""How well the day of the next purchase is foretold."""

from dataclasses import dataclass

import numpy as np

from zhike.analytics.forecasting.visits import Visits, days_until_next, history_of
from zhike.analytics.forecasting.waits import next_dates
from zhike.analytics.lifetime import fit_cnbd
from zhike.analytics.lifetime.history import Floats, Ints
from zhike.analytics.lifetime.waiting import NextPurchase, next_purchase
from zhike.analytics.purchases.summary import FEWEST_PURCHASES

NEAR = 3
"""Days within which a date counts as met."""


@dataclass(frozen=True)
class DateJudgement:
    """Next dates foretold for customers with three purchases or more who did buy in the days judged.

    Attributes:
        customers: how many these are; the other numbers are 0 without any.
        median_error: median of the absolute errors, days.
        mean_error: their mean, days.
        near: share foretold within 3 days.
        coverage: share whose day lay inside its 80 % interval.
    """

    customers: int
    median_error: float
    mean_error: float
    near: float
    coverage: float


def judge_dates(past: Visits, *, end: int, days: int, seed: int = 0) -> dict[str, DateJudgement]:
    """Foretell next dates from what was known at the end of a day, and hold them against those that came.

    Args:
        past: purchase days; those after the end only to judge by.
        end: number of the last day known.
        days: within how many days a purchase counts.
        seed: of the learners.

    Returns:
        By name: `cnbd` (MBG/CNBD-k alone) and `learnt` (`next_dates`).

    Raises:
        BadVisits: nobody had bought by the end.
        NotFitted: the model has no finite likelihood here.
    """
    seen, known = past.until(end)
    rows = history_of(seen, end)
    came = days_until_next(past, end)[known]
    judged = np.flatnonzero((rows.repeats + 1 >= FEWEST_PURCHASES) & (came <= days))
    if not len(judged):
        return dict.fromkeys(("cnbd", "learnt"), DateJudgement(0, 0.0, 0.0, 0.0, 0.0))
    found = next_purchase(fit_cnbd(rows), rows, horizon=days), next_dates(seen, end=end, days=days, seed=seed)
    return {name: _judged(each, judged, came[judged]) for name, each in zip(("cnbd", "learnt"), found, strict=True)}


def _judged(found: NextPurchase, judged: Ints, came: Floats) -> DateJudgement:
    errors = np.abs(np.round(found.median[judged]) - came)
    inside = (np.floor(found.low[judged]) <= came) & (came <= np.ceil(found.high[judged]))
    return DateJudgement(
        customers=len(judged),
        median_error=float(np.median(errors)),
        mean_error=float(errors.mean()),
        near=float((errors <= NEAR).mean()),
        coverage=float(inside.mean()),
    )
