"""What is worth saying about the lines and the scoring: counted, named by a word that the caller translates."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from zhike.analytics.lifetime.history import Ints
from zhike.analytics.purchases import Lines, PurchaseDays, Summary
from zhike.analytics.purchases.ordering import sorted_together
from zhike.analytics.scoring.fitting import Models

Word = Literal[
    "after_as_of",
    "same_lines",
    "returns_aside",
    "only_returned",
    "no_money",
    "too_few_customers",
    "no_repeats",
    "not_fitted",
    "flat",
    "too_little_data",
    "not_judged",
]
"""What is said; docs of `Note`."""


@dataclass(frozen=True)
class Note:
    """One thing to say.

    Attributes:
        word: `after_as_of` lines left out; `same_lines` that are like one before them in customer, day and amount, and
            stay in; `returns_aside` returns without a purchase before them; `only_returned` customers without any
            purchase; `no_money` the lines bear no amounts; `too_few_customers` below 100, `no_repeats`, `not_fitted`:
            why there is no lifetime model; `flat` the data do not determine all parameters; `too_little_data`
            customers with fewer than three purchases; `not_judged` the holdout could not judge anything.
        many: how many.
    """

    word: Word
    many: int = 0


def notes_on_lines(lines: Lines, seen: Lines, days: PurchaseDays, *, has_money: bool) -> list[Note]:
    """Note what is odd about the lines.

    Args:
        lines: all of them.
        seen: those up to the day of the scoring.
        days: the purchase days of these.
        has_money: whether the lines bear amounts.
    """
    here = np.zeros(len(lines.labels), dtype=np.bool_)
    here[seen.customer] = True
    found = [
        Note("after_as_of", len(lines) - len(seen)),
        Note("same_lines", _repeated(seen)),
        Note("returns_aside", len(days.aside)),
        Note("only_returned", int(here.sum()) - len(np.unique(days.customer))),
        Note("no_money", int(not has_money)),
    ]
    return [note for note in found if note.many]


def notes_on_models(found: Summary, models: Models) -> list[Note]:
    """Note why there are no models, whether the data determine them, and for how many customers they say little."""
    notes: list[Note] = []
    if models.basis != "model":
        notes.append(Note(models.basis, len(found)))
    fitted = (models.bg_nbd, models.mbg_nbd, models.pareto_nbd)
    loose = sum(not np.isfinite(each.errors).all() for each in fitted if each)
    if loose:
        notes.append(Note("flat", loose))
    few = int(np.count_nonzero(~found.enough))
    return [*notes, Note("too_little_data", few)] if few else notes


def _repeated(lines: Lines) -> int:
    """Count lines that are like another one in customer, day and amount."""
    day = lines.day.astype(np.int64)
    keys = lines.customer * (int(np.ptp(day)) + 1) + day - day.min()
    keys, amount = sorted_together(keys, lines.amount - lines.amount.min())
    return _equal_neighbours(keys, amount)


def _equal_neighbours(keys: Ints, amount: Ints) -> int:
    return int(np.count_nonzero((keys[1:] == keys[:-1]) & (amount[1:] == amount[:-1])))
