"""The columns of the file that is written: one row per customer, with a name for programs and a title for people."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from zhike.analytics.scoring import Rows
from zhike.phrases import Phrase

WORDS = {
    "active": Phrase("active"),
    "late": Phrase("late"),
    "dormant": Phrase("dormant"),
    "lost": Phrase("lost"),
    "unknown": Phrase("too little data"),
    "N": Phrase("too little data"),
    "model": Phrase("lifetime model"),
    "lifetime_model": Phrase("lifetime model"),
    "blend": Phrase("models and learning blended"),
    "gap_rule": Phrase("rule of own gaps"),
    "too_little_data": Phrase("too little data"),
    "no_data": Phrase("too little data"),
}
"""What the words in the cells are called in a workbook."""


@dataclass(frozen=True, eq=False)
class Column:
    """One column: `missing` marks the rows of which nothing is known. `form` is how a workbook shows it."""

    name: str
    title: Phrase
    values: Any
    form: str = ""
    missing: Any = None


def columns(rows: Rows) -> list[Column]:
    """Lay out the scores: what was, what it is called, what is to come, what it rests on."""
    return [*_past(rows), *_labels(rows), *_future(rows), *_end(rows)]


def _past(rows: Rows) -> list[Column]:
    found = rows.summary
    mean, none = found.mean_repeat / 100, found.repeats == 0
    money = [
        Column("total", Phrase("Paid in all (yuan)"), found.total / 100, "0.00"),
        Column("mean_repeat", Phrase("Mean repeat purchase (yuan)"), mean, "0.00", none),
    ]
    return [
        Column("customer", Phrase("Customer of the file"), found.customer),
        Column("first", Phrase("First purchase"), found.first, "yyyy-mm-dd"),
        Column("last", Phrase("Last purchase"), found.last, "yyyy-mm-dd"),
        Column("purchase_days", Phrase("Purchase days"), found.repeats + 1, "0"),
        *(money if rows.value else []),
        Column("length_days", Phrase("Days from first to last"), (found.last - found.first).astype(np.int64), "0"),
        Column("recency_days", Phrase("Days of silence"), rows.rhythms.silent_days, "0"),
        Column("age_days", Phrase("Days since the first"), found.age, "0"),
        Column("median_gap_days", Phrase("Median gap in days"), found.gap_median, "0.0", none),
    ]


def _labels(rows: Rows) -> list[Column]:
    scores = rows.scores
    return [
        Column("recency_score", Phrase("R score"), scores.recency, "0"),
        Column("frequency_score", Phrase("F score"), scores.frequency, "0"),
        *([Column("money_score", Phrase("M score"), scores.money, "0")] if rows.value else []),
        *([Column("abc", Phrase("ABC class"), rows.levels)] if rows.value else []),
        Column("state", Phrase("State by rhythm"), rows.rhythms.state),
    ]


def _future(rows: Rows) -> list[Column]:
    ahead, cut, nothing = rows.ahead, rows.summary.as_of, ~rows.foretold
    unknown = nothing | (ahead.next_days < 0)

    def day(ahead_days: Any) -> Any:
        whole = np.maximum(np.ceil(np.where(unknown, 1, ahead_days)), 1).astype(np.int64)
        return cut + whole.astype("timedelta64[D]")

    return [
        Column("expected", Phrase("Purchase days expected"), ahead.expected, "0.000", nothing),
        Column("low80", Phrase("Expected at least (80 in 100)"), ahead.low, "0", nothing),
        Column("high80", Phrase("Expected at most (80 in 100)"), ahead.high, "0", nothing),
        Column("p_buys", Phrase("Probability to buy"), ahead.buys, "0.0%", nothing),
        Column("next_date", Phrase("Next purchase about"), day(ahead.next_days), "yyyy-mm-dd", unknown),
        Column("next_low80", Phrase("Next at the earliest (80 in 100)"), day(ahead.next_low), "yyyy-mm-dd", unknown),
        Column("next_high80", Phrase("Next at the latest (80 in 100)"), day(ahead.next_high), "yyyy-mm-dd", unknown),
    ]


def _end(rows: Rows) -> list[Column]:
    found = [Column("basis", Phrase("What it rests on"), rows.basis)]
    if rows.value:
        worth = np.rint(rows.value.amount) / 100
        variant = np.full(len(rows), rows.value.variant)
        found = [Column("value", Phrase("Value (yuan)"), worth, "0.00", ~rows.foretold), *found]
        found.append(Column("value_variant", Phrase("Value found by"), variant))
    if rows.came is not None:
        found.append(Column("actual", Phrase("Purchase days that came"), rows.came, "0"))
    return found
