"""Any file is either walked row by row or refused with its reason and remedy."""

import tracemalloc
import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from zhike.exchange.columns import Cell, Refused
from zhike.exchange.sheets import Limits, open_sheet
from zhike.exchange.sheets.strings import read_strings
from zhike.exchange.sheets.styles import is_date_format

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def _walk(path: Path, limits: Limits = Limits()) -> list[tuple[int, list[Cell]]]:
    with open_sheet(path, limits) as sheet:
        return [(line, list(cells)) for line, cells in sheet.rows]


def _bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.add_worksheet("说明").hide()
        sheet = book.add_worksheet("数据")
        sheet.activate()
        sheet.set_first_sheet()
        for line, cells in enumerate(rows):
            sheet.write_row(line, 0, cells)
    return path


def _raw(path: Path, sheet: str, **parts: str) -> Path:
    """Write a workbook whose sheet is given as XML."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = '<Relationship Id="{0}" Type="' + office + '/{0}" Target="{1}"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{office}">'
            '<sheets><sheet name="a" r:id="worksheet"/></sheets></workbook>',
        )
        relations = relation.format("worksheet", "/xl/s.xml") + "".join(relation.format(p, f"{p}.xml") for p in parts)
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{relations}</Relationships>")
        archive.writestr("xl/s.xml", f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>')
        for name, content in parts.items():
            archive.writestr(f"xl/{name}.xml", content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "，"])
def test_text_is_read_in_each_encoding_and_with_each_delimiter(file: Path, encoding: str, delimiter: str) -> None:
    lines = [["订单号", "客户"], ["A1", "𠮷野家"], ["A2", '"王\n强"'], ["", ""], ["A3", "李"]]
    file.write_text("\r\n".join(delimiter.join(cells) for cells in lines), encoding=encoding, newline="")
    rows = [(1, ["订单号", "客户"]), (2, ["A1", "𠮷野家"]), (3, ["A2", "王\n强"]), (6, ["A3", "李"])]
    assert _walk(file) == rows


def test_a_workbook_is_read_from_its_first_visible_sheet(file: Path) -> None:
    rows: list[list[object]] = [
        ["客户", "日期", "数量"],
        ["_x0041_ 王", datetime(2026, 3, 5), 1.5],
        [],
        [None, None, 7],
    ]
    assert _walk(_workbook(file, rows)) == [
        (1, ["客户", "日期", "数量"]),
        (2, ["_x0041_ 王", datetime(2026, 3, 5), 1.5]),
        (4, [None, None, 7]),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "damaged"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (b"<html><p>1</p></html>", "web page without any table"),
        (b"<?xml version='1.0'?><a/>", "web page"),
        (bytes(range(256)) * 4, "not a table"),
        (b"PK\x03\x04broken", "damaged"),
        ("订单号\r\n".encode() + b"\xff\xff,\x81", "line 2 \\(byte 12\\)"),
        ("订单号,客户名称,金额,订单日期,产品名称,经办人员\r\n王".encode() + b"\xe7,1", "line 2"),
        ('订单号,客户\r\nA1,"王\r\nA2,李'.encode(), "starts in line 2"),
        ('订单号,客户\r\nA1,"王\r\n'.encode() + b"A2\r\n" * 50_000, "starts in line 2"),
        (b"a,b\r\n" + b"x" * 2_000_000, "Line 2 is longer"),
    ],
)
def test_what_is_no_table_is_refused_with_a_remedy(file: Path, content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        _walk(_bytes(file, content))


def test_another_zip_is_refused(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(Refused, match="text document"):
        _walk(file)


def test_a_zip_bomb_is_refused_before_unpacking(file: Path) -> None:
    _raw(file, "<sheetData/>" + " " * 60_000_000)
    with pytest.raises(Refused, match="too much"):
        _walk(file)
    _raw(file, "<sheetData/>")
    with pytest.raises(Refused, match="too much"):
        _walk(file, Limits(max_entries=2))
    with pytest.raises(Refused, match="too much"):
        _walk(file, Limits(max_uncompressed=100))


def test_entities_are_refused(file: Path) -> None:
    _raw(file, "<sheetData/>", styles='<!DOCTYPE a [<!ENTITY b "c">]><styleSheet/>')
    with pytest.raises(Refused, match="damaged"):
        _walk(file)


def test_a_false_dimension_and_cells_without_places_are_read_all_the_same(file: Path) -> None:
    name = "<is><r><t>王</t></r><r><t>强</t></r><rPh><t>wang</t></rPh></is>"
    row = f'<row><c t="inlineStr">{name}</c><c/><c><v>5</v></c></row>'
    _raw(file, f'<dimension ref="A1"/><sheetData>{row}{row}</sheetData>')
    assert _walk(file) == [(1, ["王强", None, 5]), (2, ["王强", None, 5])]


def test_cells_of_each_type_are_read(file: Path) -> None:
    cells = (
        '<c r="A1" t="s"><v>1</v></c><c r="B1" t="b"><v>1</v></c><c r="C1" t="e"><v>#N/A</v></c>'
        '<c r="D1"><f>A1+1</f></c><c r="E1" s="1"><v>46086.5</v></c><c r="F1" t="str"><f>A1</f><v>x_x0000_</v></c>'
    )
    _raw(
        file,
        f'<sheetData><row r="1">{cells}</row></sheetData>',
        sharedStrings=f'<sst xmlns="{MAIN}"><si><t>a</t></si><si><t>王</t></si></sst>',
        styles=f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs></styleSheet>',
    )
    assert _walk(file) == [(1, ["王", True, "#N/A", None, datetime(2026, 3, 5, 12), "x\x00"])]


@pytest.mark.parametrize(
    "sheet",
    ['<sheetData><row r="2"/><row r="1"/></sheetData>', '<sheetData><row><c r="B1"/><c r="A1"/></row></sheetData>',
     '<sheetData><row><c t="s"><v>7</v></c></row></sheetData>', "<sheetData>"],
)  # fmt: skip
def test_a_damaged_sheet_is_refused(file: Path, sheet: str) -> None:
    with pytest.raises(Refused, match="damaged"):
        _walk(_raw(file, sheet))


def test_a_cell_far_to_the_right_costs_nothing(file: Path) -> None:
    _raw(file, '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row></sheetData>')
    ((_, cells),) = _walk(file)
    assert (len(cells), cells[0], cells[-1]) == (201, 1, 2)


def test_too_many_rows_are_refused(file: Path) -> None:
    _bytes(file, b"a,b\r\n" + b"1,2\r\n" * 11)
    with pytest.raises(Refused, match="more than 10 rows"):
        _walk(file, Limits(max_rows=10))


@pytest.mark.parametrize(
    ("code", "is_date"),
    [("yyyy-mm-dd", True), ('m"月"d"日"', True), ("0.00", False), ('0"yd"', False), ("[Red]0.00;d", False)],
)
def test_a_date_format_is_known_by_its_letters(code: str, is_date: bool) -> None:
    assert is_date_format(code) is is_date


def test_shared_strings_beyond_the_memory_are_kept_on_disk() -> None:
    texts = [f"客户{number}𠮷" for number in range(500)]
    part = "".join(f"<si><t>{text}</t></si>" for text in texts)
    strings = read_strings(BytesIO(f'<sst xmlns="{MAIN}">{part}</sst>'.encode()), longest=100, memory=1_000)
    assert strings.on_disk
    assert [strings[index] for index in range(500)] == texts
    for index in (500, 10_000, -1):
        with pytest.raises(IndexError):
            strings[index]
    strings.close()


def test_memory_does_not_grow_with_the_sheet(file: Path) -> None:
    cells = "".join(f'<c r="{letter}{{0}}"><v>{{0}}</v></c>' for letter in "ABCDEFGH")
    _raw(
        file,
        "<sheetData>" + "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in range(1, 20_001)) + "</sheetData>",
    )
    with open_sheet(file) as sheet:
        next(sheet.rows)
        tracemalloc.start()
        assert sum(1 for _ in sheet.rows) == 19_999
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 4_000_000
