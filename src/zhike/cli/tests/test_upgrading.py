"""What `zhike migrate` does for the sake of a database that somebody has worked in."""

from pathlib import Path

import pytest

from zhike.cli.tests.keeping import Home, asked, contents, copied
from zhike.cli.tests.processes import started
from zhike.core.keeping import archive

pytestmark = pytest.mark.own_database

SLOW = """
import sys, time
from importlib import import_module
from django.db import migrations
from zhike.cli import database, main
database.start_django()
last = import_module("zhike.sales.migrations.{module}")

def change_and_wait(apps, editor):
    editor.execute("ALTER TABLE sales_order ADD COLUMN half integer")
    print("here", flush=True)
    time.sleep(600)

last.Migration.operations = [migrations.RunPython(change_and_wait), *last.Migration.operations]
sys.exit(main(["migrate"]))
"""


@pytest.fixture
def older(kept_company: Home, tmp_path: Path) -> Home:
    """A company of an earlier version."""
    home = copied(kept_company, tmp_path / "home")
    back = home.python("-m", "django", "migrate", "sales", "0001", "-v", "0")
    assert back.code == 0, back.err
    return home


def backups(home: Home) -> list[Path]:
    return sorted((home.folder / "backups").glob("before-*.zip"))


def test_the_first_start_has_nothing_to_back_up(kept_company: Home) -> None:
    assert backups(kept_company) == []


def test_before_an_upgrade_a_backup_is_made_in_the_old_state(older: Home) -> None:
    done = older.zhike("migrate")
    assert done.code == 0, done.err
    (path,) = backups(older)
    assert str(path) in done.err
    with archive.opened(path) as (_, manifest):
        assert manifest.migrations["sales"] == ["0001_initial"]
    assert older.zhike("migrate").code == 0
    assert backups(older) == [path]


def test_the_last_five_stay(older: Home) -> None:
    folder = older.folder / "backups"
    folder.mkdir(exist_ok=True)
    for number in range(6):
        (folder / f"before-0.0.{number}-2020.zip").touch()
    (folder / "mine.zip").touch()
    assert older.zhike("migrate").code == 0
    assert len(backups(older)) == 5
    assert (folder / "mine.zip").exists()


def test_it_can_be_done_without(older: Home) -> None:
    assert older.zhike("migrate", ZHIKE_BACKUP_BEFORE_MIGRATE="0").code == 0
    assert backups(older) == []


def test_without_room_for_the_backup_nothing_is_upgraded(older: Home) -> None:
    program = """
import resource, sys
from zhike.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
sys.exit(main(["migrate"]))
"""
    done = older.python("-c", program)
    assert done.code == 2
    assert "ZHIKE_BACKUP_BEFORE_MIGRATE" in done.err
    assert asked(older.database, "SELECT count(*) FROM django_migrations WHERE app = 'sales'") == [(1,)]


def test_killed_in_the_middle_of_a_step_the_next_start_goes_on(kept_company: Home, older: Home) -> None:
    (module,) = (path.stem for path in (Path(__file__).parents[2] / "sales" / "migrations").glob("0002_*.py"))
    program = SLOW.replace("{module}", module)
    before = contents(older.database)
    with started("-c", program, environ=older.environ) as process:
        assert process.stdout
        said = process.stdout.readline()
        assert said == "here\n", process.communicate()
        process.kill()
        process.wait()
    assert contents(older.database) == before
    assert older.zhike("migrate").code == 0
    assert contents(older.database) == contents(kept_company.database)
    assert older.zhike("doctor").code == 0
