"""What a day knows of each customer: the columns that are learnt from and what the lifetime models expect."""

from dataclasses import dataclass

import numpy as np

from zhike.analytics.forecasting.features import features
from zhike.analytics.forecasting.visits import Visits, history_of
from zhike.analytics.lifetime import expected_purchases, fit_cnbd, fit_pareto_nbd
from zhike.analytics.lifetime.fitting import NotFitted
from zhike.analytics.lifetime.history import Floats, History, Ints
from zhike.analytics.lifetime.models import Regular

LEAST = 1e-6
"""Purchase days: no expectation is taken for less, so that a ratio to it is a number."""


@dataclass(frozen=True, eq=False)
class Expected:
    """What two lifetime models expect of n customers in the days to come.

    Attributes:
        pareto: (n,) purchase days by Pareto/NBD.
        regular: (n,) purchase days by MBG/CNBD-k.
    """

    pareto: Floats
    regular: Floats

    @property
    def both(self) -> Floats:
        """(n,) the mean of both."""
        return (self.pareto + self.regular) / 2


@dataclass(frozen=True, eq=False)
class View:
    """What the end of a day knows of n customers.

    Attributes:
        end: the day's number.
        rows: their histories.
        columns: (n, c) what is learnt from, with the expectations for as many days as are learnt.
        learnt: the expectations for these.
        asked: the expectations for the days asked for.
        known: (n,) which customers these are.
        timing: MBG/CNBD-k as fitted to them, which foretells days.
    """

    end: int
    rows: History
    columns: Floats
    learnt: Expected
    asked: Expected
    known: Ints
    timing: Regular


def view(all_: Visits, end: int, *, learnt_days: int, days: int) -> View:
    """Look at the customers on a day, with models fitted to what was known then.

    Args:
        all_: purchase days; those after the day are not looked at.
        end: the day's number.
        learnt_days: for how many days the learners expect purchases.
        days: for how many days purchases are asked for.

    Raises:
        NotFitted: a lifetime model has no finite likelihood or expectation here.
    """
    past, known = all_.until(end)
    rows = history_of(past, end)
    timing = fit_cnbd(rows)
    models = [fit_pareto_nbd(rows), timing]
    learnt = Expected(*(expected(model, rows, days=learnt_days) for model in models))
    asked = Expected(*(expected(model, rows, days=days) for model in models)) if days != learnt_days else learnt
    columns = features(past, rows, end=end, expectations=[learnt.pareto, learnt.regular])
    return View(end, rows, columns, learnt, asked, known, timing)


def expected(model: object, rows: History, *, days: float) -> Floats:
    """Answer (n,) purchase days that a lifetime model expects, each above 0.

    Raises:
        NotFitted: an expectation is not finite.
    """
    found: Floats = np.maximum(expected_purchases(model, rows, days=days), LEAST)
    if not np.isfinite(found).all():
        raise NotFitted("an expectation is not finite")
    return found
