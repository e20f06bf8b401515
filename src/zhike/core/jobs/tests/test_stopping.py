"""A job shows how far it is, stops when asked, and is fenced off from whom it was taken."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories import Cast
from zhike.core.audit.models import Entry
from zhike.core.jobs import jobs as own
from zhike.core.jobs import operations as jobs
from zhike.core.jobs import queries, rules, running, worker
from zhike.core.jobs.models import Job, Worker
from zhike.phrases import Phrase

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
Work = Callable[[], None]
stopped: list[dict[str, Any]] = []


def work(**payload: Any) -> None:
    """Stand in for a job; each test says what it does."""


def note_stop(**payload: Any) -> None:
    stopped.append(payload)


@pytest.fixture(autouse=True)
def known_jobs(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped.clear()
    settings.ZHIKE_JOBS = {"work": f"{__name__}.work"}
    settings.ZHIKE_STOPPED_JOBS = {"work": f"{__name__}.note_stop"}
    monkeypatch.setattr(running, "PAUSE_SECONDS", 0.0)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], Job]:
    def as_job(wanted: Work) -> Job:
        monkeypatch.setattr(f"{__name__}.work", lambda **payload: wanted())
        assert worker.run_next("here")
        return Job.objects.get()

    return as_job


def enqueue(**more: Any) -> Job:
    jobs.enqueue(name="work", payload={"n": 7}, at=more.pop("at", timezone.now()), **more)
    return Job.objects.latest("pk")


def actions() -> list[str]:
    return [*Entry.objects.order_by("pk").values_list("action", flat=True)]


def test_what_somebody_waits_for_goes_before_what_is_due_longer() -> None:
    enqueue(at=AT, priority=rules.BULK)
    soon = enqueue(at=AT + timedelta(hours=1), priority=rules.SOMEBODY_WAITS)
    assert jobs.claim(worker="a", at=AT + timedelta(hours=2)) == soon


def test_a_job_left_behind_waits_for_its_turn_like_all_others() -> None:
    left = enqueue(at=AT, priority=rules.BULK)
    jobs.claim(worker="dead", at=AT)
    soon = enqueue(at=AT, priority=rules.SOMEBODY_WAITS)
    assert [jobs.claim(worker="a", at=AT + timedelta(hours=2)) for _ in range(2)] == [soon, left]


def test_bulk_work_goes_last_by_the_configuration(settings: Settings) -> None:
    settings.ZHIKE_BULK_JOBS = {"work"}
    assert enqueue().priority == rules.BULK


def test_a_job_says_what_it_is(people: Cast, settings: Settings) -> None:
    titled = enqueue(title=Phrase("Import of %(file)s", {"file": "客户.csv"}), by=people.owner)
    assert "客户.csv" in titled.title
    settings.ZHIKE_JOB_TITLES = {"work": "干活"}
    assert enqueue().title == "干活"
    settings.ZHIKE_JOB_TITLES = {}
    assert str(enqueue()) == "work"


def test_progress_is_written_and_begins_anew_with_each_try(run: Callable[[Work], Job]) -> None:
    enqueue()

    def half() -> None:
        running.progress(50, 100)
        raise ValueError

    job = run(half)
    assert (job.done, job.total) == (50, 100)
    again = jobs.claim(worker="a", at=timezone.now() + timedelta(hours=1))
    assert again
    assert (again.done, again.total) == (0, 0)


def test_progress_is_written_at_most_twice_a_second(
    run: Callable[[Work], Job], monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(running, "PAUSE_SECONDS", 0.5)
    enqueue()

    def often() -> None:
        running.progress(0, 1000)
        with django_assert_num_queries(0):
            for done in range(100):
                running.progress(done, 1000)

    assert run(often).state == Job.State.DONE


def test_a_job_that_waits_is_cancelled_at_once_and_its_app_is_told(people: Cast) -> None:
    job = enqueue()
    assert jobs.cancel(job=job.pk, by=people.owner, at=AT)
    job.refresh_from_db()
    assert (job.state, job.ended_at, stopped) == (Job.State.CANCELLED, AT, [{"n": 7}])
    assert actions() == ["cancelled a job"]
    assert jobs.claim(worker="a", at=timezone.now()) is None
    assert not jobs.cancel(job=job.pk, by=people.owner, at=AT)


def test_a_running_job_stops_where_it_tells_its_progress(people: Cast, run: Callable[[Work], Job]) -> None:
    waiting = enqueue()

    def be_stopped() -> None:
        assert not running.is_cancelled()
        assert jobs.cancel(job=waiting.pk, by=people.owner, at=AT)
        assert not jobs.cancel(job=waiting.pk, by=people.owner, at=AT)
        try:
            running.progress(1, 2)
        except Exception as error:  # what a job's own net catches must not be the wish to stop
            raise AssertionError from error
        raise AssertionError

    job = run(be_stopped)
    assert (job.state, job.lease_until, stopped) == (Job.State.CANCELLED, None, [{"n": 7}])
    assert actions() == ["cancelled a job"]


def test_a_job_asked_to_stop_that_fails_or_loses_its_worker_is_not_tried_again(
    people: Cast, run: Callable[[Work], Job]
) -> None:
    waiting = enqueue()

    def fail() -> None:
        jobs.cancel(job=waiting.pk, by=people.owner, at=AT)
        raise ValueError

    assert run(fail).state == Job.State.CANCELLED
    Job.objects.update(state=Job.State.RUNNING, lease_until=AT, ended_at=None)
    assert run(lambda: pytest.fail("it was to stop")).state == Job.State.CANCELLED


def test_a_job_that_ends_before_it_looks_is_done(people: Cast, run: Callable[[Work], Job]) -> None:
    waiting = enqueue()

    def ask_too_late() -> None:
        jobs.cancel(job=waiting.pk, by=people.owner, at=AT)

    assert run(ask_too_late).state == Job.State.DONE
    assert not stopped


def test_a_parked_job_is_tried_again_from_the_first_attempt_on(people: Cast) -> None:
    job = enqueue()
    assert not jobs.retry(job=job.pk, by=people.owner, at=AT)
    Job.objects.update(state=Job.State.PARKED, attempts=5, ended_at=AT)
    assert jobs.retry(job=job.pk, by=people.owner, at=AT)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.due_at, job.ended_at) == (Job.State.WAITING, 0, AT, None)
    assert actions() == ["retried a job"]


def test_a_parked_job_can_be_given_up(people: Cast) -> None:
    job = enqueue()
    Job.objects.update(state=Job.State.PARKED, ended_at=AT)
    assert jobs.cancel(job=job.pk, by=people.owner, at=AT)
    assert not queries.parked_count()


def test_a_transaction_behind_the_fence_is_not_begun_once_the_job_is_another_s(
    run: Callable[[Work], Job], caplog: pytest.LogCaptureFixture
) -> None:
    enqueue()

    def write_late() -> None:
        with transaction.atomic():
            running.fence()
        Job.objects.update(worker="other", attempts=2)
        with transaction.atomic():
            running.fence()
            pytest.fail("the fence is open")

    job = run(write_late)
    assert (job.state, job.worker) == (Job.State.RUNNING, "other")
    assert "taken over" in caplog.text


def test_progress_tells_a_job_that_it_is_another_s(run: Callable[[Work], Job]) -> None:
    enqueue()

    def go_on() -> None:
        Job.objects.update(worker="other")
        with pytest.raises(running.LostLease):
            running.progress(1, 2)
        assert running.has_lost_lease()

    assert run(go_on).done == 0


def test_outside_of_a_job_there_is_nothing_to_tell_and_nothing_to_fence() -> None:
    running.progress(1, 2)
    running.fence()
    assert not running.is_cancelled()


def test_a_job_taken_and_not_begun_is_given_back_as_it_was() -> None:
    enqueue(at=AT)
    job = jobs.claim(worker="a", at=AT)
    assert job
    assert jobs.release(job)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.WAITING, 0)


def test_what_ended_long_ago_is_forgotten_but_not_what_needs_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    now = timezone.now()
    for state in (*[Job.State.DONE] * 4, Job.State.CANCELLED, Job.State.PARKED):
        Job.objects.filter(pk=enqueue().pk).update(state=state, ended_at=now - rules.KEPT - timedelta(hours=1))
    Job.objects.filter(pk=enqueue().pk).update(state=Job.State.DONE, ended_at=now)
    enqueue()
    jobs.see("gone", at=now - rules.KEPT - timedelta(hours=1))
    own.tidy()
    assert sorted(Job.objects.values_list("state", flat=True)) == ["done", "parked", "waiting"]
    assert not Worker.objects.exists()


def test_enqueueing_is_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with transaction.atomic(), django_assert_num_queries(1):
        enqueue_only()


def enqueue_only() -> None:
    jobs.enqueue(name="work", payload={}, at=AT, unique_key="x")
