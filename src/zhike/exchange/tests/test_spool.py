"""The spool gives whole groups out, and every row comes out once or has a fault."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.exchange import settling
from zhike.exchange.columns import Column, Layout
from zhike.exchange.spool import Counts, Fault, Head, Row, Spool
from zhike.phrases import Phrase

COLUMNS = (Column("number", "订单号", "code"), Column("name", "客户", "text"), Column("on", "日期", "date"))
HEAD = Head("csv", "utf-8", ("订单号",), ("number", "name", "on"), ("订单号",), (), 0)
Cells = tuple[str, str | None, str | None]
BAD = Phrase("bad %(x)s", {"x": 1})


def _layout(*, hold: bool = True, same: tuple[str, ...] = (), pairs: tuple[tuple[str, str], ...] = ()) -> Layout:
    return Layout(COLUMNS, key=("number",), same=same, one_to_one=pairs, hold_groups=hold)


def _fill(path: Path, rows: Sequence[Cells], layout: Layout, bad: Collection[int] = ()) -> Spool:
    spool = Spool(path)
    spooled = [
        (line, settling.group_key(row[0]), None if line in bad else json.dumps(row))
        for line, row in enumerate(rows, start=2)
    ]
    spool.add(spooled, [Fault(line, "金额", BAD) for line in sorted(bad)])
    spool.finish(HEAD, layout)
    return spool


def _lines(spool: Spool, limit: int = 500) -> list[list[int]]:
    return [[row.line for row in batch] for batch in spool.groups(limit=limit)]


def test_a_group_is_given_out_whole_in_the_order_of_keys_and_lines(tmp_path: Path) -> None:
    with _fill(
        tmp_path / "s", [("B", "x", None), ("A", "x", None), ("b", "x", None), ("C", "x", None)], _layout()
    ) as spool:
        assert _lines(spool, limit=2) == [[3], [2, 4], [5]]
        assert next(spool.groups())[0] == Row(3, {"number": "A", "name": "x", "on": None})
        assert spool.head() == HEAD


def test_a_paper_with_a_bad_row_is_held_back_whole(tmp_path: Path) -> None:
    with _fill(tmp_path / "s", [("A", None, None)] * 3 + [("B", None, None)], _layout(), bad={3}) as spool:
        assert _lines(spool) == [[5]]
        assert [fault.line for fault in spool.faults()] == [2, 3, 4]
        assert next(spool.faults()).phrase.values == {"line": 3}
        assert spool.counts() == Counts(rows=4, errored=3)


def test_only_the_bad_row_is_left_out_where_groups_are_not_held(tmp_path: Path) -> None:
    with _fill(tmp_path / "s", [("A", None, None)] * 3, _layout(hold=False), bad={3}) as spool:
        assert _lines(spool) == [[2, 4]]


def test_one_order_with_two_dates_is_a_fault_of_each_later_row(tmp_path: Path) -> None:
    rows = [("A", None, None), ("A", None, "2026-03-05"), ("A", None, None), ("A", None, "2026-03-06")]
    with _fill(tmp_path / "s", rows, _layout(hold=False, same=("on",))) as spool:
        (fault,) = spool.faults()
        assert (fault.line, fault.column) == (5, "日期")
        assert fault.phrase.values == {"value": "2026-03-06", "first": "2026-03-05", "line": 3}


def test_one_number_with_two_names_is_a_fault(tmp_path: Path) -> None:
    rows = [("A", "王强", None), ("a", "李明", None), ("B", "李明", None), ("A", "王强", None)]
    with _fill(tmp_path / "s", rows, _layout(hold=False, pairs=(("number", "name"),))) as spool:
        (fault,) = spool.faults()
        assert (fault.line, fault.column) == (3, "客户")


def test_a_group_beyond_all_measure_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "LARGEST_GROUP", 3)
    with _fill(tmp_path / "s", [("A", None, None)] * 5, _layout(hold=False)) as spool:
        assert _lines(spool) == [[2, 3, 4]]
        assert [fault.line for fault in spool.faults()] == [5, 6]


def test_faults_may_be_added_while_walking(tmp_path: Path) -> None:
    with _fill(tmp_path / "s", [(f"A{n}", None, None) for n in range(50)], _layout()) as spool:
        for batch in spool.groups(limit=10):
            spool.add_faults([Fault(batch[0].line, "客户", BAD)])
        assert spool.counts() == Counts(rows=50, errored=5)
        assert next(spool.faults()).phrase == BAD


@given(
    keys=st.lists(st.sampled_from(["A", "a", "Ｂ", "b ", "C c", "D"]), max_size=40),
    bad=st.sets(st.integers(2, 41)),
    hold=st.booleans(),
    limit=st.integers(1, 9),
)
def test_groups_are_never_split_and_no_row_is_lost(keys: list[str], bad: set[int], hold: bool, limit: int) -> None:
    bad = {line for line in bad if line < len(keys) + 2}
    rows = [(key, None, None) for key in keys]
    with TemporaryDirectory() as folder, _fill(Path(folder) / "s", rows, _layout(hold=hold), bad) as spool:
        batches = _lines(spool, limit)
        faulty = {fault.line for fault in spool.faults()}
    given_out = [line for batch in batches for line in batch]
    assert sorted([*given_out, *faulty]) == list(range(2, len(keys) + 2))
    where: dict[str, set[int]] = defaultdict(set)
    for place, batch in enumerate(batches):
        for line in batch:
            where[settling.group_key(keys[line - 2])].add(place)
    assert all(len(places) == 1 for places in where.values())
    assert faulty >= bad
    assert hold or faulty == bad
