"""Real processes, really killed."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from zhike.cli.tests.processes import is_alive, started, wait_until

FAMILY = ("first", "first-forked", "second", "second-forked")


class Family:
    """What the stand-ins noted about themselves."""

    def __init__(self, folder: Path, process: subprocess.Popen[str]) -> None:
        self.folder = folder
        self.process = process

    def pid(self, name: str) -> int:
        return int((self.folder / name).read_text())

    def has(self, *names: str) -> bool:
        return all((self.folder / name).exists() for name in names)

    def pids(self) -> list[int]:
        return [self.pid(path.name) for path in self.folder.iterdir() if not path.name.startswith(".")]

    def outcome(self) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out, err


@contextmanager
def family(folder: Path, *roles: str) -> Iterator[Family]:
    with started("-m", "zhike.cli.tests.stand_in", str(folder), "supervise", *roles) as process:
        yield Family(folder, process)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Family]:
    with family(tmp_path, "first", "second") as found:
        wait_until(lambda: found.has(*FAMILY), "the whole family is up")
        yield found


def all_gone(pids: list[int]) -> Callable[[], bool]:
    return lambda: not any(is_alive(pid) for pid in pids)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_stops_the_whole_family_and_the_exit_is_clean(running: Family, number: signal.Signals) -> None:
    pids = running.pids()
    running.process.send_signal(number)
    code, out, _err = running.outcome()
    assert (code, out) == (0, "ready\n")
    wait_until(all_gone(pids), "everybody is gone")


def test_a_supervisor_killed_hard_takes_the_whole_family_along(running: Family) -> None:
    pids = running.pids()
    running.process.kill()
    wait_until(all_gone(pids), "everybody is gone")


def test_a_supervisor_and_a_child_killed_hard_leave_no_process_that_the_child_forked(running: Family) -> None:
    pids = running.pids()
    running.process.kill()
    os.kill(running.pid("first"), signal.SIGKILL)
    wait_until(all_gone(pids), "everybody is gone")


def test_a_killed_child_is_started_again_and_what_it_forked_is_gone(running: Family) -> None:
    child, forked, neighbour = (running.pid(name) for name in ("first", "first-forked", "second"))
    os.kill(child, signal.SIGKILL)
    wait_until(lambda: running.pid("first") != child, "the child is back")
    wait_until(lambda: not is_alive(forked), "what it had forked is gone")
    assert running.pid("second") == neighbour


def test_a_child_that_cannot_start_stops_everything_with_its_last_words(tmp_path: Path) -> None:
    with family(tmp_path, "first", "failing") as found:
        code, _out, err = found.outcome()
        assert code == 2
        assert "failing cannot start" in err
        assert err.rindex("the disk is made of cheese") > err.index("failing cannot start")
        wait_until(all_gone(found.pids()), "the sound child is gone too")


def test_a_child_that_does_not_listen_is_killed_in_the_end(tmp_path: Path) -> None:
    with family(tmp_path, "deaf") as found:
        wait_until(lambda: found.has("deaf", "deaf-forked"), "it is up")
        pids = found.pids()
        found.process.send_signal(signal.SIGINT)
        assert found.outcome()[0] == 0
        wait_until(all_gone(pids), "it is gone")


def test_a_second_signal_does_not_wait_for_a_child_that_does_not_listen(tmp_path: Path) -> None:
    with family(tmp_path, "deaf", "patient") as found:  # patient: the supervisor would wait ten minutes
        wait_until(lambda: found.has("deaf", "deaf-forked"), "it is up")
        found.process.send_signal(signal.SIGINT)
        found.process.send_signal(signal.SIGTERM)
        assert found.outcome()[0] == 0


def test_children_are_out_of_reach_of_the_terminal_s_signals(running: Family) -> None:
    groups = {os.getpgid(running.pid(name)) for name in ("supervisor", "first", "second")}
    assert len(groups) == 3
