"""How well the day of the next purchase is foretold."""

from dataclasses import dataclass

import numpy as np

from zhike.analytics.forecasting.visits import Visits, history_of
from zhike.analytics.lifetime import fit_cnbd
from zhike.analytics.lifetime.history import Floats
from zhike.analytics.lifetime.waiting import next_purchase

NEAR = 3
"""Days within which a date counts as met."""


@dataclass(frozen=True)
class DateJudgement:
    """Next dates foretold for customers with two repeats or more who did buy in the days judged.

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


def judge_dates(past: Visits, *, end: int, days: int) -> DateJudgement:
    """Foretell next dates by MBG/CNBD-k fitted up to the end of a day, and hold them against those that came.

    Args:
        past: purchase days; those after the end only to judge by.
        end: number of the last day known.
        days: within how many days a purchase counts.

    Raises:
        BadVisits: nobody had bought by the end.
        NotFitted: the model has no finite likelihood here.
    """
    seen, known = past.until(end)
    rows = history_of(seen, end)
    came = days_until_next(past, end)[known]
    judged = (rows.repeats >= 2) & (came <= days)
    if not judged.any():
        return DateJudgement(0, 0.0, 0.0, 0.0, 0.0)
    found = next_purchase(fit_cnbd(rows), rows.take(judged), horizon=days)
    real = came[judged]
    errors = np.abs(np.round(found.median) - real)
    inside = (np.floor(found.low) <= real) & (real <= np.ceil(found.high))
    return DateJudgement(
        customers=int(judged.sum()),
        median_error=float(np.median(errors)),
        mean_error=float(errors.mean()),
        near=float((errors <= NEAR).mean()),
        coverage=float(inside.mean()),
    )


def days_until_next(past: Visits, end: int) -> Floats:
    """Answer (n,) days from a day to each customer's next purchase; infinite without one."""
    later = past.day > end
    found: Floats = np.full(len(past.starts), np.inf)
    np.minimum.at(found, past.customer[later], (past.day[later] - end).astype(np.float64))
    return found
