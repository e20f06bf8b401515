"""Rhythm and state: how long a customer has been silent, counted in the customer's own gaps (domain book A84)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhike.analytics.describing.checking import BadMeasure
from zhike.analytics.lifetime.history import Floats, Ints
from zhike.analytics.purchases import Summary

STATES = ("active", "late", "dormant", "lost")
"""The states from the liveliest on; `unknown` (数据不足) is for customers with fewer than three purchases."""
UNKNOWN = "unknown"


@dataclass(frozen=True)
class RhythmPolicy:
    """How many median gaps of silence each state lasts at most; more than the last is lost."""

    active: float = 1.5
    late: float = 2.0
    dormant: float = 3.0

    def __post_init__(self) -> None:
        if not 0 < self.active < self.late < self.dormant < float("inf"):
            raise BadMeasure("policy: expected limits that rise from above 0")


@dataclass(frozen=True, eq=False)
class Rhythms:
    """The rhythm of n customers.

    Attributes:
        state: (n,) one of STATES, or `unknown` with fewer than three purchases.
        known: (n,) whether there are enough purchases; the next three are 0 where not.
        gap_mean: (n,) mean days between purchases.
        gap_median: (n,) their median.
        silence: (n,) days of silence in median gaps.
        silent_days: (n,) days since the last purchase.
    """

    state: NDArray[np.str_]
    known: NDArray[np.bool_]
    gap_mean: Floats
    gap_median: Floats
    silence: Floats
    silent_days: Ints

    def count(self, state: str) -> int:
        return int(np.count_nonzero(self.state == state))


def rhythms(found: Summary, policy: RhythmPolicy = RhythmPolicy()) -> Rhythms:
    """Read the rhythm of customers at the summary's day.

    A limit belongs to the livelier state: 1.5 median gaps of silence are still active.

    Args:
        found: summary of n customers.
        policy: where the states end.
    """
    known = found.enough
    silent = (found.as_of - found.last).astype("timedelta64[D]").astype(np.int64)
    silence = np.where(known, silent / np.where(known, found.gap_median, 1.0), 0.0)
    place = np.searchsorted([policy.active, policy.late, policy.dormant], silence, side="left")
    return Rhythms(
        state=np.where(known, np.array(STATES)[place], UNKNOWN),
        known=known,
        gap_mean=np.where(known, found.gap_mean, 0.0),
        gap_median=np.where(known, found.gap_median, 0.0),
        silence=silence,
        silent_days=silent,
    )
