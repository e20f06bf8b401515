"""Cut history in two at a day: what a model may see, and what then happened."""

from dataclasses import dataclass

import numpy as np

from zhike.analytics.lifetime.history import Ints
from zhike.analytics.purchases.checking import BadLines
from zhike.analytics.purchases.days import PurchaseDays, purchase_days
from zhike.analytics.purchases.lines import Lines
from zhike.analytics.purchases.ordering import sums_by_code
from zhike.analytics.purchases.summary import Summary, summary


@dataclass(frozen=True, eq=False)
class Split:
    """The calibration of n customers and their holdout.

    Attributes:
        calibration: what was known at the end of the day of the cut.
        days: (n,) purchase days in the holdout.
        amount: (n,) 分 of these.
        until: last day of the holdout.
        newcomers: customers who first bought in the holdout; they are not among the n.
    """

    calibration: Summary
    days: Ints
    amount: Ints
    until: np.datetime64
    newcomers: int

    @property
    def horizon_days(self) -> int:
        return int((self.until - self.calibration.as_of).astype(np.int64))


def split(source: Lines | PurchaseDays, at: np.datetime64, *, until: np.datetime64 | None = None) -> Split:
    """Cut at the end of a day.

    Args:
        source: lines, of which the calibration sees only those of its time; or purchase days, in which returns that
            came after the cut have already been taken off the purchases before it.
        at: last day of the calibration.
        until: last day of the holdout, the last one with a purchase if not given.

    Raises:
        BadLines: no purchase by `at`, or `until` is not after it.
    """
    known = purchase_days(source.until(at)) if isinstance(source, Lines) else source.until(at)
    seen = summary(known, at)
    end: np.datetime64 = (source.day.max() if until is None else until).astype("datetime64[D]")
    if not end > at:
        raise BadLines(f"until: expected a day after {at}, found {end}")
    then = purchase_days(source.until(end)) if isinstance(source, Lines) else source.until(end)
    later = then.take(then.day > at)
    size = len(source.labels)
    counts = np.bincount(later.customer, minlength=size)
    money = sums_by_code(later.customer, later.amount, size)
    newcomers = int(np.count_nonzero(counts)) - int(np.count_nonzero(counts[seen.code]))
    return Split(seen, counts[seen.code], money[seen.code], end, newcomers)
