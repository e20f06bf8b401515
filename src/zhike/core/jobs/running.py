"""What the job at hand may ask and tell: whether it is still its worker's, how far it is, whether it shall stop."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from math import inf

from zhike.core.jobs import operations, queries
from zhike.core.jobs.models import Job

PAUSE_SECONDS = 0.5  # between two writes of progress, and between two looks for a wish to stop


class Stopped(BaseException):
    """The job at hand must end here; no `except Exception` of its own holds it up."""


class Cancelled(Stopped):
    """Somebody wished the job to stop."""


class LostLease(Stopped):
    """Another worker has taken the job over; it goes on where this one stops."""


@dataclass
class Hand:
    """A job in the hand of this worker."""

    job: Job
    lost: threading.Event
    noted_at: float = -inf
    looked_at: float = -inf
    is_cancelled: bool = False


_hand: ContextVar[Hand | None] = ContextVar("hand", default=None)


@contextmanager
def in_hand(job: Job, lost: threading.Event) -> Iterator[None]:
    token = _hand.set(Hand(job, lost))
    try:
        yield
    finally:
        _hand.reset(token)


def has_lost_lease() -> bool:
    """Say whether another worker may run the job by now, as far as is known; False outside of jobs."""
    hand = _hand.get()
    return hand is not None and hand.lost.is_set()


def fence() -> None:
    """Let a transaction of the job be the only one of its kind: called first in it, it keeps others off until its end.

    Outside of jobs it does nothing.

    Raises:
        LostLease: another worker has the job.
    """
    hand = _hand.get()
    if hand is not None and not operations.hold(hand.job):
        hand.lost.set()
        raise LostLease


def is_cancelled() -> bool:
    """Say whether somebody wishes the job to stop, looking at most twice a second; False outside of jobs."""
    hand = _hand.get()
    if hand is None:
        return False
    now = time.monotonic()
    if not hand.is_cancelled and now - hand.looked_at >= PAUSE_SECONDS:
        hand.looked_at = now
        hand.is_cancelled = queries.is_stop_asked(hand.job)
    return hand.is_cancelled


def progress(done: int, total: int) -> None:
    """Tell how far the job is, between its transactions; written at most twice a second, nothing outside of jobs.

    Raises:
        Cancelled: somebody wishes the job to stop.
        LostLease: another worker has the job.
    """
    hand = _hand.get()
    if hand is None:
        return
    if is_cancelled():
        raise Cancelled
    now = time.monotonic()
    if now - hand.noted_at >= PAUSE_SECONDS:
        hand.noted_at = now
        if not operations.note_progress(hand.job, done=done, total=total):
            hand.lost.set()
    if hand.lost.is_set():
        raise LostLease
