"""PostgreSQL's side of backups, and `zhike move-database`: on a real server, where the tests have one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

from zhike.cli.keeping import without_password
from zhike.cli.tests.keeping import Home, asked, contents, copied, kill_at
from zhike.cli.tests.kept_company import ERASED
from zhike.cli.tests.test_backup import unpacked
from zhike.config.settings import ENVIRONMENT
from zhike.core.keeping import archive

TOUCHED = ("jobs_job", "notices_message")
Databases = Callable[[], str]


@pytest.fixture
def database() -> Iterator[Databases]:
    """Make empty databases, and remove them afterwards."""
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: `make test-postgres` starts a PostgreSQL for this one")
    made: list[str] = []
    parts = urlsplit(ENVIRONMENT.database_url)
    with psycopg.connect(ENVIRONMENT.database_url, autocommit=True) as server:

        def make() -> str:
            made.append(f"keeping_{len(made)}")
            server.execute(f"CREATE DATABASE {made[-1]}")
            return urlunsplit(parts._replace(path=f"/{made[-1]}"))

        yield make
        for name in made:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def home(kept_company: Home, tmp_path: Path) -> Home:
    return copied(kept_company, tmp_path / "home")


def on_postgresql(home: Home, url: str) -> Home:
    """Go on with the same files on another database."""
    return Home(home.folder, url)


def new(folder: Path, url: str = "") -> Home:
    folder.mkdir()
    return Home(folder, url)


def fetched(url: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as server:
        return server.execute(question).fetchall()


def test_every_row_moves_and_every_sum_is_told(home: Home, database: Databases, tmp_path: Path) -> None:
    url = database()
    done = home.zhike("move-database", url, "--json")
    assert done.code == 0, done.err
    assert done.told["tables"]["sales_orderline"]["rows"] == "180"
    amounts = asked(home.database, "SELECT sum(amount) FROM sales_orderline")[0][0]
    assert done.told["tables"]["sales_orderline"]["amount"] == str(amounts)
    moved = on_postgresql(home, url)
    assert moved.zhike("backup", tmp_path / "moved.zip").code == 0
    assert contents(unpacked(tmp_path / "moved.zip", tmp_path / "out")) == contents(home.database)
    assert moved.zhike("doctor").code == 0


def test_after_moving_new_rows_get_numbers_that_no_row_ever_had(home: Home, database: Databases) -> None:
    url = database()
    assert home.zhike("move-database", url).code == 0
    last = asked(home.database, "SELECT seq FROM sqlite_sequence WHERE name = 'numbering_sequence'")[0][0]
    new_row = "INSERT INTO numbering_sequence(prefix, last) VALUES ('new', 1) RETURNING id"
    assert fetched(url, new_row) == [(last + 1,)]


def test_a_database_that_is_not_empty_is_refused_and_stays(home: Home, database: Databases) -> None:
    url = database()
    assert home.zhike("move-database", url).code == 0
    before = fetched(url, "SELECT count(*), sum(id) FROM sales_orderline")
    refused = home.zhike("move-database", url, "--json")
    assert refused.code == 2
    assert without_password(url) in refused.told["error"]
    assert fetched(url, "SELECT count(*), sum(id) FROM sales_orderline") == before


def test_somebody_else_s_tables_are_left_alone(home: Home, database: Databases) -> None:
    url = database()
    with psycopg.connect(url) as server:
        server.execute("CREATE TABLE theirs (id integer)")
    assert home.zhike("move-database", url).code == 2


def test_a_value_that_does_not_fit_is_refused_and_nothing_is_moved(home: Home, database: Databases) -> None:
    url = database()
    asked(home.database, "UPDATE sales_order SET number = '9' || hex(zeroblob(200)) WHERE id = 1")
    refused = home.zhike("move-database", url, "--json")
    assert refused.code == 2
    assert "sales_order" in refused.told["error"]
    assert fetched(url, "SELECT count(*) FROM accounts_user") == [(0,)]


def test_while_zhike_runs_nothing_is_moved(home: Home, database: Databases) -> None:
    seen = "INSERT INTO jobs_worker(name, seen_at) VALUES ('w', strftime('%Y-%m-%d %H:%M:%S', 'now'))"
    asked(home.database, seen)
    assert home.zhike("move-database", database()).code == 2


@pytest.mark.parametrize("url", ["mysql://root:hunter2@localhost/x", "postgresql://root:hunter2@localhost", "x"])
def test_an_address_that_is_none_is_refused_without_its_password(url: str, kept_company: Home) -> None:
    refused = kept_company.zhike("move-database", url, "--json")
    assert refused.code == 2
    assert "postgresql://" in refused.told["error"]
    assert "hunter2" not in refused.out + refused.err


@pytest.fixture
def backup(home: Home, database: Databases, tmp_path: Path) -> Path:
    """A backup of a company on PostgreSQL."""
    url = database()
    assert home.zhike("move-database", url).code == 0
    path = tmp_path / "zhike.zip"
    assert on_postgresql(home, url).zhike("backup", path).code == 0
    return path


def test_a_backup_of_postgresql_comes_back_on_either_database(
    backup: Path, home: Home, database: Databases, tmp_path: Path
) -> None:
    with archive.opened(backup) as (_, manifest):
        assert manifest.vendor == "postgresql"
    sqlite, url = new(tmp_path / "sqlite"), database()
    postgres = new(tmp_path / "postgres", url)
    for restored in (sqlite, postgres):
        done = restored.zhike("restore", backup, "--json")
        assert done.code == 0, done.err
        assert done.told["parked"] >= 1
        assert restored.files() == home.files()
        assert restored.zhike("doctor").code == 0
    assert contents(sqlite.database, besides=TOUCHED) == contents(home.database, besides=TOUCHED)
    assert postgres.zhike("backup", tmp_path / "again.zip").code == 0
    again = unpacked(tmp_path / "again.zip", tmp_path / "out")
    assert contents(again, besides=TOUCHED) == contents(home.database, besides=TOUCHED)
    assert asked(sqlite.database, "SELECT typeof(quantity) FROM sales_orderline ORDER BY id LIMIT 1") == [("real",)]


def test_a_backup_of_sqlite_comes_back_on_postgresql_and_erasures_are_repeated(
    kept_company: Home, database: Databases, tmp_path: Path
) -> None:
    assert kept_company.zhike("backup", tmp_path / "zhike.zip").code == 0
    url = database()
    restored = new(tmp_path / "new", url)
    (restored.folder / archive.ERASURES).write_text(f'{{"subject": {ERASED}}}\n')
    assert restored.zhike("restore", tmp_path / "zhike.zip", "--json").told["erased"] == 1
    erased = f"SELECT count(*) FROM audit_value WHERE subject = {ERASED} AND after IS NOT NULL"
    assert fetched(url, erased) == [(0,)]
    assert fetched(url, "SELECT count(*) FROM search_entry WHERE words IS NULL") == [(0,)]


def test_killed_before_the_end_nothing_is_there_and_the_next_try_finishes(
    kept_company: Home, database: Databases, tmp_path: Path
) -> None:
    assert kept_company.zhike("backup", tmp_path / "zhike.zip").code == 0
    url = database()
    restored = new(tmp_path / "new", url)
    kill_at(restored, "zhike.core.keeping.postgres:_compared", "restore", tmp_path / "zhike.zip")
    assert fetched(url, "SELECT count(*) FROM accounts_user") == [(0,)]
    assert restored.zhike("worker").code == 2
    assert restored.zhike("restore", tmp_path / "zhike.zip").code == 0
    assert fetched(url, "SELECT count(*) FROM sales_orderline") == [(180,)]


def test_before_an_upgrade_postgresql_is_backed_up_in_its_old_state(
    home: Home, database: Databases, tmp_path: Path
) -> None:
    url = database()
    assert home.zhike("move-database", url).code == 0
    moved = on_postgresql(home, url)
    assert moved.python("-m", "django", "migrate", "sales", "0001", "-v", "0").code == 0
    assert moved.zhike("migrate").code == 0
    (path,) = (home.folder / "backups").glob("before-*.zip")
    with archive.opened(path) as (_, manifest):
        assert manifest.migrations["sales"] == ["0001_initial"]
    assert new(tmp_path / "new").zhike("restore", path).code == 0
