import os
import sys
from datetime import date
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import zhike.cli
from zhike.cli import demo, demo_directory, main
from zhike.cli.banner import Login, demo_banner, width
from zhike.cli.refusal import Refusal
from zhike.cli.tests.processes import free_port


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Stand in for the demo company: no database, nothing foreign."""
    module = ModuleType("zhike.cli.demo_company")
    vars(module)["foreign_rows"] = dict
    vars(module)["ensure"] = lambda directory, *, on: [Login("王敏", "wangmin", directory.name, str(on.year))]
    monkeypatch.setitem(sys.modules, "zhike.cli.demo_company", module)
    monkeypatch.setattr(zhike.cli, "demo_company", module, raising=False)
    monkeypatch.setattr(demo, "bring_up_to_date", lambda _directory: None)
    monkeypatch.setattr(demo, "connections", SimpleNamespace(close_all=lambda: None))  # the test's own stay open
    monkeypatch.setattr(demo, "timezone", SimpleNamespace(localdate=lambda: date(2026, 11, 22)))
    return module


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A demo that has run: everything Zhike makes."""
    home = tmp_path / "demo"
    with demo_directory.claimed(home):
        for name in ("zhike.sqlite3", "zhike.sqlite3-wal", "zhike.sqlite3-shm", "secret_key", "logins.json"):
            (home / name).write_text(name)
        (home / "files" / "2026").mkdir(parents=True)
        (home / "files" / "2026" / "orders.csv").touch()
    return home


def names(directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir()}


def test_the_first_start_marks_a_directory_of_its_own(tmp_path: Path) -> None:
    with demo_directory.claimed(tmp_path / "new"):
        assert demo_directory.is_demo(tmp_path / "new")


def test_a_directory_that_may_hold_a_company_s_data_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "zhike.sqlite3").touch()
    with pytest.raises(Refusal, match="may hold a company's data"), demo_directory.claimed(tmp_path):
        pytest.fail("claimed")
    assert names(tmp_path) == {"zhike.sqlite3"}


def test_two_demos_do_not_share_a_directory(directory: Path) -> None:
    first, second = demo_directory.claimed(directory), demo_directory.claimed(directory)
    with first, pytest.raises(Refusal, match="already running"), second:
        pytest.fail("claimed twice")
    with demo_directory.claimed(directory):
        pass


def test_starting_over_deletes_the_demo_and_keeps_the_claim(directory: Path, company: ModuleType) -> None:
    with demo_directory.claimed(directory):
        demo.start_over(directory)
    assert names(directory) == {".zhike-demo", "demo.lock"}


def test_starting_over_refuses_a_file_that_zhike_did_not_make(directory: Path, company: ModuleType) -> None:
    (directory / "合同.docx").touch()
    before = names(directory)
    with pytest.raises(Refusal, match=r"合同\.docx"):
        demo.start_over(directory)
    assert names(directory) == before


def test_starting_over_refuses_rows_that_are_not_demo_data(directory: Path, company: ModuleType) -> None:
    vars(company)["foreign_rows"] = lambda: {"客户": 3}
    before = names(directory)
    with pytest.raises(Refusal, match="客户 3"):
        demo.start_over(directory)
    assert names(directory) == before


def test_the_logins_come_from_the_demo_company(directory: Path, company: ModuleType) -> None:
    (login,) = demo.prepare(directory)
    assert (login.password, login.role) == ("demo", "2026")


@pytest.mark.parametrize("words", [[], ["--fresh"]], ids=str)
def test_the_command_refuses_a_directory_of_somebody_else(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letters.txt").touch()
    monkeypatch.setenv("ZHIKE_DATA_DIR", str(tmp_path))
    assert main(["demo", "--port", str(free_port()), *words]) == 2
    assert str(tmp_path) in capsys.readouterr().err
    assert names(tmp_path) == {"letters.txt"}


def test_a_real_installation_s_settings_do_not_reach_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DATA_DIR", "SECRET_KEY", "HOSTS", "HTTPS", "BEHIND_PROXY"):
        monkeypatch.setenv(f"ZHIKE_{name}", "1")
    monkeypatch.setenv("ZHIKE_DATABASE_URL", "postgresql://localhost/company")
    monkeypatch.setenv("ZHIKE_LOG_LEVEL", "ERROR")
    demo._use_only(tmp_path)
    left = {name: value for name, value in os.environ.items() if name.startswith("ZHIKE_")}
    assert left["ZHIKE_DATABASE_URL"].startswith("sqlite:////")
    assert (left["ZHIKE_DATA_DIR"], left["ZHIKE_LOG_LEVEL"]) == (str(tmp_path), "ERROR")
    assert left["ZHIKE_COMPANY"] == demo.COMPANY  # its sheets for customers name it
    assert not left.keys() & {"ZHIKE_SECRET_KEY", "ZHIKE_HOSTS", "ZHIKE_HTTPS", "ZHIKE_BEHIND_PROXY"}
    assert "ZHIKE_DATABASE_URL" in capsys.readouterr().err


def test_the_banner_s_columns_line_up_although_hanzi_are_wide() -> None:
    logins = [Login("王敏", "wangmin", "tea-42", "老板"), Login("欧阳晓东", "ouyang", "rice-7", "业务员")]
    lines = demo_banner("http://127.0.0.1:8000/", logins).splitlines()
    columns = {
        width(line[: line.index(login.username)]) for login in logins for line in lines if login.username in line
    }
    assert len(columns) == 1
    assert "  http://127.0.0.1:8000/" in lines
