"""`zhike restore` as people run it: all of it into an empty installation, or nothing."""

import json
import random
from pathlib import Path

import pytest

from zhike.cli.tests.keeping import Home, asked, contents, copied, kill_at, state_of_job
from zhike.cli.tests.kept_company import ERASED, KEPT
from zhike.core.keeping import archive

pytestmark = pytest.mark.own_database

TOUCHED = ("jobs_job",)  # what was under way is set aside
VALUES_KEPT = "SELECT count(*) FROM audit_value WHERE after IS NOT NULL AND subject = %s"


@pytest.fixture(scope="module")
def backup(kept_company: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backup") / "zhike.zip"
    assert kept_company.zhike("backup", path).code == 0
    return path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "new").mkdir()
    return Home(tmp_path / "new")


def is_untouched(home: Home) -> bool:
    return {path.name for path in home.folder.iterdir()} <= {"secret_key", "restore.lock"}


def test_everything_comes_back_as_it_was(kept_company: Home, backup: Path, home: Home) -> None:
    done = home.zhike("restore", backup, "--json")
    assert done.code == 0, done.err
    assert contents(home.database, besides=TOUCHED) == contents(kept_company.database, besides=TOUCHED)
    assert home.files() == kept_company.files()
    assert asked(home.database, "SELECT count(*) FROM accounts_session") == [(0,)]
    assert done.told["files"] == len(home.files())
    left = {path.name for path in home.folder.iterdir()}
    assert left == {"files", "secret_key", "restore.lock", "zhike.sqlite3"}
    assert home.zhike("doctor").code == 0
    numbers = "SELECT name, seq FROM sqlite_sequence WHERE name = 'numbering_sequence'"
    assert asked(home.database, numbers) == asked(kept_company.database, numbers)


def test_what_would_send_waits_for_a_person_and_what_computes_starts_over(backup: Path, home: Home) -> None:
    told = home.zhike("restore", backup, "--json").told
    assert told["parked"] >= 1
    assert state_of_job(home, "sends") == "parked"
    assert state_of_job(home, "computes") == "waiting"


def test_what_recurs_is_no_more_in_a_restored_house_than_its_next_time(backup: Path, home: Home) -> None:
    home.zhike("restore", backup)
    assert state_of_job(home, "recurs") == "cancelled"


def test_the_search_finds_what_was_restored(backup: Path, home: Home) -> None:
    home.zhike("restore", backup)
    with_words = "SELECT count(*) FROM search_words WHERE rowid IN (SELECT id FROM search_entry)"
    assert asked(home.database, with_words) == asked(home.database, "SELECT count(*) FROM search_entry") != [(0,)]
    asked(home.database, "INSERT INTO search_words(search_words, rank) VALUES ('integrity-check', 1)")


def test_whoever_was_erased_since_is_erased_again_and_the_list_stays(backup: Path, home: Home) -> None:
    (home.folder / archive.ERASURES).write_text(json.dumps({"subject": ERASED, "at": "2026-11-21"}) + "\n{half")
    told = home.zhike("restore", backup, "--json").told
    assert told["erased"] == 1
    assert asked(home.database, VALUES_KEPT % ERASED) == [(0,)]
    assert asked(home.database, VALUES_KEPT % KEPT) == [(1,)]
    assert str(ERASED) in (home.folder / archive.ERASURES).read_text()


def test_the_list_of_erasures_is_in_the_backup_too(kept_company: Home, home: Home, tmp_path: Path) -> None:
    old = copied(kept_company, tmp_path / "old")
    (old.folder / archive.ERASURES).write_text(json.dumps({"subject": ERASED, "at": "2026-11-21"}) + "\n")
    old.zhike("backup", tmp_path / "late.zip")
    assert home.zhike("restore", tmp_path / "late.zip", "--json").told["erased"] == 1
    assert (home.folder / archive.ERASURES).read_text() == (old.folder / archive.ERASURES).read_text()


def test_a_place_that_holds_data_is_refused_with_the_remedy(kept_company: Home, backup: Path, tmp_path: Path) -> None:
    home = copied(kept_company, tmp_path / "home")
    before = contents(home.database), home.files()
    refused = home.zhike("restore", backup, "--json")
    assert refused.code == 2
    assert "ZHIKE_DATA_DIR" in refused.told["error"]
    assert (contents(home.database), home.files()) == before


def test_files_without_a_database_are_data_too(backup: Path, home: Home) -> None:
    (home.folder / "files").mkdir()
    (home.folder / "files" / "合同.pdf").write_text("signed")
    assert home.zhike("restore", backup).code == 2
    assert home.files() == {"合同.pdf": b"signed"}


@pytest.mark.parametrize("seed", range(4))
def test_one_changed_byte_anywhere_is_refused_before_anything_is_written(
    seed: int, backup: Path, home: Home, tmp_path: Path
) -> None:
    content = bytearray(backup.read_bytes())
    place = random.Random(seed).randrange(len(content))
    content[place] ^= 1
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(content)
    refused = home.zhike("restore", damaged, "--json")
    assert refused.code == 2
    assert str(damaged) in refused.told["error"]
    assert is_untouched(home)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.999])
def test_a_file_that_was_cut_off_is_refused(share: float, backup: Path, home: Home, tmp_path: Path) -> None:
    cut = tmp_path / "cut.zip"
    cut.write_bytes(backup.read_bytes()[: int(backup.stat().st_size * share)])
    assert home.zhike("restore", cut).code == 2
    assert is_untouched(home)


def test_a_file_that_is_not_there_is_refused(home: Home) -> None:
    refused = home.zhike("restore", home.folder / "nowhere.zip")
    assert refused.code == 2
    assert "nowhere.zip" in refused.err


NEWER = """
import sys
from dataclasses import replace
from pathlib import Path
from zhike.core.keeping import archive
source, target = map(Path, sys.argv[1:])
with archive.opened(source) as (opened, manifest), target.open("wb+") as file:
    with archive.written(file, lambda count: None) as writer:
        for part in manifest.parts:
            with opened.open(part.name) as content:
                writer.add({name}, content)
        state = {{**manifest.migrations, "sales": [*manifest.migrations["sales"], {step!r}]}}
        writer.finish(replace(manifest, version="9.9", migrations=state, parts=writer.parts))
"""


def remade(home: Home, backup: Path, target: Path, *, step: str = "0001_initial", name: str = "part.name") -> Path:
    """Write a backup that is sealed well and says something else."""
    done = home.python("-c", NEWER.format(name=name, step=step), backup, target)
    assert done.code == 0, done.err
    return target


def test_a_backup_of_a_newer_version_is_refused_by_that_version(backup: Path, home: Home, tmp_path: Path) -> None:
    refused = home.zhike("restore", remade(home, backup, tmp_path / "newer.zip", step="0999_later"), "--json")
    assert refused.code == 2
    assert "9.9" in refused.told["error"]
    assert is_untouched(home)


def test_a_name_that_leaves_its_folder_is_refused(backup: Path, home: Home, tmp_path: Path) -> None:
    evil = "part.name.replace('files/fields/', 'files/../../')"
    assert home.zhike("restore", remade(home, backup, tmp_path / "evil.zip", name=evil)).code == 2
    assert is_untouched(home)
    assert not (tmp_path / "合同 1.bin").exists()


@pytest.mark.parametrize("place", ["zhike.core.keeping.archive:extract", "zhike.core.keeping.tables:opened"])
def test_killed_in_the_middle_it_is_no_installation_and_the_next_try_finishes(
    place: str, kept_company: Home, backup: Path, home: Home
) -> None:
    kill_at(home, place, "restore", backup)
    assert not home.database.exists()
    for command in ("migrate", "worker", "web", "serve"):
        refused = home.zhike(command)
        assert refused.code == 2
        assert "zhike restore" in refused.err
    report = home.zhike("doctor", "--json")
    assert report.code == 1
    assert "zhike restore" in report.out
    done = home.zhike("restore", backup)
    assert done.code == 0, done.err
    assert contents(home.database, besides=TOUCHED) == contents(kept_company.database, besides=TOUCHED)
    assert home.files() == kept_company.files()


def test_an_older_backup_comes_in_as_it_is_and_is_brought_up_to_date(
    kept_company: Home, home: Home, tmp_path: Path
) -> None:
    old = copied(kept_company, tmp_path / "old")
    back = old.python("-m", "django", "migrate", "customers", "0004", "-v", "0")
    assert back.code == 0, back.err
    assert old.zhike("backup", tmp_path / "old.zip").code == 0
    done = home.zhike("restore", tmp_path / "old.zip")
    assert done.code == 0, done.err
    assert contents(home.database, besides=TOUCHED) == contents(kept_company.database, besides=TOUCHED)
    assert home.zhike("doctor").code == 0
