"""Names are read by another process ahead of time, to the same effect as here; without it nothing is lost."""

import pytest

from zhike.core.search import rules
from zhike.core.search.ahead import Ahead


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_names", {})


def test_what_is_read_ahead_is_what_would_be_read_here() -> None:
    here = {name: rules.of_name(name) for name in ("宏达商贸", "重庆曾记食品", "ABC 建材", "")}
    rules._names.clear()
    with Ahead() as ahead:
        ahead.ask(here)
        ahead.take()
    assert {name: rules._names[name] for name in here if name} == {name: here[name] for name in here if name}


def test_a_process_that_dies_costs_time_and_nothing_else() -> None:
    with Ahead() as ahead:
        ahead.ask(["宏达商贸"])
        assert ahead._child is not None
        ahead._child.kill()
        ahead._child.wait()
        ahead.take()
        ahead.ask(["远山建材"])
        ahead.take()
    assert rules.words("远山建材").title == "远山建材"


def test_nothing_to_read_starts_no_process() -> None:
    with Ahead() as ahead:
        ahead.ask(["", ""])
        ahead.take()
        assert ahead._child is None
