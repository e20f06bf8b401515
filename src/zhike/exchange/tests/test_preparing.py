"""Batches are prepared by another process to the same effect as here, and its end is noticed."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from zhike.core.search import rules as search
from zhike.exchange import preparing
from zhike.exchange.kinds import kinds
from zhike.exchange.preparing import Preparation, Preparing, prepare_all
from zhike.exchange.reading import ReadingFailed, read_into_spool
from zhike.exchange.spool import Row

CUSTOMERS = kinds()["customers"]


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    """A spool of five customers, the last one twice."""
    rows = [(f"K{n}", f"重庆曾记{n}号食品", f"1380000000{n}", "李姐") for n in (1, 2, 3, 4, 5, 5)]
    with (tmp_path / "f.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("客户编号", "客户名称", "电话", "联系人"), *rows])
    read_into_spool(tmp_path / "f.csv", tmp_path / "spool", CUSTOMERS.layout)
    return tmp_path / "spool"


@pytest.fixture(autouse=True)
def worth_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "WORTH_A_CHILD", 1)
    monkeypatch.setattr(preparing, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(search, "_remembered", {})


def die(rows: Sequence[Row]) -> None:
    raise SystemExit(9)


def test_what_is_prepared_ahead_is_what_would_be_prepared_here(spool: Path) -> None:
    with Preparing(CUSTOMERS.preparation, source=spool) as preparing:
        ahead = list(preparing.batches(spool))
    assert [batch.rows for batch in ahead] == [2, 2, 2]
    assert ("李姐", "", ()) in search._remembered
    search._remembered.clear()
    assert ahead == list(prepare_all(spool, CUSTOMERS.preparation, 2))


def test_a_child_that_ends_too_early_breaks_the_import_off(spool: Path) -> None:
    with (
        Preparing(Preparation(die, CUSTOMERS.preparation.names), source=spool) as preparing,
        pytest.raises(ReadingFailed),
    ):
        list(preparing.batches(spool))


def test_a_child_that_was_killed_is_noticed_too(spool: Path) -> None:
    with Preparing(CUSTOMERS.preparation, source=spool) as preparing:
        assert preparing._child is not None
        preparing._child.kill()
        preparing._child.wait()
        with pytest.raises(ReadingFailed):
            list(preparing.batches(spool))


def test_the_child_ends_with_who_asked_for_the_batches(spool: Path) -> None:
    with Preparing(CUSTOMERS.preparation, source=spool) as preparing:
        next(preparing.batches(spool))
    assert preparing._child is not None
    assert preparing._child.returncode is not None
