"""What the doctor says of work, clocks, backups and mail."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from zhike.cli.doctor import database, machine, mail
from zhike.cli.doctor.finding import State
from zhike.cli.tests.processes import free_port
from zhike.config.environment import Environment, load

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def mail_server() -> Iterator[int]:
    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller.port
    controller.stop()


def settings(folder: Path, **more: str) -> Environment:
    return load({"ZHIKE_DATA_DIR": str(folder), **{f"ZHIKE_{name}": value for name, value in more.items()}})


@pytest.mark.parametrize(
    ("waited", "state"),
    [(None, State.GOOD), (timedelta(minutes=-5), State.GOOD), (timedelta(minutes=16), State.DOUBTFUL)],
)
def test_work_that_waits_long_is_told(waited: timedelta | None, state: State) -> None:
    found = database.work_goes_on(None if waited is None else NOW - waited, now=NOW)
    assert found.state == state
    assert (found.remedy is None) is (state == State.GOOD)


def test_what_nobody_enqueues_is_named_with_the_commands_that_would() -> None:
    assert database.what_recurs_is_enqueued([]).state == State.GOOD
    found = database.what_recurs_is_enqueued(["backups.daily"])
    assert "backups.daily" in str(found.said)
    assert "zhike scheduler" in str(found.remedy)


@pytest.mark.parametrize(("apart", "state"), [(4, State.GOOD), (-90, State.DOUBTFUL), (90, State.DOUBTFUL)])
def test_clocks_that_are_apart_are_told(apart: int, state: State) -> None:
    found = database.clocks_agree(NOW + timedelta(seconds=apart), now=NOW)
    assert found.state == state
    assert state == State.GOOD or "90" in str(found.said)


def test_a_backup_directory_is_tried(tmp_path: Path) -> None:
    assert machine.backups_can_be_written(None)[0].state == State.DOUBTFUL
    assert machine.backups_can_be_written(tmp_path)[0].state == State.GOOD
    (missing,) = machine.backups_can_be_written(tmp_path / "not-mounted")
    assert missing.state == State.BAD
    assert "ZHIKE_BACKUP_DIR" in str(missing.remedy)


def test_a_directory_for_exports_is_tried_where_there_is_one(tmp_path: Path) -> None:
    assert machine.exports_can_be_written(None) == []
    assert machine.exports_can_be_written(tmp_path)[0].state == State.GOOD
    assert machine.exports_can_be_written(tmp_path / "not-mounted")[0].state == State.BAD


def test_versions_are_told() -> None:
    assert "Django 5.2" in str(machine.versions_are_told().said)


def test_without_mail_there_is_nothing_to_try(tmp_path: Path) -> None:
    assert mail.can_be_sent(settings(tmp_path), network=True).state == State.GOOD


def test_mail_without_an_address_for_its_links_is_doubtful(tmp_path: Path) -> None:
    found = mail.can_be_sent(settings(tmp_path, MAIL_URL="smtp://mail.example.cn"), network=False)
    assert "ZHIKE_URL" in str(found.remedy)


def test_the_mail_server_is_asked_only_when_wished(tmp_path: Path, mail_server: int) -> None:
    url = "https://crm.example.cn"
    there = settings(tmp_path, MAIL_URL=f"smtp://127.0.0.1:{mail_server}", URL=url)
    assert mail.can_be_sent(there, network=True).state == State.GOOD
    away = settings(tmp_path, MAIL_URL=f"smtp://name:geheim-9@127.0.0.1:{free_port()}", URL=url)
    assert mail.can_be_sent(away, network=False).state == State.GOOD
    found = mail.can_be_sent(away, network=True)
    assert found.state == State.BAD
    assert "geheim-9" not in f"{found.said}{found.remedy}"


def test_a_mail_server_that_refuses_the_password_is_told_without_it(tmp_path: Path, mail_server: int) -> None:
    wrong = settings(tmp_path, MAIL_URL=f"smtp://name:geheim-9@127.0.0.1:{mail_server}", URL="https://crm.example.cn")
    found = mail.can_be_sent(wrong, network=True)
    assert found.state == State.BAD
    assert "geheim-9" not in f"{found.said}{found.remedy}"
