"""How fast jobs go through two workers, next to django-tasks-db, the queue in the database that Django 6 proposes.

Both have an installation of their own on SQLite with the product's settings, both their own worker command. The peer
has less to do: its jobs have no lease, no attempts and no progress, and one whose worker is killed stays as it is.
"""

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep

from benchmarks.installation import ZHIKE, CommandFailed, Installation, fresh_installation
from benchmarks.table import milliseconds, show, verdict

COUNT = 2_000
WORKERS = 2
PER_SECOND, ENQUEUE_SECONDS = 200, 0.002
PATIENCE_SECONDS = 300


@dataclass(frozen=True)
class Queue:
    """Whose queue it is, the command of its worker, and where it notes that a job has ended."""

    name: str
    worker: tuple[str, ...]
    ended: str


OURS = Queue("ours", (*ZHIKE, "worker"), "SELECT COUNT(ended_at), MIN(ended_at), MAX(ended_at) FROM jobs_job")
PEER = Queue(
    "peer",
    (sys.executable, "-m", "django", "db_worker", "--interval", "0.5", "--no-startup-delay", "--verbosity", "0"),
    "SELECT COUNT(finished_at), MIN(finished_at), MAX(finished_at) FROM django_tasks_database_dbtaskresult",
)


@dataclass(frozen=True)
class Result:
    """What one job took to enqueue, and how many were done in a second."""

    enqueue_seconds: float
    per_second: float


def measure(queue: Queue, count: int = COUNT) -> Result:
    """Enqueue jobs one by one, then let the workers do them, timed from the first end to the last."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.jobs_settings"
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[1])
    try:
        with fresh_installation() as installation:
            return _measure(queue, installation, count)
    finally:
        del os.environ["DJANGO_SETTINGS_MODULE"], os.environ["PYTHONPATH"]


def _measure(queue: Queue, installation: Installation, count: int) -> Result:
    asked = subprocess.run(
        [sys.executable, "-m", "benchmarks.jobs_work", queue.name, str(count)],
        env=installation.environ,
        check=True,
        stdout=subprocess.PIPE,
    )
    with ExitStack() as stack:
        for _ in range(WORKERS):
            worker = stack.enter_context(subprocess.Popen(queue.worker, env=installation.environ))
            stack.callback(worker.kill)
        first, last = _ended(queue, installation, count)
    seconds = (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds()
    return Result(json.loads(asked.stdout)["seconds"] / count, (count - 1) / seconds)


def _ended(queue: Queue, installation: Installation, count: int) -> tuple[str, str]:
    """Wait until all jobs have ended; answer when the first and when the last did."""
    deadline = monotonic() + PATIENCE_SECONDS
    while monotonic() < deadline:
        ended, first, last = installation.figure(queue.ended)
        if ended == count:
            return first, last
        sleep(0.2)
    raise CommandFailed(f"the jobs of {queue.name} have not ended after {PATIENCE_SECONDS} seconds")


def main() -> None:
    ours, peer = measure(OURS), measure(PEER)
    rows = [
        ("zhike", f"{ours.per_second:,.0f}", milliseconds(ours.enqueue_seconds)),
        ("django-tasks-db", f"{peer.per_second:,.0f}", milliseconds(peer.enqueue_seconds)),
    ]
    show(f"{COUNT:,} jobs that do nothing, {WORKERS} workers, SQLite", ("", "jobs/s", "to enqueue one"), rows)
    is_fast = ours.per_second >= PER_SECOND and ours.enqueue_seconds <= ENQUEUE_SECONDS
    print(f"  at least {PER_SECOND} jobs/s, at most {milliseconds(ENQUEUE_SECONDS)}: {verdict(reached=is_fast)}")


if __name__ == "__main__":
    main()
