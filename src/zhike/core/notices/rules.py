"""When a message goes out, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

SOON = timedelta(minutes=1)
APART = timedelta(minutes=10)
DAILY_AT = time(9)
MOST_ATTEMPTS = 6
FIRST_WAIT = timedelta(minutes=1)
MOST_TOLD = 20
"""Notices that one message tells one by one; of the others it says how many they are."""


@dataclass(frozen=True)
class Told:
    """A notice as a message writes it: its words, and the whole address behind them."""

    words: str
    url: str


class NotSent(Exception):
    """Nothing went out, for certain."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


class PerhapsSent(Exception):
    """Nobody knows whether it went out: it is not tried again."""


def first_due(now: datetime, *, is_daily: bool, last_sent_at: datetime | None) -> datetime:
    """Say when a notice of now goes out: soon, but ten minutes after the one before at the earliest; or at nine.

    So a storm of notices becomes one message every ten minutes. `now` is in the company's zone.
    """
    if is_daily:
        today = datetime.combine(now.date(), DAILY_AT, now.tzinfo)
        return today if now < today else datetime.combine(now.date() + timedelta(days=1), DAILY_AT, now.tzinfo)
    soon = now + SOON
    return max(soon, last_sent_at + APART) if last_sent_at else soon


def next_try(attempts: int, *, failed_at: datetime) -> datetime | None:
    """Wait three times longer after each failure; None gives up."""
    return None if attempts >= MOST_ATTEMPTS else failed_at + FIRST_WAIT * int(3 ** (attempts - 1))


def lines(told: Sequence[Told]) -> list[str]:
    """Write notices line by line, each with its address."""
    return [f"{each.words}\n{each.url}" if each.url else each.words for each in told[:MOST_TOLD]]
