"""Repeat curves: what share of customers buys again, how often and within how many days."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from zhike.analytics.describing.checking import BadMeasure
from zhike.analytics.lifetime.history import Floats, Ints
from zhike.analytics.purchases import BadLines, PurchaseDays, Summary
from zhike.analytics.purchases.ordering import starts_of_runs


@dataclass(frozen=True, eq=False)
class RepeatCurve:
    """Share of customers who have made their n-th purchase within so many days.

    Customers not yet observed for so long count as long as they were seen (Kaplan-Meier).

    Attributes:
        day: (k,) days since the start, 0, 1, …, the longest observed.
        share: (k,) estimated share within these days, rising.
        low: (k,) lower end of its 95 % interval.
        high: (k,) upper end.
        waiting: (k,) customers who were still observed, and had not bought, as that day began.
    """

    day: Ints
    share: Floats
    low: Floats
    high: Floats
    waiting: Ints

    def within(self, days: int) -> float:
        """Answer the share within so many days.

        Raises:
            BadMeasure: nobody has been observed for so long.
        """
        if not 0 <= days < len(self.day):
            raise BadMeasure(f"days: expected 0 to {len(self.day) - 1}, as long as anybody was observed, found {days}")
        return float(self.share[days])


def shares_by_purchases(found: Summary, most: int = 10) -> Floats:
    """Answer (most,) the share of customers with at least 1, 2, …, most purchase days so far.

    What has happened, not what will: customers who came lately had less time (`repeat_curve` allows for it).

    Args:
        found: summary of n customers.
        most: how far to count, 1 or more.

    Raises:
        BadMeasure: most is below 1.
    """
    if most < 1:
        raise BadMeasure(f"most: expected 1 or more, found {most}")
    counts = np.bincount(np.minimum(found.repeats, most - 1), minlength=most)
    shares: Floats = np.cumsum(counts[::-1])[::-1] / len(found)
    return shares


def repeat_curve(days: PurchaseDays, as_of: np.datetime64, *, purchases: int = 2, after: int = 1) -> RepeatCurve:
    """Estimate who makes a further purchase, by the days since an earlier one.

    Args:
        days: d purchase days, none after as_of.
        as_of: last day of what was observed.
        purchases: the purchase day waited for, 2 for the second.
        after: the purchase day from which days are counted, 1 for the first; who has not made it is left out.

    Raises:
        BadMeasure: purchases is not above after, or nobody has made the purchase to start from.
        BadLines: a purchase lies after as_of.

    Source: Kaplan, Meier, Journal of the American Statistical Association 53, 1958; interval by the logarithm of the
    cumulative hazard (Kalbfleisch, Prentice, 1980).
    """
    if not 1 <= after < purchases:
        raise BadMeasure(f"expected 1 ≤ after < purchases, found {after} and {purchases}")
    if (days.day > as_of).any():
        raise BadLines(f"as_of: purchase days lie after {as_of}; cut them off with until")
    starts = starts_of_runs(days.customer)
    bought = np.diff(starts, append=len(days))
    starts, bought = starts[bought >= after], bought[bought >= after]
    if not len(starts):
        raise BadMeasure(f"nobody has made purchase {after}")
    done = bought >= purchases
    begun = days.day[starts + after - 1]
    ended = np.where(done, days.day[np.where(done, starts + purchases - 1, 0)], as_of.astype("datetime64[D]"))
    return _kaplan_meier((ended - begun).astype(np.int64), done)


def _kaplan_meier(time: Ints, done: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]") -> RepeatCurve:
    longest = int(time.max())
    events = np.bincount(time[done], minlength=longest + 1)
    waiting = np.cumsum(np.bincount(time, minlength=longest + 1)[::-1])[::-1]
    staying = np.cumprod(1 - events / waiting)
    left = np.maximum(waiting - events, 1)
    variance = np.cumsum(events / (waiting * left))
    low, high = _interval(staying, variance)
    return RepeatCurve(np.arange(longest + 1), 1 - staying, low, high, waiting)


def _interval(staying: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Bound the share by the complementary log-log of what stays; where all or none have bought, by the share."""
    inner = (staying > 0) & (staying < 1)
    hazard = -np.log(np.where(inner, staying, 0.5))
    factor = np.exp(float(ndtri(0.975)) * np.sqrt(variance) / hazard)
    low = np.where(inner, -np.expm1(-hazard / factor), 1 - staying)
    high = np.where(inner, -np.expm1(-hazard * factor), 1 - staying)
    return low, high
