"""Everybody's own long work: in the corner of each page, and as a list."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import Cast
from tests.factories.pages import words
from zhike.core.accounts.models import User
from zhike.core.jobs import operations as jobs
from zhike.core.jobs.models import Job
from zhike.phrases import Phrase

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def make(by: User | None, file: str = "客户.csv", **changes: Any) -> Job:
    title = Phrase("Import of %(file)s", {"file": file})
    jobs.enqueue(name="value.score", payload={}, at=AT, by=by, title=title, link="/import/7/")
    job = Job.objects.latest("pk")
    Job.objects.filter(pk=job.pk).update(**changes)
    return job


def test_without_work_under_way_the_corner_is_empty(rep: Client, people: Cast) -> None:
    make(people.owner)
    make(None)
    make(people.rep, state="done", ended_at=AT)
    make(people.rep, state="parked", ended_at=AT)
    assert 'id="zk-work"' not in words(rep.get(reverse("home")))


def test_work_under_way_is_counted_in_the_corner_and_asked_for_until_it_ends(rep: Client, people: Cast) -> None:
    make(people.rep)
    running = make(people.rep, state="running")
    page = words(rep.get(reverse("home")))
    assert 'id="zk-work"' in page
    assert reverse("work:badge") in page
    assert rep.get(reverse("work:badge")).context["count"] == 2
    Job.objects.update(state="done", ended_at=AT)
    badge = words(rep.get(reverse("work:badge")))
    assert reverse("work:list") in badge
    assert "hx-get" not in badge
    assert running.pk


def test_the_list_shows_progress_and_leads_to_the_result(rep: Client, people: Cast) -> None:
    make(people.owner, "别人的.csv")
    make(people.rep, "订单.csv", state="running", done=5, total=8)
    page = words(rep.get(reverse("work:list")))
    for said in ("订单.csv", 'max="8" value="5"', "/import/7/", "every 2s"):
        assert said in page
    assert "别人的.csv" not in page


def test_the_list_is_left_alone_once_everything_has_ended(rep: Client, people: Cast) -> None:
    assert "zk-empty" in words(rep.get(reverse("work:list")))
    make(people.rep, state="done", ended_at=AT)
    part = words(rep.get(reverse("work:list"), headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert "hx-get" not in part


def test_one_stops_ones_own_work_and_nobody_else_s(rep: Client, people: Cast) -> None:
    own, foreign = make(people.rep), make(people.owner)
    assert rep.post(reverse("work:cancel", args=[own.pk])).status_code == 302
    assert rep.post(reverse("work:cancel", args=[foreign.pk])).status_code == 404
    assert [*Job.objects.order_by("pk").values_list("state", flat=True)] == ["cancelled", "waiting"]
    assert "zk-note-warn" in words(rep.post(reverse("work:cancel", args=[own.pk]), follow=True))


@pytest.mark.parametrize("name", ["work:list", "work:badge"])
def test_more_work_asks_no_more_questions(
    name: str, rep: Client, people: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make(people.rep)
    rep.get(reverse(name))
    with CaptureQueriesContext(connection) as few:
        rep.get(reverse(name))
    for _ in range(9):
        make(people.rep)
    with django_assert_num_queries(len(few)):
        rep.get(reverse(name))
    assert len([query for query in few if "jobs_job" in query["sql"]]) == (2 if name == "work:list" else 1)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="another database explains itself otherwise")
@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (Job.objects.filter(by=7, ended_at__isnull=True), "jobs_open_of_a_colleague"),
        (Job.objects.filter(by=7).order_by("-pk")[:30], "jobs_of_a_colleague"),
        (Job.objects.filter(state="parked").order_by("-pk"), "jobs_parked"),
        (Job.objects.filter(ended_at__gte=AT), "jobs_ended"),
    ],
    ids=["the corner", "the list", "parked", "ended"],
)
def test_what_pages_ask_often_is_answered_from_an_index(rows: Any, index: str, db: None) -> None:
    assert index in rows.explain()
