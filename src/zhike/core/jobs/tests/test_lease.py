"""While a job runs, its worker holds the lease, and the job can ask whether it still does."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from pytest_django import Settings

from zhike.core.jobs import operations as jobs
from zhike.core.jobs import running, worker
from zhike.core.jobs.models import Job, Worker

pytestmark = pytest.mark.django_db(transaction=True)

Work = Callable[[], None]
PATIENCE_SECONDS = 10.0


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], Job]:
    """Run something as a job whose lease is renewed all the time."""
    settings.ZHIKE_JOBS = {"work": f"{__name__}.work"}
    monkeypatch.setattr(worker, "KEPT_EVERY_SECONDS", 0.01)

    def as_job(wanted: Work) -> Job:
        monkeypatch.setattr(f"{__name__}.work", lambda **payload: wanted())
        jobs.enqueue(name="work", payload={}, at=timezone.now())
        assert worker.run_next("here")
        return Job.objects.get()

    return as_job


def work(**payload: Any) -> None:
    """Stand in for a job; each test says what it does."""


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_long_job_keeps_its_lease_and_its_worker_is_seen(run: Callable[[Work], Job]) -> None:
    def last_long() -> None:
        wait_until(lambda: Worker.objects.filter(name="here").exists())
        assert not running.has_lost_lease()
        wait_until(Job.objects.filter(lease_until__gt=begun + jobs.lease() + timedelta(seconds=0.05)).exists)

    begun = timezone.now()
    assert run(last_long).state == Job.State.DONE


def test_a_job_that_was_taken_over_can_ask_and_is_not_ended(
    run: Callable[[Work], Job], caplog: pytest.LogCaptureFixture
) -> None:
    def be_overtaken() -> None:
        Job.objects.update(worker="other", attempts=2)
        wait_until(running.has_lost_lease)

    job = run(be_overtaken)
    assert (job.state, job.worker) == (Job.State.RUNNING, "other")
    assert "taken over" in caplog.text


def test_a_renewal_that_fails_is_logged_and_tried_again(
    run: Callable[[Work], Job], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried = threading.Semaphore(0)
    keep = jobs.keep

    def fail_once(*args: Any, **more: Any) -> bool:
        tried.release()
        monkeypatch.setattr(jobs, "keep", keep)
        raise OperationalError("the connection is gone")

    def outlast_it() -> None:
        assert tried.acquire(timeout=PATIENCE_SECONDS)
        wait_until(Worker.objects.exists)
        assert not running.has_lost_lease()

    monkeypatch.setattr(jobs, "keep", fail_once)
    assert run(outlast_it).state == Job.State.DONE
    assert [record.levelno for record in caplog.records if record.levelno > logging.INFO] == [logging.ERROR]


def test_a_lease_that_cannot_be_renewed_in_time_is_lost(
    run: Callable[[Work], Job], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    def fail(*args: Any, **more: Any) -> bool:
        raise OperationalError("the connection is gone")

    monkeypatch.setattr(jobs, "keep", fail)
    settings.ZHIKE_JOB_LEASE_SECONDS = 0.05
    run(lambda: wait_until(running.has_lost_lease))


def test_outside_of_a_job_there_is_no_lease_to_lose(run: Callable[[Work], Job]) -> None:
    def be_overtaken() -> None:
        Job.objects.update(worker="other")
        wait_until(running.has_lost_lease)

    run(be_overtaken)
    assert not running.has_lost_lease()
