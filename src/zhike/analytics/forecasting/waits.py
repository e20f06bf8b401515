"""When customers buy next: what the lifetime model says, stretched as was learnt from days inside the past."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from zhike.analytics.forecasting.boosting import FOLDS, Aim, learn
from zhike.analytics.forecasting.examples import learnt_days, looking_back
from zhike.analytics.forecasting.seeing import View, view
from zhike.analytics.forecasting.visits import Visits, days_until_next, history_of
from zhike.analytics.lifetime import fit_cnbd
from zhike.analytics.lifetime.fitting import NotFitted
from zhike.analytics.lifetime.history import Floats, Ints
from zhike.analytics.lifetime.waiting import NextPurchase, next_purchase, waiting_days
from zhike.analytics.purchases.summary import FEWEST_PURCHASES

FEWEST_WAITS = 500
"""Examples below which nothing is learnt."""
SHORTEST = 0.5
"""Days: no median is taken for less, so that a ratio to it is a number."""


def mean_error(came: Ints, foretold: Floats) -> float:
    """Answer the mean absolute error, which the median makes smallest."""
    return float(np.abs(came - foretold).mean())


DATES = Aim("absolute_error", mean_error)


@dataclass(frozen=True, eq=False)
class Waits:
    """Customers with three purchases or more on days in the past, who did buy again in the days learnt.

    Attributes:
        columns: (m, c) what was known.
        median: (m,) the model's median of the days.
        came: (m,) the days it took.
        fold: (m,) part of the customers.
    """

    columns: Floats
    median: Floats
    came: Ints
    fold: Ints


def next_dates(past: Visits, *, end: int, days: int, seed: int = 0, level: float = 0.8) -> NextPurchase:
    """Foretell when the customers known at the end of a day buy next, if they do within some days.

    The median of MBG/CNBD-k is stretched, for customers with three purchases or more, by a ratio learnt from what
    came after days inside the past; how far that is believed is found there too. The interval is the model's.

    Args:
        past: purchase days; those after the end are not looked at.
        end: number of the last day known.
        days: within how many days a purchase counts.
        seed: of the learners.
        level: how often the interval shall hold the day.

    Raises:
        BadVisits: nobody had bought by the end.
        NotFitted: the model has no finite likelihood here.
    """
    seen, _ = past.until(end)
    learnt = learnt_days(seen, end=end, days=days)
    try:
        now = view(seen, end, learnt_days=max(learnt, 1), days=days)
        waits = _waits(seen, looking_back(seen, end=end, days=learnt), days=learnt, seed=seed)
    except NotFitted:
        rows = history_of(seen, end)
        return next_purchase(fit_cnbd(rows), rows, horizon=days, level=level)
    plain = next_purchase(now.timing, now.rows, horizon=days, level=level)
    enough = np.flatnonzero(now.rows.repeats + 1 >= FEWEST_PURCHASES)
    if waits is None or len(waits.came) < FEWEST_WAITS or not len(enough):
        return plain
    median = plain.median.copy()
    median[enough] *= stretch(waits, _columns(now.columns, median)[enough], seed=seed)
    median = np.clip(median, 0, days)
    return NextPurchase(median, np.minimum(plain.low, median), np.maximum(plain.high, median), level)


def stretch(past: Waits, columns: Floats, *, seed: int) -> Floats:
    """Learn from examples how many times the model's median it takes, and answer that of (n, c) columns."""
    ratio = learn(past, base=past.median, seed=seed, aim=DATES)

    def loss(belief: float) -> float:
        return mean_error(past.came, past.median * (1 + belief * (ratio.kept_apart - 1)))

    belief = float(minimize_scalar(loss, bounds=(0, 1), method="bounded").x)
    found: Floats = 1 + belief * (ratio.predict(columns) - 1)
    return found


def _waits(past: Visits, views: Sequence[View], *, days: int, seed: int) -> Waits | None:
    """Gather the examples of several days; nothing where nobody bought again."""
    fold = np.random.default_rng(seed).integers(FOLDS, size=len(past.starts))
    parts = []
    for each in views:
        came = days_until_next(past, each.end)[each.known]
        judged = np.flatnonzero((each.rows.repeats + 1 >= FEWEST_PURCHASES) & (came <= days))
        if len(judged):
            median = waiting_days(each.timing, each.rows.take(judged), share=0.5, horizon=days)
            columns = _columns(each.columns[judged], median)
            parts.append((columns, np.maximum(median, SHORTEST), came[judged], fold[each.known[judged]]))
    if not parts:
        return None
    columns, median, took, part = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Waits(columns, median, took.astype(np.int64), part)


def _columns(known: Floats, median: Floats) -> Floats:
    return np.column_stack([known, median])
