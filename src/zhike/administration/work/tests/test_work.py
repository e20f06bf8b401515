"""The page on which administrators watch the work in the background, and its two buttons."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import Cast
from tests.factories.pages import words
from zhike.core.audit.models import Entry
from zhike.core.jobs import operations as jobs
from zhike.core.jobs.models import Job
from zhike.phrases import Phrase

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
PAGE = "background:work"


def make(people: Cast, **changes: Any) -> Job:
    title = Phrase("Import of %(file)s", {"file": "客户.csv"})
    jobs.enqueue(name="value.score", payload={}, at=AT, by=people.owner, title=title)
    job = Job.objects.latest("pk")
    Job.objects.filter(pk=job.pk).update(**changes)
    return job


def test_the_page_says_what_runs_what_waits_and_what_is_parked(owner: Client, people: Cast) -> None:
    now = timezone.now()
    make(people, state="running", worker="machine:7:abc", started_at=now, done=30, total=90)
    make(people, state="parked", error="ValueError at score:12", attempts=5, ended_at=now)
    make(people, error="OSError at read:3", attempts=1)
    jobs.see("machine:7:abc", at=now)
    jobs.see("machine:8:def", at=now - timedelta(hours=2))
    page = words(owner.get(reverse(PAGE)))
    for said in ("客户.csv", "machine:7:abc", 'max="90" value="30"', "ValueError at score:12", "OSError at read:3"):
        assert said in page
    assert page.count("zk-badge-good") == 1
    assert "every 3s" in page


def test_what_stands_still_is_not_asked_for_again_and_again(owner: Client, people: Cast) -> None:
    make(people, state="parked", ended_at=timezone.now())
    answer = owner.get(reverse(PAGE), headers={"HX-Request": "true"})
    assert "<html" not in words(answer)
    assert "hx-get" not in words(answer)


def test_what_ended_in_a_day_is_counted(owner: Client, people: Cast) -> None:
    now = timezone.now()
    for state, hours in (("done", 1), ("done", 23), ("done", 25), ("cancelled", 1), ("parked", 2)):
        make(people, state=state, ended_at=now - timedelta(hours=hours))
    picture = owner.get(reverse(PAGE)).context["picture"]
    assert (picture.done, picture.cancelled, picture.given_up) == (2, 1, 1)


def test_of_very_many_jobs_the_first_are_shown(owner: Client, people: Cast) -> None:
    Job.objects.bulk_create(Job(name="value.score", due_at=AT) for _ in range(60))
    page = owner.get(reverse(PAGE))
    assert len(page.context["picture"].waiting.rows) == 50
    assert page.context["picture"].waiting.has_more


def test_a_job_is_stopped_by_one_click(owner: Client, people: Cast) -> None:
    job = make(people)
    owner.post(reverse("background:cancel", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert Entry.objects.get().action == "cancelled a job"


def test_a_parked_job_is_tried_again_by_one_click(owner: Client, people: Cast) -> None:
    job = make(people, state="parked", attempts=5, ended_at=AT)
    owner.post(reverse("background:retry", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == Job.State.WAITING
    assert Entry.objects.get().action == "retried a job"


def test_the_log_says_what_was_done_to_which_work(owner: Client, people: Cast) -> None:
    owner.post(reverse("background:cancel", args=[make(people).pk]))
    assert "客户.csv" in words(owner.get(reverse("administration:log")))


@pytest.mark.parametrize("name", ["cancel", "retry"])
def test_a_click_that_comes_too_late_is_answered_in_words(name: str, owner: Client, people: Cast) -> None:
    job = make(people, state="done", ended_at=AT)
    answer = owner.post(reverse(f"background:{name}", args=[job.pk]), follow=True)
    assert "zk-note-warn" in words(answer)
    assert owner.post(reverse(f"background:{name}", args=[404])).status_code == 404
    assert not Entry.objects.exists()


def test_a_role_that_does_not_look_after_the_work_gets_nowhere(people: Cast, client: Client) -> None:
    job = make(people)
    client.force_login(people.rep)
    assert client.get(reverse(PAGE)).status_code == 403
    for name in ("cancel", "retry"):
        assert client.post(reverse(f"background:{name}", args=[job.pk])).status_code == 403
    job.refresh_from_db()
    assert job.state == Job.State.WAITING


def test_the_page_asks_no_more_for_more_jobs(
    owner: Client, people: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def fill() -> None:
        for state in ("running", "waiting", "parked"):
            make(people, state=state)

    fill()
    owner.get(reverse(PAGE))
    with CaptureQueriesContext(connection) as few:
        owner.get(reverse(PAGE))
    for _ in range(5):
        fill()
    with django_assert_num_queries(len(few)):
        owner.get(reverse(PAGE))
    assert len(few) <= 10  # session, colleague, roles, four states, workers, own work
