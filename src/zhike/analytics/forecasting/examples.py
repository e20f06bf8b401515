"""Days inside the past at which it was asked what would come, and what came."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from zhike.analytics.forecasting.boosting import FOLDS
from zhike.analytics.forecasting.seeing import View, view
from zhike.analytics.forecasting.visits import Visits
from zhike.analytics.lifetime.history import Floats, Ints

MOST = 40_000
"""Examples learnt from; of more, some customers are drawn."""
FEWEST_CUSTOMERS = 100
"""Customers known on a day, below which nothing is fitted to it."""
SHORTEST = 7
"""Days foretold in a back-test, below which there is none."""


@dataclass(frozen=True, eq=False)
class Examples:
    """What m examples looked like and what came of them; a customer is seen on up to three days.

    Attributes:
        columns: (m, c) what was known.
        pareto: (m,) purchase days expected by Pareto/NBD.
        regular: (m,) purchase days expected by MBG/CNBD-k.
        came: (m,) purchase days that came.
        early: (m,) those of them in the first half of the days.
        fold: (m,) part of the customers, 0 … FOLDS - 1.
        customer: (m,) who it is.
    """

    columns: Floats
    pareto: Floats
    regular: Floats
    came: Ints
    early: Ints
    fold: Ints
    customer: Ints

    def __len__(self) -> int:
        return len(self.came)

    @property
    def both(self) -> Floats:
        """(m,) the mean of both expectations."""
        return (self.pareto + self.regular) / 2

    @property
    def customers(self) -> int:
        """How many different customers there are."""
        return len(np.unique(self.customer))

    def take(self, rows: NDArray[np.bool_]) -> "Examples":
        """Answer some of them."""
        return Examples(*(getattr(self, each.name)[rows] for each in fields(self)))


def learnt_days(past: Visits, *, end: int, days: int) -> int:
    """Answer how many days a back-test foretells: those asked for, or a third of what was observed."""
    observed = end - int(past.first.min()) + 1
    return min(days, observed // 3)


def examples(past: Visits, *, end: int, days: int, seed: int) -> Examples | None:
    """Look back from three days inside the past, all of whose outcomes were known by the end.

    Args:
        past: purchase days; those after the end are not looked at.
        end: last day known.
        days: how many days each example foretells, of `learnt_days`.
        seed: of the folds, and of who is drawn where there are many customers.

    Returns:
        Nothing where the past is too short or too few customers were known.

    Raises:
        NotFitted: a lifetime model has no finite likelihood on one of the days.
    """
    views = looking_back(past, end=end, days=days)
    return _gathered(past, views, days=days, seed=seed) if views else None


def looking_back(past: Visits, *, end: int, days: int) -> list[View]:
    """View the customers from up to three days inside the past; args and errors as of `examples`."""
    if days < SHORTEST:
        return []
    origins = (end - days, end - days - days // 2, end - 2 * days)
    known = [each for each in origins if np.count_nonzero(past.first <= each) >= FEWEST_CUSTOMERS]
    return [view(past, each, learnt_days=days, days=days) for each in known]


def _gathered(past: Visits, views: Sequence[View], *, days: int, seed: int) -> Examples:
    chance = np.random.default_rng(seed)
    fold, drawn = chance.integers(FOLDS, size=len(past.starts)), chance.random(len(past.starts))
    came, early = (
        np.concatenate([past.between(each.end, each.end + ahead)[each.known] for each in views])
        for ahead in (days, days // 2)
    )
    customer = np.concatenate([each.known for each in views])
    found = Examples(
        columns=np.concatenate([each.columns for each in views]),
        pareto=np.concatenate([each.learnt.pareto for each in views]),
        regular=np.concatenate([each.learnt.regular for each in views]),
        came=came,
        early=early,
        fold=fold[customer],
        customer=customer,
    )
    return found.take(drawn[customer] < MOST / len(found)) if len(found) > MOST else found
