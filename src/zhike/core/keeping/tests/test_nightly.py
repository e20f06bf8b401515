from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from zhike.core.keeping import making, nightly
from zhike.core.keeping.jobs import back_up_daily

TODAY = date(2026, 11, 22)  # a Sunday


def days(count: int) -> list[date]:
    return [TODAY - timedelta(days=number) for number in range(count)]


def test_the_last_days_stay_and_the_newest_of_each_of_four_weeks() -> None:
    kept = nightly.days_kept(days(60), days=7)
    assert sorted(kept, reverse=True) == [
        *days(7), date(2026, 11, 15), date(2026, 11, 8), date(2026, 11, 1)
    ]  # fmt: skip


def test_few_backups_all_stay_however_old_they_are() -> None:
    old = [date(2020, 1, 1), date(2020, 6, 1)]
    assert nightly.days_kept(old, days=7) == set(old)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Stand in for the backup itself, which is tested with the command."""
    paths: list[Path] = []

    def write(path: Path, **_told: Any) -> making.Backup:
        path.write_text("backup")
        paths.append(path)
        return making.Backup(path, 6, None)  # type: ignore[arg-type]  # nobody asks for it here

    monkeypatch.setattr(making, "back_up", write)
    return paths


def test_a_night_s_backup_bears_the_day_in_the_company_s_zone_and_others_files_stay(
    tmp_path: Path, written: list[Path]
) -> None:
    folder = tmp_path / "nightly"
    folder.mkdir()
    for name in ("zhike-2020-01-01.zip", "zhike-2020-01-02.zip", "zhike-old.zip", "合同.zip"):
        (folder / name).touch()
    path = nightly.back_up(folder, kept=1, at=datetime(2026, 11, 21, 19, 0, tzinfo=UTC))
    assert path == folder / "zhike-2026-11-22.zip"
    names = {found.name for found in folder.iterdir()}
    assert names == {"zhike-2026-11-22.zip", "zhike-2020-01-02.zip", "zhike-old.zip", "合同.zip"}


def test_the_job_makes_one_where_a_folder_is_named_and_none_elsewhere(
    settings: LazySettings, tmp_path: Path, written: list[Path]
) -> None:
    settings.BACKUP_DIR = None
    back_up_daily()
    assert written == []
    settings.BACKUP_DIR = tmp_path / "new" / "folder"
    back_up_daily()
    assert len(written) == 1
