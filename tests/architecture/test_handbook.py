"""What the handbook tells administrators to type and to copy is really there."""

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.tree import ROOT, SRC
from zhike.cli import parsing
from zhike.cli.commands import COMMANDS
from zhike.config.environment import VARIABLES

PAGES = [*sorted((ROOT / "docs" / "handbook").glob("*.md")), ROOT / "docs" / "settings.md", ROOT / "README.md"]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"(?:^|(?<!-u)[\s/;|])zhike((?: +(?:\"[^\"]*\"|[^\s|;&#\"]+))+)", re.MULTILINE)
HARDENED = ("NoNewPrivileges", "ProtectSystem", "ProtectHome", "PrivateTmp", "ReadWritePaths", "CapabilityBoundingSet")


def code(page: Path) -> list[str]:
    """Give what a page shows as code: blocks and words between back-ticks."""
    text = page.read_text(encoding="utf-8")
    return [*BLOCK.findall(text), *re.findall(r"`([^`\n]+)`", BLOCK.sub("", text))]


def calls(page: Path) -> list[list[str]]:
    """Give the words after each `zhike`, where the first is meant for a command."""
    found = (shlex.split(words) for piece in code(page) for words in CALL.findall(piece.replace("\\|", "|")))
    return [words for words in found if re.fullmatch(r"[a-z][a-z-]+", words[0]) and words[0] != "zhike"]


def parsed(words: list[str]) -> Namespace:
    return parsing._parser().parse_args(words)


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.stem)
def test_each_command_exists_and_takes_the_options_it_is_given(document: Path) -> None:
    known = {command.name for command in COMMANDS}
    options = {command.name: options_of(command.name) for command in COMMANDS}
    for words in calls(document):
        assert words[0] in known, words
        wrong = [
            word for word in words[1:] if word.startswith("--") and word.partition("=")[0] not in options[words[0]]
        ]
        assert not wrong, words


def options_of(command: str) -> set[str]:
    subparsers: Any = next(action for action in parsing._parser()._actions if action.dest == "command")
    return set(subparsers.choices[command]._option_string_actions)


def test_the_handbook_does_call_commands() -> None:
    named = {words[0] for page in PAGES for words in calls(page)}
    assert {"migrate", "createowner", "serve", "web", "worker", "scheduler", "doctor", "backup", "restore"} <= named


@pytest.mark.parametrize(
    "document", [*PAGES, *sorted(path for path in DEPLOY.rglob("*") if path.is_file())], ids=lambda path: path.name
)
def test_each_variable_exists(document: Path) -> None:
    known = {variable.name for variable in VARIABLES}
    own = {"ZHIKE_DB_PASSWORD", "ZHIKE_SITE", "ZHIKE_UPSTREAM"}  # of Compose and Caddy
    named = set(re.findall(r"ZHIKE_[A-Z_]*[A-Z]", document.read_text(encoding="utf-8")))
    assert named <= known | own


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.stem)
def test_each_file_that_is_to_be_copied_exists(document: Path) -> None:
    named = set(re.findall(r"(?<![\w/.-])deploy/[\w./@-]+\w", document.read_text(encoding="utf-8"))) - {"deploy/.env"}
    assert not [name for name in named if not (ROOT / name).exists()]


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.stem)
def test_each_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert not [link for link in links if not (document.parent / link).exists()]


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path, encoding="utf-8")
    return parser


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_an_existing_command_as_a_user_of_its_own_and_hardened(path: Path) -> None:
    service = unit(path)["Service"]
    for key in ("ExecStart", "ExecStartPre"):
        if key in service:
            program, *words = shlex.split(service[key])
            assert program == "/opt/zhike/bin/zhike"
            assert parsed(words).command == words[0]
    assert (service["User"], service["Restart"], service["KillSignal"]) == ("zhike", "on-failure", "SIGTERM")
    assert service["ProtectSystem"] == "strict"
    assert not [key for key in HARDENED if key not in service]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_understands_a_unit(path: Path, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze on this machine")
    copy = tmp_path / path.name
    copy.write_text(path.read_text(encoding="utf-8").replace("/opt/zhike/bin/zhike", sys.executable), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False)
    assert path.name not in done.stderr
    assert "Unknown" not in done.stderr


def test_the_containers_run_existing_commands_and_are_asked_whether_they_are_ready() -> None:
    yaml = pytest.importorskip("yaml")
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    own = {name: service for name, service in services.items() if service["image"] == "zhike"}
    assert {parsed(service["command"]).command for service in own.values()} == {"migrate", "web", "worker", "scheduler"}
    assert "/readyz" in services["web"]["healthcheck"]["test"][-1]
    assert (ROOT / "deploy" / own["web"]["build"]["context"]).resolve() == ROOT
    assert "healthcheck" in services["db"]


def test_each_figure_of_an_alert_and_of_the_handbook_is_one_that_there_is() -> None:
    source = (SRC / "core" / "health" / "queries.py").read_text(encoding="utf-8")
    there = {f"zhike_{name}" for name in re.findall(r'Gauge\("(\w+)"', source)}
    pages = [DEPLOY / "prometheus" / "alerts.yaml", ROOT / "docs" / "handbook" / "operations.md"]
    assert set(re.findall(r"zhike_\w+", pages[0].read_text(encoding="utf-8"))) <= there
    assert set(re.findall(r"`(zhike_\w+)`", pages[1].read_text(encoding="utf-8"))) == there


def test_the_rules_of_prometheus_are_whole() -> None:
    yaml = pytest.importorskip("yaml")
    (group,) = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yaml").read_text(encoding="utf-8"))["groups"]
    assert all(rule["alert"] and rule["expr"] and rule["annotations"]["summary"] for rule in group["rules"])
    (job,) = yaml.safe_load((DEPLOY / "prometheus" / "scrape.yaml").read_text(encoding="utf-8"))["scrape_configs"]
    assert job["authorization"]["credentials_file"]


@pytest.mark.parametrize("proxy", ["nginx.conf", "Caddyfile"])
def test_a_proxy_keeps_the_figures_in_and_takes_files_as_large_as_zhike_does(proxy: str) -> None:
    text = (DEPLOY / proxy).read_text(encoding="utf-8")
    assert re.search(r"/metrics.*404", text)
    assert re.search(r"201m", text, re.IGNORECASE)
    if proxy == "nginx.conf":
        assert not [
            name for name in ("Host", "X-Forwarded-For", "X-Forwarded-Proto") if f"set_header {name} " not in text
        ]
        assert "$request " not in text  # it would write what stands behind the question mark
