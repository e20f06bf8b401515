"""What `zhike serve` refuses, before it touches a database."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhike.cli import main
from zhike.cli.address import Address, answers, refuse_taken
from zhike.cli.refusal import Refusal
from zhike.cli.tests.processes import free_port


@pytest.fixture(autouse=True)
def _clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "SECRET_KEY", "HOSTS", "DEBUG", "HTTPS", "BEHIND_PROXY"):
        monkeypatch.delenv(f"ZHIKE_{name}", raising=False)
    monkeypatch.setenv("ZHIKE_DATA_DIR", str(tmp_path))


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize(
    ("environ", "words", "remedy"),
    [
        ({"DEBUG": "1"}, [], "ZHIKE_DEBUG"),
        ({"SECRET_KEY": "changeme"}, [], "ZHIKE_SECRET_KEY"),
        ({"HOSTS": "*"}, [], "ZHIKE_HOSTS"),
        ({"DEBUG": "perhaps"}, [], "ZHIKE_DEBUG"),
        ({"HOSTS": "crm.example.cn"}, ["--host", "0.0.0.0"], "--self-signed"),
        ({}, ["--self-signed"], "ZHIKE_HOSTS"),
        ({}, ["--behind-proxy"], "ZHIKE_HOSTS"),
        ({"HOSTS": "crm.example.cn"}, ["--cert", "cert.pem"], "--key"),
        ({"HOSTS": "crm.example.cn"}, ["--cert", "a", "--key", "b", "--self-signed"], "--cert"),
        ({"HOSTS": "crm.example.cn"}, ["--cert", "missing.pem", "--key", "missing.pem"], "missing.pem"),
    ],
    ids=str,
)
def test_an_unsafe_start_is_refused_with_its_remedy(
    environ: dict[str, str],
    words: list[str],
    remedy: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(f"ZHIKE_{name}", value)
    assert main(["serve", "--port", str(free_port()), *words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert remedy in said.err


def test_everything_unsafe_is_named_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZHIKE_DEBUG", "1")
    monkeypatch.setenv("ZHIKE_SECRET_KEY", "short")
    monkeypatch.setenv("ZHIKE_HOSTS", "*")
    assert main(["serve", "--host", "0.0.0.0"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 5


def test_the_demo_s_directory_is_not_served(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".zhike-demo").touch()
    assert main(["serve"]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_pages_alone_are_not_let_out_of_this_machine_unsafely(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["web", "--host", "0.0.0.0"]) == 2
    assert "HTTP" in capsys.readouterr().err


@pytest.mark.parametrize("exposed", ["HTTPS", "BEHIND_PROXY"])
@pytest.mark.parametrize(("name", "value"), [("DEBUG", "1"), ("SECRET_KEY", "changeme"), ("HOSTS", "*")])
def test_pages_on_loopback_that_others_reach_are_not_shown_unsafely(
    exposed: str, name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"ZHIKE_{exposed}", "1")
    monkeypatch.setenv("ZHIKE_HOSTS", "crm.example.cn")
    monkeypatch.setenv(f"ZHIKE_{name}", value)
    assert main(["web", "--port", str(free_port())]) == 2
    assert f"ZHIKE_{name}" in capsys.readouterr().err


def test_a_developer_may_do_as_she_likes_on_her_own_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhike.cli.web.Granian.serve", lambda _server: None)
    monkeypatch.setenv("ZHIKE_DEBUG", "1")
    assert main(["web", "--port", str(free_port())]) == 0


@pytest.mark.parametrize(("host", "is_warned"), [("127.0.0.1", False), ("0.0.0.0", True)])
def test_pages_behind_a_proxy_that_can_be_gone_past_come_with_a_warning(
    host: str, is_warned: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("zhike.cli.web.Granian.serve", lambda _server: None)
    monkeypatch.setenv("ZHIKE_HOSTS", "crm.example.cn")
    monkeypatch.setenv("ZHIKE_BEHIND_PROXY", "1")
    assert main(["web", "--host", host, "--port", str(free_port())]) == 0
    assert (host in capsys.readouterr().err) is is_warned


@pytest.mark.parametrize("command", [["serve"], ["web"], ["demo"]], ids=str)
def test_a_taken_port_is_refused_naming_the_argument(
    command: list[str], taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--port", str(taken)]) == 2
    said = capsys.readouterr().err
    assert str(taken) in said
    assert "--port" in said


@pytest.mark.parametrize(
    ("address", "argument"),
    [
        (Address("127.0.0.1", 0), "--port"),
        (Address("127.0.0.1", 65536), "--port"),
        (Address("192.0.2.1", 8000), "--host"),
    ],
)
def test_an_address_that_is_not_ours_is_refused(address: Address, argument: str) -> None:
    with pytest.raises(Refusal, match=argument):
        refuse_taken(address)


@pytest.mark.parametrize(
    ("address", "https", "host", "url"),
    [
        (Address("127.0.0.1", 8000), False, "", "http://127.0.0.1:8000/"),
        (Address("0.0.0.0", 443), True, "crm.example.cn", "https://crm.example.cn/"),
        (Address("::", 8443), True, "", "https://[::1]:8443/"),
        (Address("::", 80), False, "[fe80::1]", "http://[fe80::1]/"),
    ],
)
def test_the_address_is_shown_as_a_browser_wants_it(address: Address, https: bool, host: str, url: str) -> None:
    assert address.url(https=https, host=host) == url


def test_nobody_answers_on_a_free_port() -> None:
    assert not answers(Address("127.0.0.1", free_port()), https=False, host="localhost")
