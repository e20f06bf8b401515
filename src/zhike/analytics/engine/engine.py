"""One method a question: in go a place and a day, out comes an Arrow table in rising order of its keys."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from zhike.analytics.engine.lines import BadLinesTable, lines_of
from zhike.analytics.engine.questions import baskets, cohorts, concentration, days, gaps, items, lrfm, months, summary

__all__ = ["BadLinesTable", "Engine", "Place"]

Place = str | Path | Sequence[Path]
"""Where lines are: the name of a table in the engine, or Parquet files. Columns: `snapshot.SCHEMA`; of these customer,
ordered_on and amount must be there."""


class Engine:
    """An open engine; a context manager that closes it.

    Args of all questions: `place` of the lines; `as_of`, the last business day that counts (lines after it were not
    known then). Amounts are 分, what came back is taken off as `purchases.purchase_days` does.
    All of them raise BadLinesTable when columns are missing.
    """

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the engine."""
        self._backend.disconnect()

    def purchase_days(self, place: Place, *, as_of: date) -> pa.Table:
        """Answer (customer, day, amount): each day with a purchase, by customer and day."""
        return self._ask(place, as_of, days.purchase_days)

    def summary(self, place: Place, *, as_of: date) -> pa.Table:
        """Answer what the lifetime models take, by customer.

        Columns: customer, first_on, last_on, repeats (purchase days after the first), age (days from the first to
        as_of), total, first_amount, mean_repeat (分 of a day after the first), as in `purchases.Summary`.
        """
        return self._ask(place, as_of, lambda lines: summary.summary(days.netted(lines), as_of))

    def gaps(self, place: Place, *, as_of: date) -> pa.Table:
        """Answer the days between purchases of those with a repeat, by customer.

        Columns: customer, log_gaps (sum of the natural logarithms), gap_mean, gap_median, gap_std, as in
        `purchases.Summary`.
        """
        return self._ask(place, as_of, lambda lines: gaps.gaps(days.netted(lines)))

    def lrfm(self, place: Place, *, as_of: date, window_days: int | None = None) -> pa.Table:
        """Answer (customer, length, recency, frequency, money): days, days, purchase days and 分, by customer.

        The window is how far back frequency and money look, as_of included; everything if not given.
        """
        return self._ask(place, as_of, lambda lines: lrfm.lrfm(days.netted(lines), as_of, window_days))

    def cohorts(self, place: Place, *, as_of: date) -> pa.Table:
        """Answer (cohort, since, customers, amount): months since 1970-01 of the first purchase, months after it."""
        return self._ask(place, as_of, lambda lines: cohorts.cohorts(days.netted(lines)))

    def concentration(self, place: Place, *, as_of: date) -> pa.Table:
        """Answer a curve of a hundred steps from the best customers to the last.

        Columns: percent (0 to 99), customers, amount (their sum), ranked (sum of rank times amount, rank 1 the best).
        """
        return self._ask(place, as_of, lambda lines: concentration.concentration(days.netted(lines)))

    def pairs(self, place: Place, *, as_of: date, least: int = 10, widest: int = 50) -> pa.Table:
        """Answer (item, other, baskets): how many orders hold both, item before other; returns are not looked at.

        Pairs of fewer orders than the least are left out, and orders of more items than the widest: they would make
        most of the pairs and say nothing.
        """
        return self._ask(place, as_of, lambda lines: baskets.pairs(lines, least, widest))

    def item_baskets(self, place: Place, *, as_of: date) -> pa.Table:
        """Answer (item, baskets, customers): how many orders hold an item and how many customers bought it."""
        return self._ask(place, as_of, baskets.item_baskets)

    def item_days(self, place: Place, *, as_of: date) -> pa.Table:
        """Answer (store, item, day, quantity, amount, returned): sold of an item in a store on a day; pieces back."""
        return self._ask(place, as_of, items.item_days)

    def item_purchases(self, place: Place, *, as_of: date) -> pa.Table:
        """Answer (customer, item, day, quantity, amount): what was sold to whom, for replacement intervals."""
        return self._ask(place, as_of, items.item_purchases)

    def months(self, place: Place) -> pa.Table:
        """Answer (month, count, amount, mark) as `snapshot.Figures`, to compare an engine's lines with the books."""
        return self._ask(place, None, months.months)

    def _ask(self, place: Place, as_of: date | None, question: Callable[[Any], Any]) -> pa.Table:
        return self._backend.to_pyarrow(question(lines_of(self._backend, place, as_of)))
