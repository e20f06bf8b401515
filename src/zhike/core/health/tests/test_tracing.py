"""A request and the jobs it asks for can be followed through the log, and nobody's data with them."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import Cast
from zhike.core.jobs import operations as jobs
from zhike.core.jobs import worker
from zhike.core.jobs.models import Job
from zhike.core.logs.context import saying
from zhike.core.logs.writing import JsonLines

PHONE = "13900000002"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Give what a log in JSON says."""
    said = StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(JsonLines())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield said
    root.setLevel(level)
    root.removeHandler(handler)


def lines(log: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_request_is_one_line_with_its_number_and_no_word_of_its_query(people: Cast, log: StringIO) -> None:
    client = Client()
    client.force_login(people.owner)
    answer = client.get(reverse("customers:list"), {"q": PHONE, "name": "周敏"})
    (said,) = [line for line in lines(log) if line["logger"] == "zhike.request"]
    assert said["request_id"] == answer["X-Request-ID"]
    assert (said["path"], said["status"], said["user_id"]) == (reverse("customers:list"), 200, people.owner.pk)
    assert said["duration_ms"] >= 0
    assert PHONE not in log.getvalue()
    assert "周敏" not in log.getvalue()
    assert client.get("/").headers["X-Request-ID"] != answer["X-Request-ID"]


def test_what_is_searched_for_stays_out(people: Cast, log: StringIO) -> None:
    client = Client()
    client.force_login(people.owner)
    client.post(reverse("search"), {"q": "青山 4417"})
    client.get("/search/青山/")
    assert "4417" not in log.getvalue()


def test_a_page_that_fails_shows_the_number_that_its_lines_bear(
    people: Cast, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**_asked: Any) -> None:
        raise RuntimeError(f"phone={PHONE}")

    monkeypatch.setattr("zhike.insight.queries.has_customers", break_down)
    client = Client(raise_request_exception=False)
    client.force_login(people.owner)
    answer = client.get(reverse("home"))
    number = answer["X-Request-ID"]
    assert number in answer.content.decode()
    trails = [line["trail"] for line in lines(log) if "trail" in line and line["request_id"] == number]
    assert trails[0][-1] == "RuntimeError"
    assert PHONE not in log.getvalue()


def test_a_request_that_is_refused_at_the_door_has_a_number_too(client: Client, db: None) -> None:
    assert client.get("/", headers={"host": "evil.example"})["X-Request-ID"]


@pytest.mark.django_db
def test_a_jobs_lines_bear_its_name_and_the_number_of_the_request_that_asked_for_it(
    log: StringIO, settings: Any
) -> None:
    settings.ZHIKE_JOBS = {"note": f"{__name__}.fail"}
    with saying(request_id="abcd1234"):
        jobs.enqueue(name="note", payload={"phone": PHONE}, at=timezone.now())
    worker.run_all()
    (said,) = [line for line in lines(log) if line["message"] == "job failed"]
    job = Job.objects.get()
    assert (said["job"], said["job_id"], said["attempt"], said["request_id"]) == ("note", job.pk, 1, "abcd1234")
    assert PHONE not in log.getvalue()


def fail(phone: str) -> None:
    raise ValueError(phone)


@pytest.mark.django_db
def test_a_job_that_is_done_says_how_long_it_took(log: StringIO, settings: Any) -> None:
    settings.ZHIKE_JOBS = {"note": f"{__name__}.do_nothing"}
    jobs.enqueue(name="note", payload={}, at=timezone.now())
    worker.run_all()
    (said,) = lines(log)
    assert (said["message"], said["job"]) == ("job done", "note")
    assert "request_id" not in said
    assert said["duration_ms"] >= 0


def do_nothing() -> None:
    pass
