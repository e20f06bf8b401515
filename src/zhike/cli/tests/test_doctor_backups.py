"""What the doctor says about backups."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from zhike.cli.doctor.backups import last_backup_is_good, nothing_is_half_restored
from zhike.cli.doctor.finding import State
from zhike.core.keeping import archive

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    path = tmp_path / "zhike.zip"
    manifest = archive.Manifest(
        version="1", made_at=NOW.isoformat(), vendor="sqlite", migrations={}, counts={}, parts=[]
    )
    with path.open("wb+") as file, archive.written(file, lambda _count: None) as writer:
        writer.finish(manifest)
    return path


def test_without_any_backup_the_command_is_named() -> None:
    found = last_backup_is_good(None, now=NOW)
    assert found.state == State.DOUBTFUL
    assert "zhike backup" in str(found.remedy)


@pytest.mark.parametrize(("age_hours", "state"), [(1, State.GOOD), (47, State.GOOD), (49, State.DOUBTFUL)])
def test_a_backup_is_old_after_two_days(backup: Path, age_hours: int, state: State) -> None:
    assert last_backup_is_good((backup, NOW - timedelta(hours=age_hours)), now=NOW).state == state


def test_a_backup_that_was_damaged_since_is_none(backup: Path) -> None:
    with backup.open("rb+") as file:
        file.write(b"x")
    assert last_backup_is_good((backup, NOW), now=NOW).state == State.BAD


def test_a_backup_that_is_gone_is_told(tmp_path: Path) -> None:
    assert last_backup_is_good((tmp_path / "gone.zip", NOW), now=NOW).state == State.DOUBTFUL


def test_a_restore_that_was_broken_off_is_told(tmp_path: Path) -> None:
    assert nothing_is_half_restored(tmp_path) is None
    (tmp_path / "restoring").mkdir()
    found = nothing_is_half_restored(tmp_path)
    assert found
    assert found.state == State.BAD
