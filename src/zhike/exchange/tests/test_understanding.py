"""What a file is, is told before it is read; whoever knows better may overrule it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest

from zhike.exchange.columns import Cell
from zhike.exchange.faults import write_faults
from zhike.exchange.places import line_of, place_of, say_place, table_of
from zhike.exchange.reading import peek, read_into_spool
from zhike.exchange.reading.seeing import Peek
from zhike.exchange.sheets import open_sheet
from zhike.exchange.spool import Fault, Spool
from zhike.exchange.tests.ugly_files import FOOT, HEAD, LAYOUT, ROWS, TABLE, TITLES, TOTAL, csv_file, xlsx
from zhike.exchange.understanding.heads import find_head, joined_titles
from zhike.exchange.understanding.leaving_out import LeavingOut, is_bare_total
from zhike.exchange.understanding.plans import Plan, TablePlan, Understanding, plan_of
from zhike.exchange.understanding.tables import understand_table
from zhike.exchange.understanding.words import unit_of, year_in


def _values(folder: Path, plan: Plan | None = None, path: Path | None = None) -> list[tuple[object, ...]]:
    read_into_spool(path or folder / "a.xlsx", folder / "spool", LAYOUT, plan=plan)
    with Spool(folder / "spool") as spool:
        return [tuple(row.values.values()) for batch in spool.groups() for row in batch]


def _rows(*rows: Sequence[object]) -> list[tuple[int, list[Cell]]]:
    return [(line, cast(list[Cell], [*row])) for line, row in enumerate(rows, start=1) if row]


def test_a_table_is_understood_without_any_file() -> None:
    rows = _rows(["销售明细"], ["单位：万元"], [], [*HEAD], *ROWS, TOTAL, *FOOT)
    table = understand_table("数据", rows)
    assert (table.head_line, table.head_lines, table.first_line, table.unit) == (4, 1, 5, 10_000)
    assert table.titles == tuple(HEAD)
    assert table.left_out == ((1, "title"), (2, "title"), (7, "total"), (8, "note"), (9, "note"))
    assert table.rows_seen == 2


@pytest.mark.parametrize(
    ("rows", "line", "titles"),
    [
        ([["姓名", "备注"], ["王强", "李明"], ["赵丽", "周杰"]], 0, ("姓名", "备注")),
        ([["a", "b"], ["1", "2"]], 0, ("a", "b")),
        ([["客户"], ["华东"], ["南海"]], 0, ("客户",)),
        ([["名单", ""], ["客户", "电话"], ["华东", "13800000001"]], 1, ("客户", "电话")),
        (
            [["客户", "联系人", "", "金额"], ["", "姓名", "电话", ""], ["华东", "王", "13800000001", "5"]],
            0,
            ("客户", "联系人/姓名", "联系人/电话", "金额"),
        ),
        ([["客户", "备注", "电话"], ["华东", "", "13800000001"]], 0, ("客户", "备注", "电话")),
    ],
)
def test_a_head_is_found_by_what_it_is_not(rows: list[list[str]], line: int, titles: tuple[str, ...]) -> None:
    head = find_head(list(enumerate(rows)), frozenset())
    assert head is not None
    assert (head.index, head.titles) == (line, titles)


def test_lines_of_a_head_are_joined() -> None:
    assert joined_titles([["客户", "", "金额"], ["名称", "电话", ""]]) == ("客户/名称", "客户/电话", "金额")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["合计", "", 5], "total"),
        (["", "合 计", "", "5.00"], "total"),
        (["Total:", 5], "total"),
        (["本页小计", 3, 4.5], "subtotal"),
        (["合计：12 笔", "", 5], "total"),
        (["总计科技有限公司", "13800000001", 5], None),
        (["合肥贸易", "", 5], None),
        (["小计算机厂", "华东", 5], None),
        (["王强", "备注：急", 5], None),
        (["备注：以上价格含税", "", ""], "note"),
        (["制单人：王", "审核人：李", "", "主管：赵"], "note"),
        (["第 2 页，共 3 页", "", ""], "note"),
        (["说明书", "13800000001", 5], None),
        (["客户", "电话", "金额"], "head again"),
    ],
)
def test_a_row_that_is_none_is_known_by_its_words_and_its_place(row: list[Cell], why: str | None) -> None:
    assert LeavingOut([["客户", "电话", "金额"]]).why(row) == why


def test_a_last_row_of_bare_figures_is_a_total() -> None:
    above: list[Cell] = ["A1", "华东", "13800000001", 5, 6]
    assert is_bare_total(["", "", "", 5, 6], above)
    assert not is_bare_total(["", "", "13800000001", "", ""], above)
    assert not is_bare_total(["", "华东", "", 5, 6], above)
    assert not is_bare_total(["A2", "", "", 5, 6], above)


@pytest.mark.parametrize(
    ("title", "unit"),
    [("金额(万元)", 10_000), ("金额（单位：千元）", 1000), ("金额/万元", 10_000), ("金额万元", 10_000), ("金额(元)", 1),
     ("金额", None), ("万科项目", None)],
)  # fmt: skip
def test_the_unit_of_amounts_is_read_from_the_title(title: str, unit: int | None) -> None:
    assert unit_of(title) == unit


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("销售2026年.xlsx", 2026),
        ("sales_2026-03.csv", 2026),
        ("20260305.csv", 2026),
        ("2025-2026.csv", None),
        ("a.csv", None),
    ],
)
def test_a_year_is_read_from_a_name_that_has_only_one(name: str, year: int | None) -> None:
    assert year_in(name) == year


def test_what_is_seen_survives_being_kept(tmp_path: Path) -> None:
    path = xlsx(("数据", [*TITLES, *TABLE, TOTAL]), ("说明", [["请填写"]]))(tmp_path)
    seen = peek(path, LAYOUT, name="销售2026.xlsx")
    assert Peek.from_json(json.loads(json.dumps(seen.as_json()))) == seen
    assert seen.glances[0].rows[2] == (4, tuple(HEAD))
    assert seen.samples[0][2] == ("13800000001", "13800000002")
    understood = seen.understanding
    assert Understanding.from_json(json.loads(json.dumps(understood.as_json()))) == understood
    assert (understood.kind, understood.chosen, understood.year) == ("xlsx", (0,), 2026)
    plan = Plan(tables=plan_of(understood).tables, mapping={0: "number"}, edits={(3, "name"): "x"}, kept=frozenset([7]))
    assert Plan.from_json(json.loads(json.dumps(plan.as_json()))) == plan


def test_head_first_and_last_line_may_be_overruled(tmp_path: Path) -> None:
    xlsx([["客户", "客户名称", "电话"], *TABLE, ["A3", "北方", "13800000003", "2026-03-07", "5"]])(tmp_path)
    plan = Plan(tables=(TablePlan(0, head_line=2, first_line=4, last_line=4),))
    assert [row[0] for row in _values(tmp_path, plan)] == ["A2"]


def test_a_mapping_words_edits_and_rows_that_look_like_totals_are_taken_as_somebody_says(tmp_path: Path) -> None:
    xlsx([["甲", "乙", "丙"], ["总计", "华东大区", 5], ["A2", "南海", "很多"], ["A3", "不要", 7]])(tmp_path)
    plan = Plan(
        tables=(TablePlan(0, head_line=1),),
        mapping={0: "number", 1: "name", 2: "amount"},
        values={"name": {"华东大区": "华东"}},
        edits={(3, "amount"): "6", (3, "on"): "2026-03-05"},
        kept=frozenset([2]),
        dropped=frozenset([4]),
    )
    assert _values(tmp_path, plan) == [("A2", "南海", None, None, 600), ("总计", "华东", None, None, 500)]


def test_sheets_that_look_alike_go_by_their_titles(tmp_path: Path) -> None:
    turned = [row[::-1] for row in (TABLE[0], TABLE[2])]
    xlsx(("一月", TABLE[:2]), ("二月", turned))(tmp_path)
    plan = Plan(tables=(TablePlan(0, 1), TablePlan(1, 1)), mapping={0: "number", 1: "name", 4: "amount"})
    assert [row[:2] for row in _values(tmp_path, plan)] == [("A1", "华东贸易"), ("A2", "南海实业")]


def test_a_place_names_the_sheet_only_where_there_are_several() -> None:
    place = place_of(1, 12)
    assert (table_of(place), line_of(place)) == (1, 12)
    assert say_place(7, ["a"]) == "7"
    assert "二月" in say_place(place, ["一月", "二月"])


def test_the_error_file_of_several_sheets_names_the_sheet_and_keeps_the_columns_together(tmp_path: Path) -> None:
    bad = ["A9", "北方", "x", "2026-03-05", "5"]
    turned = [row[::-1] for row in (TABLE[0], bad)]
    path = xlsx(("一月", [*TITLES, *TABLE[:2]]), ("二月", turned))(tmp_path)
    read_into_spool(path, tmp_path / "spool", LAYOUT)
    with Spool(tmp_path / "spool") as spool:
        assert write_faults(path, spool, tmp_path / "errors.xlsx") == 1
    with open_sheet(tmp_path / "errors.xlsx") as sheet:
        (_, head), (_, row) = sheet.rows
    assert [*head][:5] == HEAD
    assert [*row][:5] == bad
    assert "二月" in str(row[5])


def test_an_error_file_keeps_the_unit_that_stood_above_the_head(tmp_path: Path) -> None:
    path = xlsx([["", "单位：万元"], HEAD, ["A1", "华东", "x", "2026-03-05", 2]])(tmp_path)
    read_into_spool(path, tmp_path / "spool", LAYOUT)
    with Spool(tmp_path / "spool") as spool:
        write_faults(path, spool, tmp_path / "errors.xlsx")
    with open_sheet(tmp_path / "errors.xlsx") as sheet:
        assert next(sheet.rows)[1][4] == "金额(万元)"


def test_only_errors_keep_rows_out(tmp_path: Path) -> None:
    path = csv_file([HEAD, ["A1", "华东", "13800000001/13900000001", "26.3.5", "１"]])(tmp_path)
    head = read_into_spool(path, tmp_path / "spool", LAYOUT)
    with Spool(tmp_path / "spool") as spool:
        assert spool.counts().errored == 0
        assert [*spool.faults()] == []
        assert {fault.grade for fault in spool.faults("warning", "note")} == {"warning", "note"}
        spool.add_faults([Fault(2, "", next(spool.faults("note")).phrase, "warning")])
        assert spool.counts().errored == 0
    assert {(grade, column, count) for grade, column, _, count in head.remarks} == {
        ("warning", "电话", 1), ("warning", "日期", 1), ("note", "金额", 1),
    }  # fmt: skip


def test_notes_are_counted_and_only_the_first_are_kept(tmp_path: Path) -> None:
    path = csv_file([HEAD, *(["A1", "华东", "", "", "１"] for _ in range(50))])(tmp_path)
    head = read_into_spool(path, tmp_path / "spool", LAYOUT)
    with Spool(tmp_path / "spool") as spool:
        assert len([*spool.faults("note")]) == 20
    assert head.remarks[0][3] == 50
