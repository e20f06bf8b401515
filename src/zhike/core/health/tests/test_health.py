"""Probes say whether the house can work and nothing else; its figures are for who bears the token."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories import cast
from zhike.core.health import queries, rules
from zhike.core.health.rules import Gauge, Value
from zhike.core.jobs import operations as jobs
from zhike.core.jobs import queries as jobs_asked
from zhike.core.jobs import scheduling
from zhike.core.jobs.models import Job

pytestmark = pytest.mark.django_db
TOKEN = "k3J9x-kept-by-prometheus-alone"


@pytest.fixture
def token(settings: Settings, tmp_path: Path) -> str:
    settings.METRICS_TOKEN, settings.DATA_DIR = TOKEN, tmp_path
    return TOKEN


def figures(client: Client, token: str = TOKEN) -> dict[str, float]:
    answer = client.get("/metrics", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(number) for name, _, number in (line.rpartition(" ") for line in lines)}


def test_a_living_process_asks_nobody(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_is_who_has_its_database(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(2):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_database_that_does_not_answer_is_not_ready_and_its_words_are_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> bool:
        raise DatabaseError("password authentication failed for user zhike at 10.0.0.7")

    monkeypatch.setattr(queries, "lacks_migrations", fail)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database out of reach\n")


def test_a_database_of_an_older_version_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_own_migrations", lambda: frozenset({("jobs", "9999_of_tomorrow")}))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database not up to date\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_past_the_proxy_are_answered_without_https(path: str, client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path).status_code == 200


def test_without_a_token_of_the_installation_there_are_no_figures(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    for header in ("", "Bearer ", "Bearer x"):
        assert client.get("/metrics", headers={"authorization": header}).status_code == 404


@pytest.mark.parametrize(
    "header", ["", TOKEN, "Bearer", "Bearer wrong", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer é"]
)
def test_who_does_not_bear_the_token_learns_nothing(header: str, client: Client, token: str) -> None:
    answer = client.get("/metrics", headers={"authorization": header})
    assert (answer.status_code, answer.content, answer["WWW-Authenticate"]) == (401, b"", "Bearer")


def test_a_signed_in_owner_without_the_token_learns_nothing_either(client: Client, token: str) -> None:
    client.force_login(cast().owner)
    assert client.get("/metrics").status_code == 401


def test_the_figures_are_those_of_this_moment(client: Client, token: str, settings: Settings) -> None:
    settings.ZHIKE_DAILY_JOBS, settings.ZHIKE_INTERVAL_JOBS = {"value.score": 2}, {}
    at = timezone.now()
    for name in ("value.score", "value.score", "exchange.run"):
        jobs.enqueue(name=name, payload={}, at=at - timedelta(minutes=30))
    jobs.enqueue(name="notices.send", payload={}, at=at + timedelta(hours=1))
    Job.objects.filter(name="exchange.run").update(state=Job.State.PARKED)
    jobs.see("a", at=at)
    jobs.see("dead", at=at - timedelta(hours=1))
    found = figures(client)
    assert found['zhike_jobs{name="value.score",state="waiting"}'] == 2
    assert found['zhike_jobs{name="exchange.run",state="parked"}'] == 1
    assert 1799 < found["zhike_jobs_oldest_waiting_seconds"] < 1860
    assert found["zhike_workers"] == 1
    assert found["zhike_recurring_jobs_overdue"] == 1
    assert found['zhike_outbox_messages{state="waiting"}'] == 0
    assert found["zhike_database_bytes"] > 0
    assert found["zhike_data_disk_free_bytes"] > 0
    assert "zhike_last_backup_timestamp_seconds" not in found
    scheduling.enqueue_due(at)
    assert figures(client)["zhike_recurring_jobs_overdue"] == 0


def test_sessions_are_counted_without_saying_whose(client: Client, token: str) -> None:
    people = cast()
    for each in (people.owner, people.rep):
        Client().force_login(each)
    answer = client.get("/metrics", headers={"authorization": f"Bearer {token}"}).content.decode()
    assert "zhike_sessions 2" in answer
    assert people.owner.username not in answer


def test_the_last_backup_is_told(client: Client, token: str, settings: Settings) -> None:
    path = settings.DATA_DIR / "zhike.zip"
    path.write_bytes(b"12345")
    (settings.DATA_DIR / "backups").mkdir()
    told = f'{{"path": "{path}", "at": "2026-11-22T03:00:00+00:00"}}'
    (settings.DATA_DIR / "backups" / "last.json").write_text(told)
    found = figures(client)
    assert found["zhike_last_backup_timestamp_seconds"] == 1795316400
    assert found["zhike_last_backup_bytes"] == 5


def test_more_work_asks_no_more_questions(
    client: Client, token: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(50):
        jobs.enqueue(name=f"job{number % 7}", payload={}, at=timezone.now())
    with django_assert_max_num_queries(8):  # jobs by three states, workers, recurring, outbox, sessions, size
        figures(client)


def test_what_has_ended_is_not_looked_at(db: None) -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("SQLite's way to say how it looks")
    for state in ("waiting", "running", "parked"):
        plan = jobs_asked._in_state(Job.State(state)).explain()
        assert "USING INDEX jobs_" in plan or "USING COVERING INDEX jobs_" in plan, plan


def test_labels_are_written_so_that_they_cannot_break_out() -> None:
    made = rules.exposition([Gauge("x", "X.", [Value(1.5, {"a": 'b"}\n\\'})]), Gauge("none", "None.", [])])
    assert made == '# HELP zhike_x X.\n# TYPE zhike_x gauge\nzhike_x{a="b\\"}\\n\\\\"} 1.500\n'


def test_health_answers_carry_a_number_and_are_kept_by_nobody(client: Client) -> None:
    answer = client.get("/healthz")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Request-ID"]
