"""The real thing: `zhike serve` with its web server, workers and database, really killed."""

import os
import signal
from pathlib import Path

import pytest

from zhike.cli.tests.processes import is_alive, started, wait_until
from zhike.cli.tests.serving import serving


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
