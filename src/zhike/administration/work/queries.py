from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhike.core.jobs import queries as jobs
from zhike.core.jobs.models import Job, Worker

MOST_SHOWN = 50
DAY = timedelta(days=1)
SILENT = timedelta(minutes=2)  # a worker says every fifteen seconds that it is there


@dataclass(frozen=True)
class Part:
    """The first jobs of a state, and whether there are more."""

    rows: Sequence[Job]
    has_more: bool


@dataclass(frozen=True)
class SeenWorker:
    worker: Worker
    is_silent: bool


@dataclass(frozen=True)
class Picture:
    """All work in the background at a moment."""

    running: Part
    waiting: Part
    parked: Part
    workers: Sequence[SeenWorker]
    done: int
    cancelled: int
    given_up: int

    @property
    def is_moving(self) -> bool:
        return bool(self.running.rows or self.waiting.rows)


def picture(at: datetime) -> Picture:
    """Answer what runs, waits and is parked, which workers were seen in the last day, and what ended in it."""
    ended = jobs.ended_since(at - DAY)
    return Picture(
        running=_part(Job.State.RUNNING),
        waiting=_part(Job.State.WAITING),
        parked=_part(Job.State.PARKED),
        workers=[SeenWorker(each, at - each.seen_at > SILENT) for each in jobs.workers_seen_since(at - DAY)],
        done=ended.get(Job.State.DONE, 0),
        cancelled=ended.get(Job.State.CANCELLED, 0),
        given_up=ended.get(Job.State.PARKED, 0),
    )


def _part(state: Job.State) -> Part:
    rows = list(jobs.jobs_in(state)[: MOST_SHOWN + 1])
    return Part(rows[:MOST_SHOWN], len(rows) > MOST_SHOWN)
