import json
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from types import ModuleType

import pytest
from django.db import DatabaseError, InterfaceError

from zhike.cli import main
from zhike.cli.commands import COMMANDS, Command
from zhike.cli.refusal import Refusal
from zhike.cli.tests.processes import SOURCE
from zhike.phrases import Phrase

WITHOUT_DJANGO = """
import sys
from zhike.cli import main
try:
    main(["--help"])
finally:
    print("django" in sys.modules, "platformdirs" in sys.modules, file=sys.stderr)
"""

Answer = Callable[[Namespace], int]


@pytest.fixture
def doctor_that(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], None]:
    """Let `zhike doctor` do something else."""

    def replace(answer: Answer) -> None:
        module = ModuleType("zhike.cli.doctor")
        module.__dict__["run"] = answer
        monkeypatch.setitem(sys.modules, "zhike.cli.doctor", module)

    return replace


def test_help_starts_without_django_and_names_every_command() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO],
        env={"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == "False False\n"
    assert all(f"  {command.name} " in done.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_explains_itself(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command.name, "--help"])
    assert ended.value.code == 0
    assert f"zhike {command.name}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["dance"], ["web", "--port", "x"], ["doctor", "--jso"]])
def test_words_that_make_no_sense_are_refused_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_a_command_s_own_exit_code_is_passed_on(doctor_that: Callable[[Answer], None]) -> None:
    doctor_that(lambda _arguments: 1)
    assert main(["doctor"]) == 1


def refuse(_arguments: Namespace) -> int:
    raise Refusal(Phrase("No: %(reason)s", {"reason": "说明"}), Phrase("Never."))


def test_a_refusal_is_told_on_stderr_and_exits_with_2(
    doctor_that: Callable[[Answer], None], capsys: pytest.CaptureFixture[str]
) -> None:
    doctor_that(refuse)
    assert main(["doctor"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "No: 说明\nNever.\n")


def test_a_refusal_with_json_is_one_object_on_the_last_line(
    doctor_that: Callable[[Answer], None], capsys: pytest.CaptureFixture[str]
) -> None:
    doctor_that(refuse)
    assert main(["doctor", "--json"]) == 2
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"error": "No: 说明\nNever."}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (DatabaseError("disk full\nDETAIL: 13800000001"), "disk full"),
        (InterfaceError("connection already closed"), "connection already closed"),
        (OSError(28, "No space left on device", "/data"), "No space left on device"),
        (UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates not allowed"), "surrogates"),
        (RuntimeError("13800000001"), "RuntimeError"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_command_that_breaks_off_is_2_and_says_so_as_json_too(
    error: Exception, said: str, doctor_that: Callable[[Answer], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def break_off(_arguments: Namespace) -> int:
        raise error

    doctor_that(break_off)
    assert main(["doctor", "--json"]) == 2
    told = capsys.readouterr()
    report = json.loads(told.out.splitlines()[-1])
    assert said in report["error"]
    assert "13800000001" not in report["error"]
    assert ("Traceback" in told.err) is isinstance(error, RuntimeError)


def test_ctrl_c_ends_a_command_without_a_traceback(
    doctor_that: Callable[[Answer], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_arguments: Namespace) -> int:
        raise KeyboardInterrupt

    doctor_that(interrupted)
    assert main(["doctor"]) == 130
    assert "Traceback" not in capsys.readouterr().err
