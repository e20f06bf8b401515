"""`zhike snapshot` as administrators run it: refreshed, compared, refused."""

import sqlite3

import pytest

from zhike.cli.tests.keeping import Home

pytestmark = pytest.mark.own_database


def test_the_order_lines_are_kept_and_compared(kept_company: Home) -> None:
    with sqlite3.connect(kept_company.database) as db:
        (lines,) = db.execute("SELECT count(*) FROM sales_orderline").fetchone()
    done = kept_company.zhike("snapshot", "--json")
    assert done.code == 0, done.err
    assert done.told["lines"] == lines
    assert done.told["reader"] == "scanner"
    again = kept_company.zhike("snapshot", "--check", "--json")
    assert (again.code, again.told) == (0, {"same": True, "months": []})


def test_a_snapshot_that_is_not_there_cannot_be_compared(kept_company: Home) -> None:
    (kept_company.database.parent / "analytics" / "lines" / "manifest.json").unlink(missing_ok=True)
    done = kept_company.zhike("snapshot", "--check")
    assert done.code == 2
    assert "zhike snapshot --rebuild" in done.err
    assert "Traceback" not in done.err
