"""What is asked of a scoring: until which day is looked, how far ahead, in which unit of time."""

from dataclasses import dataclass

import numpy as np

from zhike.analytics.purchases.checking import EARLIEST, LATEST

DAY, WEEK = 1, 7
LONGEST = 3_650
"""Days ahead, or held out: ten years."""


class NothingToScore(ValueError):
    """There is no purchase to go by; the message says until which day."""


class BadSettings(ValueError):
    """A setting is out of its limits; the message names it and what is expected."""


@dataclass(frozen=True)
class Settings:
    """How customers are scored.

    Attributes:
        as_of: last day of what is looked at, datetime64[D]; lines after it are left out.
        horizon_days: days foretold by expectation, interval and P(buys).
        unit: days in the unit of time of the fitted parameters: 1 or 7.
        holdout_days: last days up to as_of that no model sees, which judge the forecasts; 0 for none.
        value_days: days over which value is summed, and within which the next purchase is awaited.
        discount: rate a year at which value is discounted; 0.1 is 10 %.
        blend: whether expectation, interval, P(buys) and next day are by the blend of models and learners: better, and
            slower; its interval of the expectation is one of 80 %, whatever the level.
        level: probability that the intervals hold.

    Raises:
        BadSettings: a number is out of its limits.
    """

    as_of: np.datetime64
    horizon_days: int = 90
    unit: int = DAY
    holdout_days: int = 0
    value_days: int = 365
    discount: float = 0.1
    blend: bool = False
    level: float = 0.8

    def __post_init__(self) -> None:
        if not EARLIEST <= self.as_of <= LATEST:
            raise BadSettings(f"as_of: expected a day from 1900 to 2199, found {self.as_of}")
        for name, least in (("horizon_days", 1), ("holdout_days", 0), ("value_days", 1)):
            value = getattr(self, name)
            if not least <= value <= LONGEST:
                raise BadSettings(f"{name}: expected {least} to {LONGEST}, found {value}")
        if self.unit not in {DAY, WEEK}:
            raise BadSettings(f"unit: expected {DAY} or {WEEK} days, found {self.unit}")
        if not 0 < self.level < 1 or not 0 <= self.discount < 10:
            raise BadSettings("expected a level between 0 and 1 and a discount from 0 to 10")

    @property
    def cut(self) -> np.datetime64:
        """The last day that the models see."""
        return self.as_of - np.timedelta64(self.holdout_days, "D")
