import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from zhike.config.environment import (
    LOOPBACK_HOSTS,
    VARIABLES,
    faults,
    load,
    sqlite_url,
    unknown_variables,
)
from zhike.config.values import BadSetting

DOCUMENT = Path(__file__).parents[4] / "docs" / "settings.md"


@pytest.fixture
def here(tmp_path: Path) -> dict[str, str]:
    return {"ZHIKE_DATA_DIR": str(tmp_path / "data")}


def test_nothing_needs_to_be_set(here: dict[str, str]) -> None:
    found = load(here)
    assert found.database_url == sqlite_url(found.data_dir / "zhike.sqlite3")
    assert found.hosts == LOOPBACK_HOSTS
    assert (found.debug, found.https, found.behind_proxy) == (False, False, False)
    assert faults(found) == []


def test_the_data_directory_is_the_user_s_own(here: dict[str, str]) -> None:
    assert stat.S_IMODE(load(here).data_dir.stat().st_mode) == 0o700


def test_a_key_is_made_once_and_only_its_owner_reads_it(here: dict[str, str]) -> None:
    first, second = load(here), load(here)
    file = first.data_dir / "secret_key"
    assert first.secret_key == second.secret_key == file.read_text()
    assert len(first.secret_key) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_many_at_once_agree_on_one_key_and_leave_no_draft(here: dict[str, str]) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: load(here).secret_key, range(32)))
    assert len(keys) == 1
    assert [path.name for path in Path(here["ZHIKE_DATA_DIR"]).iterdir()] == ["secret_key"]


def test_an_empty_key_file_is_refused_by_name(here: dict[str, str]) -> None:
    (load(here).data_dir / "secret_key").write_text("\n")
    with pytest.raises(BadSetting, match="secret_key is empty"):
        load(here)


def test_a_path_with_any_characters_is_a_database_url() -> None:
    assert sqlite_url(Path("/数据 目录/a+b#c?.sqlite3")).isascii()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ZHIKE_DATABASE_URL", "mysql://root@localhost/zhike"),
        ("ZHIKE_DATABASE_URL", "postgresql://zhike@localhost:port/zhike"),
        ("ZHIKE_DATABASE_URL", "postgresql://localhost"),
        ("ZHIKE_DATABASE_URL", "zhike.sqlite3"),
        ("ZHIKE_HOSTS", "https://crm.example.cn"),
        ("ZHIKE_HOSTS", "crm.example.cn:8000"),
        ("ZHIKE_HOSTS", "crm.example.cn shop.example.cn"),
        ("ZHIKE_DEBUG", "maybe"),
        ("ZHIKE_HTTPS", "2"),
        ("ZHIKE_UPLOAD_LIMIT_MB", "0"),
        ("ZHIKE_UPLOAD_LIMIT_MB", "50 MB"),
        ("ZHIKE_UPLOAD_LIMIT_MB", "²"),
        ("ZHIKE_WEB_PROCESSES", "-1"),
        ("ZHIKE_WEB_PROCESSES", "1.5"),
        ("ZHIKE_LOG_LEVEL", "LOUD"),
    ],
)
def test_a_malformed_value_is_refused_by_its_variable(here: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        load({**here, name: value})


def test_a_refused_database_url_does_not_repeat_the_password(here: dict[str, str]) -> None:
    with pytest.raises(BadSetting) as refused:
        load({**here, "ZHIKE_DATABASE_URL": "mysql://root:hunter2@localhost/zhike"})
    assert "hunter2" not in str(refused.value)


def test_a_data_directory_that_cannot_be_made_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadSetting, match="ZHIKE_DATA_DIR"):
        load({"ZHIKE_DATA_DIR": str(tmp_path / "file" / "data")})


def test_hosts_are_trimmed_and_an_ipv6_address_gets_its_brackets(here: dict[str, str]) -> None:
    found = load({**here, "ZHIKE_HOSTS": " CRM.example.cn, 192.168.1.5 ,fe80::1,"})
    assert found.hosts == ("crm.example.cn", "192.168.1.5", "[fe80::1]")


@pytest.mark.parametrize(
    "unsafe",
    [
        {"ZHIKE_DEBUG": "1"},
        {"ZHIKE_SECRET_KEY": "short"},
        {"ZHIKE_SECRET_KEY": "a" * 60},
        {"ZHIKE_SECRET_KEY": "django-insecure-" + "x7Kq9" * 12},
        {"ZHIKE_HOSTS": "crm.example.cn,*"},
        {"ZHIKE_HTTPS": "1"},
        {"ZHIKE_BEHIND_PROXY": "1"},
    ],
    ids=str,
)
def test_each_unsafe_setting_is_one_fault_that_names_its_variable(here: dict[str, str], unsafe: dict[str, str]) -> None:
    (fault,) = faults(load({**here, **unsafe}))
    assert str(fault).startswith("ZHIKE_")


def test_https_with_hosts_is_safe(here: dict[str, str]) -> None:
    assert faults(load({**here, "ZHIKE_HTTPS": "1", "ZHIKE_HOSTS": "crm.example.cn"})) == []


def test_a_misspelt_variable_is_found() -> None:
    assert unknown_variables({"ZHIKE_DATABSE_URL": "", "ZHIKE_DEBUG": "0", "PATH": ""}) == ["ZHIKE_DATABSE_URL"]


def test_the_manual_lists_each_variable_with_its_default() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(ZHIKE_\w+)` \| (?:`([^`]*)` )?\| \S", text, re.MULTILINE)
    assert listed == [(variable.name, variable.default) for variable in VARIABLES]


def test_every_variable_is_read_and_every_one_that_is_read_is_listed() -> None:
    source = Path(load.__code__.co_filename).read_text(encoding="utf-8")
    code = source[source.index("class Environment") :]
    named = set(re.findall(r'"(ZHIKE_\w+)"', code))
    assert named == {variable.name for variable in VARIABLES}


@pytest.mark.parametrize("url", ["", "duckdb://", "clickhouse://here:8123/books", "spark://local[2]", "sc://there"])
def test_the_engine_of_analytics_is_one_that_is_tested(here: dict[str, str], url: str) -> None:
    assert load(here | {"ZHIKE_ANALYTICS_URL": url}).analytics_url == (url or "duckdb://")


@pytest.mark.parametrize("url", ["duckdb", "mysql://here/books", "clickhouse"])
def test_another_engine_is_refused_by_name(here: dict[str, str], url: str) -> None:
    with pytest.raises(BadSetting, match="ZHIKE_ANALYTICS_URL must begin with duckdb://"):
        load(here | {"ZHIKE_ANALYTICS_URL": url})
