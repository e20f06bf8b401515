"""`migrate`, `createowner` and `doctor` on a real database."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.utils import timezone

from zhike.cli import main
from zhike.cli.doctor import machine
from zhike.cli.doctor.database import no_job_is_parked, worker_is_alive
from zhike.cli.doctor.finding import State
from zhike.core.access.models import Role
from zhike.core.accounts.models import User

OWNER = ["createowner", "--username", "wangmin", "--name", "王敏", "--phone", "13800000001"]
GOOD_PASSWORD = "rice-terrace-42"


@pytest.fixture(autouse=True)
def _directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIKE_DATA_DIR", str(tmp_path))


def give(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(text))


@pytest.mark.django_db(transaction=True)
def test_migrate_is_safe_to_run_twice_and_the_first_roles_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert [main(["migrate"]), main(["migrate"])] == [0, 0]
    assert Role.objects.filter(code="owner").count() == 1


@pytest.mark.django_db
def test_an_owner_is_added_with_a_password_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    give(f"{GOOD_PASSWORD}\n", monkeypatch)
    assert main([*OWNER, "--password-stdin"]) == 0
    assert User.objects.get(username="wangmin").check_password(GOOD_PASSWORD)


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["", "12345678", "wangmin1"], ids=repr)
def test_a_weak_password_is_refused_and_nobody_is_added(
    password: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(password, monkeypatch)
    assert main([*OWNER, "--password-stdin"]) == 2
    assert "- " in capsys.readouterr().err
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_name_that_is_taken_is_refused_by_its_field(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    User.objects.create(username="wangmin", name="王敏")
    give(GOOD_PASSWORD, monkeypatch)
    assert main([*OWNER, "--password-stdin"]) == 2
    assert str(User.username.field.verbose_name) in capsys.readouterr().err


@pytest.mark.django_db
def test_a_password_is_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    asked = iter([GOOD_PASSWORD, "another", GOOD_PASSWORD, GOOD_PASSWORD])
    monkeypatch.setattr("zhike.cli.createowner.getpass", lambda _prompt: next(asked))
    assert main(OWNER) == 2
    assert main(OWNER) == 0


@pytest.mark.django_db
def test_without_a_terminal_the_other_way_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give("", monkeypatch)
    assert main(OWNER) == 2
    assert "--password-stdin" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_refused_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def silent(_connection: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("zhike.cli.database.MigrationExecutor", silent)
    assert main(["migrate"]) == 2
    assert "ZHIKE_DATABASE_URL" in capsys.readouterr().err
    assert main(["doctor"]) == 1


@pytest.mark.django_db
def test_the_doctor_s_checks_are_one_object_on_the_last_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("zhike.cli.doctor.machine.DIST", Path(__file__).parent)
    code = main(["doctor", "--json"])
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    found = {check["check"] for check in report["checks"]}
    assert {"settings", "directory", "disk", "pages", "texts", "zone", "sqlite", "clock", "database"} <= found
    assert all(check["remedy"] for check in report["checks"] if check["state"] != "good")
    assert report["healthy"] is (code == 0)


def test_the_doctor_says_what_is_wrong_with_a_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZHIKE_WEB_PROCESSES", "many")
    assert main(["doctor"]) == 1
    assert "ZHIKE_WEB_PROCESSES" in capsys.readouterr().out


def test_the_doctor_warns_of_a_full_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=5_000_000))
    assert machine.disk_has_room(tmp_path).state == State.DOUBTFUL


def test_the_doctor_finds_a_directory_that_cannot_be_written(tmp_path: Path) -> None:
    assert machine.directory_is_writable(tmp_path / "nowhere").state == State.BAD


@pytest.mark.parametrize(
    ("seen_ago", "state"),
    [
        (None, State.DOUBTFUL),
        (timedelta(seconds=20), State.GOOD),
        (timedelta(hours=1), State.DOUBTFUL),
        (timedelta(hours=-1), State.DOUBTFUL),
    ],
)
def test_the_doctor_looks_for_a_living_worker(seen_ago: timedelta | None, state: State) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert worker_is_alive(now - seen_ago if seen_ago else None, now=now).state == state


@pytest.mark.parametrize(("count", "state"), [(0, State.GOOD), (3, State.DOUBTFUL)])
def test_the_doctor_counts_the_jobs_that_were_given_up(count: int, state: State) -> None:
    assert no_job_is_parked(count).state == state


@pytest.mark.django_db
def test_a_heartbeat_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    from zhike.core.jobs import operations as jobs

    jobs.see("here", at=timezone.now())
    main(["doctor", "--json"])
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [check["state"] for check in report["checks"] if check["check"] == "worker"] == ["good"]
