"""Jobs run at least once, under a lease, and end in one hand only."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from zhike.core.jobs import operations as jobs
from zhike.core.jobs import queries, rules, worker
from zhike.core.jobs.models import Job, Worker

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)
LATER = AT + LEASE + timedelta(seconds=1)
ran: list[dict[str, Any]] = []


def note(**payload: Any) -> None:
    ran.append(payload)


def break_down(**payload: Any) -> None:
    raise ValueError(f"13900000002 {payload}")


@pytest.fixture(autouse=True)
def known_jobs(settings: Settings) -> None:
    ran.clear()
    settings.ZHIKE_DAILY_JOBS = {}
    settings.ZHIKE_JOBS = {"note": f"{__name__}.note", "break": f"{__name__}.break_down"}


def enqueue(name: str = "note", *, at: datetime = AT, unique_key: str | None = None) -> None:
    jobs.enqueue(name=name, payload={}, at=at, unique_key=unique_key)


def claimed(worker: str = "a", *, at: datetime = AT) -> Job:
    job = jobs.claim(worker=worker, at=at)
    assert job is not None
    return job


def test_a_job_runs_with_its_payload_and_is_done() -> None:
    jobs.enqueue(name="note", payload={"run_id": 7}, at=timezone.now())
    assert worker.run_all() == 1
    assert ran == [{"run_id": 7}]
    assert Job.objects.get().state == Job.State.DONE


def test_the_same_key_is_enqueued_once_even_when_it_is_done() -> None:
    enqueue(at=timezone.now(), unique_key="score:2026-11-22")
    worker.run_all()
    enqueue(at=timezone.now(), unique_key="score:2026-11-22")
    assert Job.objects.count() == 1


def test_jobs_without_a_key_are_all_wanted() -> None:
    enqueue()
    enqueue()
    assert Job.objects.count() == 2


def test_a_job_of_a_transaction_that_fails_was_never_there() -> None:
    with transaction.atomic():
        enqueue()
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_job_waits_for_its_time_and_the_earliest_goes_first() -> None:
    enqueue("break", at=AT + timedelta(hours=1))
    assert jobs.claim(worker="a", at=AT) is None
    enqueue("note")
    assert claimed(at=AT + timedelta(hours=2)).name == "note"


def test_two_workers_never_get_the_same_job() -> None:
    enqueue()
    enqueue()
    taken = [jobs.claim(worker=name, at=AT) for name in "abc"]
    assert len({job.pk for job in taken if job}) == 2
    assert taken[2] is None


def test_a_job_whose_worker_died_is_taken_over_after_the_lease() -> None:
    enqueue()
    claimed("dead")
    assert jobs.claim(worker="b", at=AT + LEASE) is None
    job = claimed("b", at=LATER)
    assert (job.worker, job.attempts) == ("b", 2)


def test_a_kept_lease_is_not_taken_over() -> None:
    enqueue()
    assert jobs.keep(claimed(), at=AT + timedelta(seconds=30))
    assert jobs.claim(worker="b", at=LATER) is None


@pytest.mark.parametrize("name", ["a", "b"], ids=["by itself", "by another"])
def test_a_worker_whose_job_was_taken_over_can_no_longer_end_it(name: str) -> None:
    enqueue()
    old = claimed("a")
    new = claimed(name, at=LATER)
    assert not jobs.keep(old, at=LATER)
    assert not jobs.finish(old, at=LATER)
    assert not jobs.fail(old, error="late", at=LATER)
    new.refresh_from_db()
    assert (new.state, new.error) == (Job.State.RUNNING, "")
    assert jobs.finish(new, at=LATER)


def test_a_job_that_failed_comes_back_later_each_time_and_is_parked_in_the_end() -> None:
    enqueue("break")
    at, waits = AT, []
    for _ in range(rules.MOST_ATTEMPTS):
        job = claimed(at=at)
        jobs.fail(job, error="ValueError", at=at)
        job.refresh_from_db()
        waits.append((job.due_at - at).total_seconds())
        at = max(at, job.due_at)
    assert waits[:-1] == [5, 20, 80, 320]
    assert Job.objects.filter(state=Job.State.PARKED, error="ValueError").exists()
    assert jobs.claim(worker="a", at=at + timedelta(days=9)) is None


def test_a_job_that_kills_its_worker_each_time_is_parked_and_does_not_stop_the_others() -> None:
    enqueue("break", unique_key="import:7")
    at = AT
    for _ in range(rules.MOST_ATTEMPTS):
        claimed(at=at)
        at += LEASE + timedelta(seconds=1)
    assert not queries.is_parked("import:7")
    enqueue("note", at=at)
    assert claimed(at=at).name == "note"
    assert Job.objects.get(unique_key="import:7").error == jobs.WORKER_DIED
    assert queries.is_parked("import:7")
    assert not queries.is_parked("import:8")
    assert queries.parked_count() == 1


def test_what_is_kept_of_an_error_holds_no_value() -> None:
    enqueue("break", at=timezone.now())
    worker.run_all()
    job = Job.objects.get()
    assert job.state == Job.State.WAITING
    assert job.error.startswith("ValueError at break_down:")
    assert "139" not in job.error


def test_a_name_that_is_not_in_the_list_runs_nothing() -> None:
    enqueue("os.abort", at=timezone.now())
    assert worker.run_next("a")
    assert Job.objects.get().error.startswith("KeyError")


def test_a_job_that_fails_does_not_stop_the_next_one() -> None:
    enqueue("break", at=timezone.now() - timedelta(seconds=1))
    enqueue("note", at=timezone.now())
    assert worker.run_all() == 2
    assert ran == [{}]


def test_the_last_heartbeat_is_that_of_the_liveliest_worker() -> None:
    assert queries.last_heartbeat() is None
    jobs.see("a", at=AT)
    jobs.see("b", at=LATER)
    jobs.see("a", at=AT - timedelta(days=1))
    assert queries.last_heartbeat() == LATER
    assert Worker.objects.count() == 2


def test_an_idle_worker_asks_once_and_takes_no_write_lock(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert jobs.claim(worker="a", at=AT) is None


@pytest.mark.django_db(transaction=True)
def test_a_worker_runs_jobs_until_it_is_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    monkeypatch.setattr(f"{__name__}.note", lambda **payload: stop.set())
    monkeypatch.setattr(connection, "close", lambda: None)
    enqueue(at=timezone.now())
    worker.run(stop=stop, idle_seconds=0)
    assert stop.is_set()
    assert Worker.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_share_the_jobs_out() -> None:
    for _ in range(20):
        enqueue()
    taken: list[int] = []

    def claim_all() -> None:
        while job := jobs.claim(worker=threading.current_thread().name, at=AT):
            taken.append(job.pk)
        connection.close()

    threads = [threading.Thread(target=claim_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 20
    assert len(set(taken)) == 20
