"""The error file holds the bad rows as they were, and can be corrected and imported again."""

import csv
from pathlib import Path

import pytest
import xlsxwriter

from zhike.exchange.columns import Column, Layout
from zhike.exchange.faults import write_faults
from zhike.exchange.parsing import BadCell, parse
from zhike.exchange.reading import read_into_spool
from zhike.exchange.sheets import open_sheet
from zhike.exchange.spool import Fault, Spool
from zhike.phrases import Phrase

LAYOUT = Layout(
    columns=(Column("name", "客户", "text"), Column("amount", "金额", "money"), Column("phone", "电话", "phone"))
)
ROWS = [
    ["客户", "备注", "金额", "电话"],
    ["=1+1", "@x", "-5", "+86"],
    ["王", "", "1", ""],
    ["李", "", "abc", "13812345678"],
]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "source.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(ROWS)
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "source.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate(ROWS):
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, cell)
    return path


def _errors(source: Path) -> list[list[str]]:
    target = source.with_name("errors" + source.suffix)
    spool = source.with_name(f"spool-{source.stem}")
    read_into_spool(source, spool, layout=LAYOUT)
    with Spool(spool) as spooled:
        count = write_faults(source, spooled, target)
    with open_sheet(target) as sheet:
        rows = [[str(cell or "") for cell in cells] for _, cells in sheet.rows]
    assert count == len(rows) - 1
    return rows


def test_a_text_file_gets_back_its_bad_rows_with_their_reasons_and_no_formulas(text: Path) -> None:
    header, first, second = _errors(text)
    assert header == ["客户", "备注", "金额", "电话", "原文件行号", "错误原因"]
    assert first[:5] == ["'=1+1", "'@x", "'-5", "'+86", "2"]
    assert second[:5] == ["李", "", "abc", "13812345678", "4"]
    assert [reason.partition("：")[0] for reason in first[5].split("；")] == ["客户", "金额", "电话"]
    assert text.with_name("errors.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "cell", ["＝HYPERLINK(1)", "＋1", "－1", "＠x", " =1", "\n=1", "\n1", "\t1", "\r1", "\u3000-1"]
)
def test_whatever_a_spreadsheet_may_take_for_a_formula_is_guarded_and_read_back(cell: str, tmp_path: Path) -> None:
    source, spool = tmp_path / "a.csv", tmp_path / "spool"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["客户", "金额"], [cell, "abc"]])
    read_into_spool(source, spool, layout=LAYOUT)
    with Spool(spool) as spooled:
        write_faults(source, spooled, tmp_path / "errors.csv")
    with (tmp_path / "errors.csv").open(encoding="utf-8-sig", newline="") as file:
        _, (kept, *_) = csv.reader(file)
    assert kept == f"'{cell}"
    assert outcome(kept) == outcome(cell)


def outcome(cell: str) -> object:
    try:
        return parse(LAYOUT.columns[0], cell)
    except BadCell as bad:
        return bad.phrase


def test_a_workbook_gets_a_workbook_of_texts(workbook: Path) -> None:
    _, first, second = _errors(workbook)
    assert first[:5] == ["=1+1", "@x", "-5", "+86", "2"]
    assert second[4] == "4"


def test_an_error_file_read_again_has_its_own_lines_and_reasons(text: Path) -> None:
    _errors(text)
    header, first, second = _errors(text.with_name("errors.csv").rename(text.with_name("again.csv")))
    assert header == ["客户", "备注", "金额", "电话", "原文件行号", "错误原因"]
    assert [first[4], second[4]] == ["2", "3"]
    assert first[0] == "'=1+1"
    assert first[5].startswith("客户：")


def test_faults_added_later_and_cells_beyond_the_header_are_kept(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("客户,金额\n王,1\n李,2,3\n", encoding="utf-8")
    read_into_spool(source, tmp_path / "spool", layout=LAYOUT)
    with Spool(tmp_path / "spool") as spool:
        spool.add_faults([Fault(2, "客户", Phrase("unknown %(name)s", {"name": "王"}))])
        assert write_faults(source, spool, tmp_path / "errors.csv") == 2
    with open_sheet(tmp_path / "errors.csv") as sheet:
        _, (_, first), (_, second) = sheet.rows
    assert first == ["王", "1", "2", "客户：unknown 王"]
    assert (second[:3], second[4]) == (["李", "2", "3"], "3")
