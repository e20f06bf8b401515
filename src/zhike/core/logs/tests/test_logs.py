"""The log says what happened to which request and job, never whose data it was."""

import json
import logging
from typing import Any

import pytest

from zhike.core.logs import rules
from zhike.core.logs.context import saying
from zhike.core.logs.writing import FACTS, JsonLines, Lines

PHONE = "13900000002"


def record(message: str, *args: object, **more: Any) -> logging.LogRecord:
    made = logging.getLogger("zhike.told").makeRecord("zhike.told", logging.INFO, "", 1, message, args, None)
    made.__dict__.update(more)
    return made


@pytest.mark.parametrize(
    "made_up",
    ["a\n2026-11-22T00:00:00Z INFO zhike forged", "a\r\nb", "a\x1b[2Jb", "a\u2028b", "a\x85b", "\ud800", "a\u202eb"],
)
@pytest.mark.parametrize("form", [Lines(), JsonLines()], ids=["text", "json"])
def test_no_value_can_begin_a_line_of_its_own_or_steer_a_terminal(made_up: str, form: Lines) -> None:
    with saying(path=made_up):
        said = form.format(record("said %s", made_up))
    assert len(said.splitlines()) == 1
    assert said.isprintable()
    said.encode()


@pytest.mark.parametrize(
    "person", [PHONE, "+86 139-0000-0002", "11010519491231002X", "zhou.min@example.cn", "/invitation/a1b2c3/"]
)
@pytest.mark.parametrize("form", [Lines(), JsonLines()], ids=["text", "json"])
def test_what_names_a_person_is_left_out_wherever_it_stands(person: str, form: Lines) -> None:
    with saying(path=f"/customers/{person}"):
        said = form.format(record("not found: %s", person))
    assert person.strip("/").removeprefix("invitation/") not in said


def test_a_long_address_is_looked_through_in_one_go() -> None:
    assert rules.without_persons("/" + "a" * 1_000_000) == "/" + "a" * 1_000_000
    assert rules.without_persons("a" * 100_000 + "@example.cn") == "…@…"


def test_ordinary_numbers_stay() -> None:
    said = "job 12345678 of order D20261122001 took 13900 ms until 1763776800"
    assert rules.without_persons(said) == said


def break_down() -> None:
    try:
        int("周敏的电话")
    except ValueError as error:
        secret = PHONE
        raise RuntimeError(f"{secret}\nforged") from error


def broken() -> BaseException:
    with pytest.raises(RuntimeError) as caught:
        break_down()
    return caught.value


def test_an_error_is_told_by_its_places_and_names_without_what_it_says() -> None:
    error = broken()
    said = json.loads(JsonLines().format(record("failed", exc_info=(type(error), error, error.__traceback__))))
    assert [line for line in said["trail"] if line in ("ValueError", "RuntimeError")] == ["ValueError", "RuntimeError"]
    assert "test_logs.py" in said["trail"][0]
    assert PHONE not in str(said)
    assert said["trail"].count("ValueError") == 1  # and not "ValueError: invalid literal …"


def test_developers_read_what_an_error_says() -> None:
    error = broken()
    said = Lines(with_words=True).format(record("failed", exc_info=(type(error), error, error.__traceback__)))
    assert "RuntimeError: 13900000002\\nforged" in said


def test_facts_hold_within_and_no_longer() -> None:
    with saying(request_id="a"), saying(job="b"):
        said = json.loads(JsonLines().format(record("told", **{FACTS: {"status": 200}})))
    assert {"request_id": "a", "job": "b", "status": 200, "level": "INFO", "message": "told"}.items() <= said.items()
    assert said["time"].endswith("Z")
    assert "request_id" not in json.loads(JsonLines().format(record("told")))
