"""Files as strangers bring them: one good table, and every way it is made ugly."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
import xlwt

from zhike.exchange.columns import Column, Layout

LAYOUT = Layout(
    columns=(
        Column("number", "订单号", "code", ("单号",)),
        Column("name", "客户名称", "text", ("客户", "姓名"), needed=True),
        Column("phone", "电话", "phone", ("手机", "联系人电话")),
        Column("on", "日期", "date", ("下单日期",)),
        Column("amount", "金额", "money", needed=True),
    ),
    key=("number",),
)
HEAD = ["订单号", "客户名称", "电话", "日期", "金额"]
ROWS = [
    ["A1", "华东贸易", "13800000001", "2026-03-05", "1280.50"],
    ["A2", "南海实业", "13800000002", "2026-03-06", "99.00"],
]
TABLE: list[list[object]] = [[*cells] for cells in (HEAD, *ROWS)]
GOOD = [
    ("A1", "华东贸易", "13800000001", "2026-03-05", 128050),
    ("A2", "南海实业", "13800000002", "2026-03-06", 9900),
]
TITLES: list[list[object]] = [["三月销售明细表"], ["导出时间：2026-04-01 10:00"], []]
TOTAL: list[object] = ["合计", "", "", "", "1379.50"]
FOOT: list[list[object]] = [["制表人：王小明", "", "审核：李小红", "", ""], ["打印时间：2026-04-01", "", "", "", ""]]

Rows = Sequence[Sequence[object]]
Maker = Callable[[Path], Path]


def text(
    rows: Rows = TABLE, *, encoding: str = "utf-8", delimiter: str = ",", end: str = "\r\n", bom: bytes = b""
) -> bytes:
    """Write rows as a text file."""
    out = io.StringIO()
    if len(delimiter.encode()) == 1:
        csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    else:
        out.write("".join(delimiter.join(map(str, row)) + end for row in rows))
    return bom + out.getvalue().encode(encoding)


def csv_file(rows: Rows = TABLE, *, name: str = "a.csv", **how: object) -> Maker:
    return raw(text(rows, **how), name=name)  # type: ignore[arg-type]


def raw(content: bytes, *, name: str = "a.csv") -> Maker:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def xlsx(
    *sheets: Rows | tuple[str, Rows], name: str = "a.xlsx", epoch_1904: bool = False, hidden: Sequence[int] = ()
) -> Maker:
    """Write each of the tables as a sheet."""

    def make(folder: Path) -> Path:
        options = {"date_1904": epoch_1904, "default_date_format": "yyyy-mm-dd"}
        with xlsxwriter.Workbook(folder / name, options) as book:
            for sheet in sheets or (TABLE,):
                title, rows = sheet if isinstance(sheet, tuple) else (None, sheet)
                page = book.add_worksheet(title)
                for line, cells in enumerate(rows):
                    for place, cell in enumerate(cells):
                        _write(page, line, place=place, cell=cell)
                for line in hidden:
                    page.set_row(line, None, None, {"hidden": True})
        return folder / name

    return make


def _write(page: xlsxwriter.worksheet.Worksheet, line: int, *, place: int, cell: object) -> None:
    if isinstance(cell, str):
        page.write_string(line, place, cell) if cell else None
    elif isinstance(cell, date | datetime):
        page.write_datetime(line, place, cell)
    elif cell is not None:
        page.write(line, place, cell)


def xls(rows: Rows = TABLE, *, name: str = "a.xls") -> Maker:
    def make(folder: Path) -> Path:
        book = xlwt.Workbook(encoding="utf-8")
        page = book.add_sheet("数据")
        style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
        for line, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                page.write(line, place, cell, style) if isinstance(cell, date) else page.write(line, place, cell)
        book.save(str(folder / name))
        return folder / name

    return make


def html(rows: Rows = TABLE, *, encoding: str = "utf-8") -> Maker:
    body = "".join("<tr>" + "".join(f"<td>{cell}&nbsp;</td>" for cell in row) + "</tr>" for row in rows)
    page = f"<html><head><style>td{{}}</style></head><body><table border=1>{body}</table></body></html>"
    return raw(page.encode(encoding), name="a.xls")


def xml_2003(rows: Rows = TABLE) -> Maker:
    cells = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in rows
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    book = f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="一"><Table>{cells}'
    return raw(f"{book}</Table></Worksheet></Workbook>".encode(), name="a.xls")


def ods(rows: Rows = TABLE) -> Maker:
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<office:document-content xmlns:office="{office}office:1.0" xmlns:table="{office}table:1.0" '
        f'xmlns:text="{office}text:1.0"><office:body><office:spreadsheet><table:table table:name="一">{cells}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{office}manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    files = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}
    return packed({name: words.encode() for name, words in files.items()}, name="a.ods")


def packed(files: dict[str, bytes], *, name: str = "a.zip", flag: int | None = None) -> Maker:
    def make(folder: Path) -> Path:
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for each, content in files.items():
                archive.writestr(each, content)
        if flag is not None:  # mark every entry as encrypted, as zipfile cannot write such ones
            data = (folder / name).read_bytes()
            data = data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
            (folder / name).write_bytes(data)
        return folder / name

    return make


def bytes_of(maker: Maker, folder: Path) -> bytes:
    path = maker(folder)
    content = path.read_bytes()
    path.unlink()
    return content
