"""`zhike backup` as people run it: whole or not there, while others write."""

import json
import sqlite3
import stat
from pathlib import Path
from zipfile import ZipFile

import pytest

from zhike.cli.tests.keeping import Home, asked, contents, copied, kill_at, stopped_at, write_orders
from zhike.cli.tests.processes import started
from zhike.core.keeping import archive, making, snapshot, tables
from zhike.core.keeping.refusing import Refused, room_for

pytestmark = pytest.mark.own_database

WRONG_ORDERS = """
    SELECT count(*) FROM sales_order o WHERE o.amount <> (SELECT sum(amount) FROM sales_orderline WHERE order_id = o.id)
    OR 3 <> (SELECT count(*) FROM sales_orderline WHERE order_id = o.id)"""


def unpacked(path: Path, folder: Path) -> Path:
    """Take the database out of a backup."""
    folder.mkdir(exist_ok=True)
    with ZipFile(path) as opened:
        return Path(opened.extract(archive.DATABASE, folder))


def drafts(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if ".part" in path.name)


def test_a_backup_is_one_file_with_all_rows_and_files_and_without_keys_and_sessions(
    kept_company: Home, tmp_path: Path
) -> None:
    path = tmp_path / "zhike.zip"
    done = kept_company.zhike("backup", path, "--json")
    assert done.code == 0, done.err
    assert [made.name for made in tmp_path.iterdir()] == ["zhike.zip"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    copy = unpacked(path, tmp_path / "out")
    assert contents(copy) == contents(kept_company.database)
    assert done.told["rows"] == sum(len(rows) for rows in contents(copy).values())
    assert done.told["files"] == len(kept_company.files())
    assert done.told["missing"] == []
    (session,) = asked(kept_company.database, "SELECT session_data FROM accounts_session")
    assert asked(copy, "SELECT count(*) FROM accounts_session") == [(0,)]
    assert session[0].encode() not in copy.read_bytes()
    with ZipFile(path) as opened:
        assert not any("secret_key" in name for name in opened.namelist())


def test_the_manifest_says_version_state_counts_and_sums(kept_company: Home, tmp_path: Path) -> None:
    path = tmp_path / "zhike.zip"
    kept_company.zhike("backup", path)
    with archive.opened(path) as (opened, manifest):
        archive.check_parts(opened, manifest, path)
    assert manifest.vendor == "sqlite"
    assert manifest.counts["sales_orderline"] == 180
    assert "0001_initial" in manifest.migrations["sales"]
    assert {part.name for part in manifest.parts} >= {archive.DATABASE, "files/fields/合同 1.bin"}


def test_a_file_that_is_there_is_replaced_by_force_only(kept_company: Home, tmp_path: Path) -> None:
    path = tmp_path / "zhike.zip"
    path.write_text("last year's")
    refused = kept_company.zhike("backup", path, "--json")
    assert refused.code == 2
    assert "--force" in refused.told["error"]
    assert path.read_text() == "last year's"
    assert kept_company.zhike("backup", path, "--force").code == 0
    assert archive.is_sealed(path)


def test_a_folder_that_is_not_there_is_refused_by_name(kept_company: Home, tmp_path: Path) -> None:
    refused = kept_company.zhike("backup", tmp_path / "nowhere" / "zhike.zip")
    assert refused.code == 2
    assert str(tmp_path / "nowhere") in refused.err


def test_killed_in_the_middle_it_leaves_nothing_under_the_name_and_the_next_one_is_whole(
    kept_company: Home, tmp_path: Path
) -> None:
    path = tmp_path / "zhike.zip"
    kill_at(kept_company, "zhike.core.keeping.archive:Writer.add", "backup", path)
    assert not path.exists()
    assert drafts(tmp_path) == ["zhike.zip.part", "zhike.zip.part-database"]
    assert kept_company.zhike("backup", path).code == 0
    assert archive.is_sealed(path)
    assert drafts(tmp_path) == []


def test_two_at_once_to_one_file_do_not_mix(kept_company: Home, tmp_path: Path) -> None:
    path = tmp_path / "zhike.zip"
    program = stopped_at("zhike.core.keeping.archive:Writer.add", "backup", path)
    with started("-c", program, environ=kept_company.environ) as first:
        assert first.stdout
        assert first.stdout.readline() == "here\n"
        second = kept_company.zhike("backup", path)
    assert second.code == 2
    assert str(path) in second.err


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), OSError(27, "File too large")], ids=lambda error: error.strerror
)
def test_a_full_disk_is_refused_by_its_folder(error: OSError, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused, room_for(tmp_path / "zhike.zip"):
        raise error
    assert str(tmp_path) in str(refused.value)


def test_a_full_database_copy_is_refused_like_a_full_disk(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "copy")
    db.execute("PRAGMA max_page_count=2")
    with pytest.raises(Refused), room_for(tmp_path / "copy"):
        db.executescript("CREATE TABLE a(b); CREATE TABLE c(d); CREATE TABLE e(f);")
    db.close()


def test_on_a_full_disk_nothing_stays_behind(kept_company: Home, tmp_path: Path) -> None:
    program = f"""
import resource, sys
from zhike.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
sys.exit(main(["backup", {str(tmp_path / "zhike.zip")!r}, "--json"]))
"""
    done = kept_company.python("-c", program)
    assert done.code == 2, done.err
    assert str(tmp_path) in json.loads(done.out)["error"]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_a_row_names_and_nobody_finds_is_told_and_the_backup_goes_on(
    kept_company: Home, tmp_path: Path
) -> None:
    home = copied(kept_company, tmp_path / "home")
    lost = next(name for name in home.files() if name.startswith("imports/"))
    (home.folder / "files" / lost).unlink()
    done = home.zhike("backup", tmp_path / "zhike.zip", "--json")
    assert done.code == 0
    assert done.told["missing"] == [lost]
    assert lost in done.out


def test_while_an_import_writes_a_backup_holds_whole_orders_only(kept_company: Home, tmp_path: Path) -> None:
    home = copied(kept_company, tmp_path / "home")
    orders = write_orders(tmp_path / "many.csv", 12_000, first=1_000)
    seen: list[int] = []
    with started("-m", "zhike", "import", "orders", str(orders), environ=home.environ) as importing:
        while importing.poll() is None:
            path = tmp_path / f"{len(seen)}.zip"
            assert home.zhike("backup", path).code == 0
            copy = unpacked(path, tmp_path / f"out{len(seen)}")
            assert asked(copy, WRONG_ORDERS) == [(0,)]
            seen.append(asked(copy, "SELECT count(*) FROM sales_order")[0][0])
    assert asked(home.database, "SELECT count(*) FROM sales_order") == [(12_060,)]
    assert any(60 < count < 12_060 for count in seen), "no backup was made in the middle"


def test_long_copies_do_not_start_anew_when_others_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "source"
    writing = sqlite3.connect(source, isolation_level=None)
    writing.execute("PRAGMA journal_mode=WAL")
    writing.execute("CREATE TABLE a(b)")
    writing.executemany("INSERT INTO a VALUES (?)", [("x" * 1000,)] * 2000)
    monkeypatch.setattr(snapshot, "PAGES_AT_ONCE", 10)
    shares: list[float] = []

    def write_meanwhile(share: float) -> None:
        shares.append(share)
        writing.execute("INSERT INTO a VALUES ('later')")

    snapshot._copy_file(source, tmp_path / "copy", write_meanwhile)
    writing.close()
    assert shares == sorted(shares)
    with tables.opened(tmp_path / "copy") as db:
        assert db.execute("SELECT count(*) FROM a").fetchone() == (2000,)


def test_what_the_last_backup_was_is_noted_for_the_doctor(kept_company: Home, tmp_path: Path) -> None:
    home = copied(kept_company, tmp_path / "home")
    home.zhike("backup", tmp_path / "zhike.zip")
    last = making.last_noted(home.folder)
    assert last
    assert last[0] == tmp_path / "zhike.zip"
    report = home.zhike("doctor", "--json").told
    assert [check["state"] for check in report["checks"] if check["check"] == "backup"] == ["good"]
