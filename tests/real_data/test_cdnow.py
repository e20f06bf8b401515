"""All of CDNOW through the real command: what is in the books is what was in the file."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from benchmarks.real_data import CDNOW, Files, cdnow_lines, counted, make_cdnow

IDENTICAL = 255


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return make_cdnow(tmp_path_factory.mktemp("cdnow"), workbooks=False)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def answers(files: Files, data_dir: Path) -> dict[str, dict[str, Any]]:
    """Import the customers, try the orders, import them, and import them again."""
    zhike(data_dir, "migrate")
    orders = str(files.orders_csv)
    return {
        "customers": imported(data_dir, "customers", str(files.customers_xlsx)),
        "trial": imported(data_dir, "orders", orders, "--dry-run"),
        "after the trial": {"orders": ask(data_dir, "SELECT count(*) FROM sales_order")[0]},
        "orders": imported(data_dir, "orders", orders),
        "again": imported(data_dir, "orders", orders),
    }


def zhike(data_dir: Path, *words: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHIKE_")}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "zhike", *words],
        env=kept | {"ZHIKE_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def imported(data_dir: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zhike(data_dir, "import", *words, "--json").splitlines()[-1])
    return {name: found[name] for name in ("rows", "created", "updated", "skipped", "errored", "error_file")}


def ask(data_dir: Path, question: str) -> Any:
    with closing(sqlite3.connect(data_dir / "zhike.sqlite3")) as connection:
        return connection.execute(question).fetchone()


def outcome(*, created: int = 0, skipped: int = 0) -> dict[str, Any]:
    rows = created + skipped
    return {"rows": rows, "created": created, "updated": 0, "skipped": skipped, "errored": 0, "error_file": None}


def identical(lines: Iterator[tuple[Any, ...]]) -> int:
    """Count the lines that are exactly like an earlier one."""
    return sum(count - 1 for count in Counter(lines).values())


def test_the_source_is_the_one_that_everybody_knows() -> None:
    assert counted(cdnow_lines()) == CDNOW
    assert identical(cdnow_lines()) == IDENTICAL


def test_every_row_is_imported(answers: dict[str, dict[str, Any]]) -> None:
    assert answers["customers"] == outcome(created=CDNOW.customers)
    assert answers["orders"] == outcome(created=CDNOW.lines)


def test_the_trial_says_what_the_import_does_and_writes_nothing(answers: dict[str, dict[str, Any]]) -> None:
    assert answers["trial"] == answers["orders"]
    assert answers["after the trial"] == {"orders": 0}


def test_the_same_file_again_makes_nothing_new(answers: dict[str, dict[str, Any]]) -> None:
    assert answers["again"] == outcome(skipped=CDNOW.lines)


@pytest.mark.usefixtures("answers")
def test_counts_and_sums_are_those_of_the_file(data_dir: Path) -> None:
    assert ask(data_dir, "SELECT count(*), sum(amount) FROM sales_orderline") == (CDNOW.lines, CDNOW.amount)
    assert ask(data_dir, "SELECT count(*), sum(amount) FROM sales_order") == (CDNOW.orders, CDNOW.amount)
    assert ask(data_dir, "SELECT count(*) FROM customers_customer") == (CDNOW.customers,)
    assert ask(data_dir, "SELECT count(DISTINCT customer_id) FROM sales_order") == (CDNOW.customers,)


@pytest.mark.usefixtures("answers")
def test_every_line_is_there_with_its_customer_and_day_identical_ones_too(data_dir: Path) -> None:
    with closing(sqlite3.connect(data_dir / "zhike.sqlite3")) as connection:
        books = Counter(
            connection.execute(
                """
                SELECT customer.number, paper.ordered_on, CAST(line.quantity AS INTEGER), line.amount
                FROM sales_orderline AS line
                JOIN sales_order AS paper ON paper.id = line.order_id
                JOIN customers_customer AS customer ON customer.id = paper.customer_id
                """
            )
        )
    assert books == Counter((line.customer, line.on.isoformat(), line.quantity, line.amount) for line in cdnow_lines())
    assert sum(count - 1 for count in books.values()) == IDENTICAL
