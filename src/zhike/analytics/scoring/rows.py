"""One row per customer: what was, how it is called, and what is to come."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhike.analytics.describing import Rhythms, Scores, concentration, independent_scores, rhythms
from zhike.analytics.lifetime.history import History, Ints
from zhike.analytics.purchases import FEWEST_PURCHASES, PurchaseDays, Summary
from zhike.analytics.scoring.fitting import Models
from zhike.analytics.scoring.outlooks import Ahead, ahead_by_gaps, ahead_by_models
from zhike.analytics.scoring.settings import Settings
from zhike.analytics.scoring.valuing import value_of
from zhike.analytics.worth.lifetime_value import Value


@dataclass(frozen=True, eq=False)
class Rows:
    """The scores of n customers, in the order of the summary.

    Attributes:
        summary: what was.
        scores: R, F and M from 1 to 5, the best customers 5.
        levels: (n,) A, B or C by what they have paid; N with too few customers.
        rhythms: their rhythm and state.
        ahead: what is to come.
        basis: (n,) `model`, `blend`, `gap_rule`, or `too_little_data` (数据不足) with fewer than three purchases, where
            the numbers are more the group's than the customer's own; `no_data` where not even the group says anything.
        value: 分 over the days to come, with its variant; None where the lines bear no money.
        came: (n,) purchase days in the days held out; None without these.
    """

    summary: Summary
    scores: Scores
    levels: NDArray[np.str_]
    rhythms: Rhythms
    ahead: Ahead
    basis: NDArray[np.str_]
    value: Value | None
    came: Ints | None = None

    def __len__(self) -> int:
        return len(self.summary)

    @property
    def foretold(self) -> NDArray[np.bool_]:
        """(n,) of whom anything can be foretold; the others' numbers of what is to come mean nothing."""
        known: NDArray[np.bool_] = self.basis != "no_data"
        return known


@dataclass(frozen=True, eq=False)
class Collapsed:
    """m different histories, and (n,) which of them each customer has."""

    rows: History
    which: Ints


def score_rows(
    found: Summary,
    known: PurchaseDays,
    models: Models,
    *,
    same: Collapsed,
    settings: Settings,
    has_money: bool,
    came: Ints | None,
) -> Rows:
    """Score the customers of a summary.

    Args:
        found: n customers.
        known: their purchase days.
        models: what was fitted to their histories.
        same: their histories.
        settings: how far to look.
        has_money: whether the lines bear amounts.
        came: (n,) purchase days held out.
    """
    ahead, rule = _ahead(known, models, same=same, settings=settings)
    used = models if rule != "gap_rule" else Models("not_fitted", gamma_gamma=models.gamma_gamma)
    recency = (found.as_of - found.last).astype(np.int64)
    money = found.total if has_money else np.zeros(len(found), dtype=np.int64)
    return Rows(
        summary=found,
        scores=independent_scores(recency, found.repeats + 1, money),
        levels=concentration(money).levels(),
        rhythms=rhythms(found),
        ahead=ahead,
        basis=_basis(found, rule),
        value=value_of(found, same.rows, same.which, models=used, settings=settings) if has_money else None,
        came=came,
    )


def _ahead(known: PurchaseDays, models: Models, *, same: Collapsed, settings: Settings) -> tuple[Ahead, str]:
    """Answer what is to come, and by which rule."""
    by_models = ahead_by_models(same.rows, models, settings)
    if by_models is None:
        return ahead_by_gaps(same.rows, settings).take(same.which), "gap_rule"
    ahead = by_models.take(same.which)
    if not settings.blend:
        return ahead, "model"
    from zhike.analytics.scoring.blended import ahead_by_blend  # noqa: PLC0415 - scikit-learn

    blended = ahead_by_blend(known, ahead, settings)
    return (ahead, "model") if blended is None else (blended, "blend")


def _basis(found: Summary, rule: str) -> NDArray[np.str_]:
    knows_nothing = rule == "gap_rule" and not found.repeats.any()
    few = found.repeats + 1 < FEWEST_PURCHASES
    return np.where(few, "no_data" if knows_nothing else "too_little_data", rule)
