"""`zhike scheduler`: real processes enqueue what recurs once, however many there are, also after a standstill."""

import sqlite3
from collections import Counter
from contextlib import ExitStack, closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from zhike.cli.tests.keeping import Home
from zhike.cli.tests.processes import started, wait_until

pytestmark = pytest.mark.own_database


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    assert made.zhike("migrate").code == 0
    return made


def jobs(home: Home) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(home.database)) as database:
        return database.execute("SELECT name, unique_key, state FROM jobs_job WHERE unique_key IS NOT NULL").fetchall()


def make_older(home: Home, days: int) -> None:
    """Let what was enqueued today have been enqueued so many days ago."""
    with closing(sqlite3.connect(home.database)) as database, database:
        for name, key in ((name, key) for name, key, _ in jobs(home) if "-" in key):
            day = date.fromisoformat(key.rpartition(":")[2]) - timedelta(days=days)
            database.execute("UPDATE jobs_job SET unique_key = ? WHERE unique_key = ?", (f"{name}:{day}", key))


def daily(home: Home) -> list[str]:
    return [name for name, key, _ in jobs(home) if "-" in key]


def test_two_schedulers_enqueue_each_job_once_also_after_a_standstill_and_run_none(home: Home) -> None:
    for standstill in (0, 2):
        before = Counter(daily(home))
        make_older(home, standstill)
        with ExitStack() as stack:
            environ = home.environ | {"ZHIKE_LOG_LEVEL": "INFO"}
            both = [stack.enter_context(started("-m", "zhike", "scheduler", environ=environ)) for _ in range(2)]
            assert all("looking" in process.stderr.readline() for process in both if process.stderr)
            wait_until(lambda before=before: len(daily(home)) > sum(before.values()) + 2, "the jobs of the day")  # type: ignore[misc]
            for process in both:
                process.terminate()
            assert [process.wait(timeout=30) for process in both] == [0, 0]
        added = Counter(daily(home)) - before
        assert {"value.score", "jobs.tidy", "backups.daily"} <= {*added}
        assert {*added.values()} == {1}
    assert {state for *_, state in jobs(home)} == {"waiting"}


def test_a_worker_without_a_schedule_enqueues_nothing_and_works(home: Home) -> None:
    ask = "from django.utils import timezone; from zhike.core.jobs import operations as jobs; "
    ask += "jobs.enqueue(name='jobs.tidy', payload={}, at=timezone.now(), unique_key='asked')"
    assert home.python("-c", f"import django; django.setup(); {ask}").code == 0
    with started("-m", "zhike", "worker", "--no-schedule", environ=home.environ) as worker:
        wait_until(lambda: jobs(home) == [("jobs.tidy", "asked", "done")], "the one job")
        worker.terminate()
        assert worker.wait(timeout=30) == 0
    assert len(jobs(home)) == 1


def test_a_scheduler_without_a_database_that_fits_is_refused(tmp_path: Path) -> None:
    done = Home(tmp_path).zhike("scheduler")
    assert done.code == 2
    assert "zhike migrate" in done.err
