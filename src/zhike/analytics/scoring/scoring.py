"""The whole way from order lines to scores."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zhike.analytics.describing import Concentration, concentration
from zhike.analytics.purchases import Lines, PurchaseDays, Summary, purchase_days, summary
from zhike.analytics.scoring.collapsing import collapsed
from zhike.analytics.scoring.fitting import Models, fit_models, fit_spending
from zhike.analytics.scoring.notes import Note, notes_on_lines, notes_on_models
from zhike.analytics.scoring.rows import Collapsed, Rows, score_rows
from zhike.analytics.scoring.settings import NothingToScore, Settings
from zhike.analytics.worth.gap_rule import FEWEST_CUSTOMERS

if TYPE_CHECKING:
    from zhike.analytics.forecasting.judging import Judgement


@dataclass(frozen=True, eq=False)
class Scored:
    """A scoring.

    Attributes:
        settings: what was asked.
        customers: who had bought by the day asked, the days held out among them.
        transactions: lines up to that day, returns among them.
        models: fitted on what was not held out, as are the rows.
        rows: one per customer known at the cut.
        concentration: of what all customers have paid up to the day asked; of their purchase days without amounts.
        judged: each forecast by its name; empty without a holdout.
        has_money: whether the lines bear amounts.
        notes: what is worth saying.
    """

    settings: Settings
    customers: int
    transactions: int
    models: Models
    rows: Rows
    concentration: Concentration
    judged: "Mapping[str, Judgement]"
    has_money: bool
    notes: tuple[Note, ...]


def score(lines: Lines, settings: Settings, *, has_money: bool = True) -> Scored:
    """Score the customers of order lines.

    Args:
        lines: in any order, later ones too; amounts of 0 where they bear no money.
        settings: until which day, how far ahead, what is held out.
        has_money: whether the amounts mean anything.

    Raises:
        NothingToScore: nobody has bought by the day, or by the cut before the days held out.
    """
    seen = lines.until(settings.as_of)
    everything = _purchases(seen, settings.as_of)
    known = everything if settings.cut == settings.as_of else _purchases(seen.until(settings.cut), settings.cut)
    found, whole = summary(known, settings.cut), summary(everything, settings.as_of)
    same = Collapsed(*collapsed(found.history()))
    models = _models(found, same, settings, has_money=has_money)
    came, judged = _held_out(found, known, everything.take(everything.day > settings.cut), settings=settings)
    noted = [*notes_on_lines(lines, seen, everything, has_money=has_money), *notes_on_models(found, models)]
    if settings.holdout_days and not judged:
        noted.append(Note("not_judged", settings.holdout_days))
    return Scored(
        settings=settings,
        customers=len(whole),
        transactions=len(seen),
        models=models,
        rows=score_rows(found, known, models, same=same, settings=settings, has_money=has_money, came=came),
        concentration=concentration(whole.total if has_money else whole.repeats + 1),
        judged=judged,
        has_money=has_money,
        notes=tuple(noted),
    )


def _purchases(lines: Lines, day: np.datetime64) -> PurchaseDays:
    days = purchase_days(lines) if len(lines) else None
    if days is None or not len(days):
        raise NothingToScore(f"there is no purchase up to {day}")
    return days


def _models(found: Summary, same: Collapsed, settings: Settings, *, has_money: bool) -> Models:
    models = fit_models(same.rows, unit=settings.unit)
    if not has_money or len(found) < FEWEST_CUSTOMERS:
        return models
    return replace(models, gamma_gamma=fit_spending(found.repeats, found.mean_repeat / 100))


def _held_out(
    found: Summary, known: PurchaseDays, later: PurchaseDays, *, settings: Settings
) -> "tuple[np.ndarray[tuple[int], np.dtype[np.int64]] | None, Mapping[str, Judgement]]":
    if not settings.holdout_days:
        return None, {}
    from zhike.analytics.scoring.holding_out import judgements, purchases_held_out  # noqa: PLC0415 - scikit-learn

    return purchases_held_out(found, later), judgements(known, later, settings)
