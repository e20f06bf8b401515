"""The real thing: `zhike serve` with its web server, workers and database, really killed."""

import os
import re
import signal
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import psutil
import pytest

from zhike.cli.tests.processes import free_port, is_alive, started, wait_until


@dataclass(frozen=True)
class Serving:
    """A running `zhike serve` and where it said it is."""

    process: Popen[str]
    url: str

    def family(self) -> list[psutil.Process]:
        """Web, its workers, and the worker."""
        found: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return found

    def child(self, word: str) -> psutil.Process:
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if word in child.cmdline())

    def answers(self) -> bool:
        context = ssl._create_unverified_context()
        try:
            with urllib.request.urlopen(self.url, timeout=5, context=context) as page:
                return bool(page.status == 200)
        except urllib.error.HTTPError:
            return True  # any answer is one: what the pages say is tested elsewhere
        except OSError:
            return False


@contextmanager
def serving(directory: Path, *words: str, **environ: str) -> Iterator[Serving]:
    settings = {
        "ZHIKE_DATA_DIR": str(directory),
        "ZHIKE_DATABASE_URL": "",
        "ZHIKE_HOSTS": "localhost,127.0.0.1",
        "ZHIKE_WEB_PROCESSES": "2",
        "DJANGO_SETTINGS_MODULE": "zhike.config.settings",
        **environ,
    }
    port = str(free_port())
    with started("-m", "zhike", "serve", "--port", port, *words, environ=settings) as process:
        assert process.stdout
        found = re.search(rf"https?://\S+:{port}/", process.stdout.readline())
        assert found, process.communicate()[1]
        yield Serving(process, found[0])


def test_a_household_survives_its_members_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with serving(tmp_path) as home:
        assert home.url.startswith("http://")
        assert home.answers()

        web = home.child("web")
        left_behind = web.children(recursive=True)
        assert left_behind
        web.kill()
        wait_until(lambda: not any(is_alive(process.pid) for process in left_behind), "its own workers are gone")
        wait_until(lambda: len(home.family()) >= 4 and home.answers(), "the pages are back")

        family = home.family()
        home.process.send_signal(signal.SIGINT)
        _out, err = home.process.communicate(timeout=60)
        assert home.process.returncode == 0
        assert "Traceback" not in err
        assert not any(is_alive(process.pid) for process in family)
        assert not list(tmp_path.glob("*-wal")), "the database was closed in good order"


def test_a_household_dies_with_its_supervisor(tmp_path: Path) -> None:
    with serving(tmp_path, "--self-signed") as home:
        assert home.url.startswith("https://")
        assert home.answers()
        family = home.family()
        os.kill(home.process.pid, signal.SIGKILL)
        wait_until(lambda: not any(is_alive(process.pid) for process in family), "everybody is gone")


@pytest.mark.parametrize("unsafe", ["ZHIKE_DEBUG", "ZHIKE_WEB_PROCESSES"])
def test_the_command_itself_refuses_with_2(unsafe: str, tmp_path: Path) -> None:
    with started("-m", "zhike", "serve", environ={"ZHIKE_DATA_DIR": str(tmp_path), unsafe: "1" * 3}) as process:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (2, "")
        assert unsafe in err
