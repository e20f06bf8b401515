"""What could harm the machine, or is no table, is refused with a remedy; the memory stays bounded."""

import io
import struct
import time
import zipfile
from pathlib import Path

import pytest
import xlwt

from zhike.exchange.columns import Refused
from zhike.exchange.reading import peek, peek_in_child, read_in_child, read_into_spool
from zhike.exchange.sheets import Limits
from zhike.exchange.spool import Spool
from zhike.exchange.tests.test_sheets import _raw
from zhike.exchange.tests.ugly_files import GOOD, LAYOUT, TABLE, Maker, bytes_of, packed, raw, text, xls, xlsx

ENTITY = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


def _ole(*names: str) -> bytes:
    """Write the beginning of an old Office file whose directory has these names."""
    directory = b"".join(name.encode("utf-16-le").ljust(64, b"\0") + bytes(64) for name in names)
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + directory).ljust(4096, b"\0")


def _workbook_with(parts: dict[str, str]) -> Maker:
    def make(folder: Path) -> Path:
        content = bytes_of(xlsx(), folder)
        path = folder / "a.xlsx"
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, parts.get(name) or old.read(name))
        return path

    return make


def _cut(maker: Maker) -> Maker:
    def make(folder: Path) -> Path:
        path = maker(folder)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        return path

    return make


def _locked_xls(folder: Path) -> Path:
    """Put the record that says that a workbook is encrypted behind its first one."""
    path = xls()(folder)
    content = path.read_bytes()
    start = content.index(struct.pack("<HHH", 0x0809, 16, 0x0600))
    record = struct.pack("<HH", 0x2F, 6) + bytes(6)
    path.write_bytes(content[: start + 20] + record + content[start + 20 + len(record) :])
    return path


def _nested(folder: Path) -> Path:
    return packed({"a.zip": bytes_of(packed({"a.csv": text()}), folder)})(folder)


def _many_sheets(folder: Path) -> Path:
    return xlsx(*[TABLE] * 12)(folder)


CASES: dict[str, tuple[Maker, str]] = {
    "empty": (raw(b""), "empty"),
    "only spaces and marks": (raw(b"\xef\xbb\xbf \r\n"), "empty"),
    "only commas": (raw(b",,,\r\n,,,\r\n"), "empty"),
    "a workbook without cells": (xlsx([]), "empty"),
    "binary rubbish": (raw(bytes(range(256)) * 20), "not a table"),
    "a picture called xlsx": (raw(b"\x89PNG\r\n\x1a\n" + bytes(99), name="a.xlsx"), "picture"),
    "a text document": (packed({"word/document.xml": b"<x/>"}, name="a.xlsx"), "text document"),
    "an old text document": (raw(_ole("Root Entry", "WordDocument"), name="a.xls"), "text document"),
    "a Numbers file": (packed({"Index/Document.iwa": b"x"}, name="a.numbers"), "Numbers"),
    "a rar archive": (raw(b"Rar!\x1a\x07\x00" + bytes(99), name="a.zip"), "unpack it"),
    "xlsx with a password": (raw(_ole("Root Entry", "EncryptionInfo", "EncryptedPackage"), name="a.xlsx"), "password"),
    "xls with a password": (_locked_xls, "password"),
    "zip with a password": (packed({"a.csv": text()}, flag=1), "password"),
    "a truncated xlsx": (_cut(xlsx()), "damaged"),
    "a truncated xls": (_cut(xls()), "damaged"),
    "a truncated zip": (_cut(packed({"a.csv": text() * 500})), "damaged"),
    "entities in the workbook": (_workbook_with({"xl/workbook.xml": ENTITY + "<workbook/>"}), "damaged"),
    "entities in the sheet": (_workbook_with({"xl/worksheets/sheet1.xml": ENTITY + "<worksheet/>"}), "damaged"),
    "an archive in an archive": (_nested, "archive in the archive"),
    "a broken file in an archive": (packed({"a.csv": text(), "坏.xlsx": b"%PDF"}), "坏.xlsx(:|：)"),
    "an archive of pictures": (packed({"a.png": b"\x89PNG"}), "no table in the archive"),
    "a web page without a table": (raw(b"<html><p>404</p></html>", name="a.xls"), "without any table"),
    "some xml": (raw(b"<?xml version='1.0'?><a/>"), "XML file"),
    "a quotation mark never closed": (raw(text() + b'"A3,x\r\n'), "never closed"),
    "broken characters": (raw(text() + b"\xff\xff,\x81\r\n" + "华东南海贸易实业科技".encode() * 3), "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_is_refused_with_its_remedy(name: str, tmp_path: Path) -> None:
    make, words = CASES[name]
    path = make(tmp_path)
    for attempt in (lambda: peek(path, LAYOUT), lambda: read_into_spool(path, tmp_path / "spool", LAYOUT)):
        with pytest.raises(Refused, match=words):
            attempt()


def test_a_cell_of_five_megabytes_is_refused(tmp_path: Path) -> None:
    cell = f'<c t="inlineStr"><is><t>{"王" * 5_000_000}</t></is></c>'
    path = _raw(tmp_path / "a.xlsx", f"<sheetData><row>{cell}</row></sheetData>")
    with pytest.raises(Refused, match="shorten it"):
        peek(path, LAYOUT)


def test_too_many_sheets_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="more than 10 sheets"):
        peek(_many_sheets(tmp_path), LAYOUT, limits=Limits(max_sheets=10))


def test_three_hundred_sheets_are_read_together(tmp_path: Path) -> None:
    path = xlsx(*[(f"{day}日", TABLE) for day in range(300)])(tmp_path)
    head = read_into_spool(path, tmp_path / "spool", LAYOUT)
    assert (head.rows, len(head.tables)) == (600, 300)


def test_a_zip_bomb_is_refused_before_unpacking(tmp_path: Path) -> None:
    path = packed({"a.csv": b"0" * 60_000_000})(tmp_path)
    with pytest.raises(Refused, match="too much"):
        peek(path, LAYOUT)
    path = packed({f"{n}.csv": b"a" for n in range(30)})(tmp_path)
    with pytest.raises(Refused, match="too much"):
        peek(path, LAYOUT, limits=Limits(max_entries=20))
    assert not [*tmp_path.glob("zhike-files-*")]


def test_what_is_read_as_a_whole_may_not_be_large(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"save it as \.xlsx"):
        peek(xls()(tmp_path), LAYOUT, limits=Limits(max_whole=1000))


def test_a_library_that_gets_no_memory_ends_as_a_refusal(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    for number in range(3):
        sheet = book.add_sheet(f"s{number}")
        for line in range(30_000):
            sheet.write(line, 0, float(line))
            sheet.write(line, 255, float(line))
    book.save(str(tmp_path / "a.xls"))
    with pytest.raises(Refused, match="more memory"):
        peek_in_child(tmp_path / "a.xls", LAYOUT, memory_mb=230)


def test_a_million_empty_styled_rows_are_no_rows(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(4, 1_000_000))
    cells = "".join(
        f'<row r="{line}">'
        + "".join(
            f'<c r="{"ABCDE"[place]}{line}" t="inlineStr"><is><t>{cell}</t></is></c>' for place, cell in enumerate(row)
        )
        + "</row>"
        for line, row in enumerate(TABLE, start=1)
    )
    path = _raw(tmp_path / "a.xlsx", f"<sheetData>{cells}{rows}</sheetData>")
    start = time.process_time()
    assert read_into_spool(path, tmp_path / "spool", LAYOUT).rows == 2
    assert time.process_time() - start < 30


def test_sixteen_thousand_columns_are_refused_and_a_cell_far_right_is_an_error(tmp_path: Path) -> None:
    wide = [f"列{n}" for n in range(16_384)]
    with pytest.raises(Refused, match="more than 200 columns"):
        read_into_spool(xlsx([wide, wide])(tmp_path), tmp_path / "spool", LAYOUT)


def test_formulas_are_read_by_their_saved_value_and_links_are_told(tmp_path: Path) -> None:
    def row(line: int, amount: str) -> str:
        texts = "".join(
            f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in (TABLE[0] if line == 1 else TABLE[1])[:4]
        )
        return f'<row r="{line}">{texts}{amount}</row>'

    sheet = (
        row(1, '<c t="inlineStr"><is><t>金额</t></is></c>')
        + row(2, "<c><f>[1]Sheet1!A1</f><v>12.5</v></c>")
        + row(3, "<c><f>A1+1</f></c>")
        + row(4, '<c t="str"><f>IF(1,"")</f><v></v></c>')
    )
    read_into_spool(_raw(tmp_path / "a.xlsx", f"<sheetData>{sheet}</sheetData>"), tmp_path / "spool", LAYOUT)
    with Spool(tmp_path / "spool") as spool:
        ((values,),) = [[row.values["amount"] for row in batch] for batch in spool.groups()]
        told = [str(fault.phrase) for fault in spool.faults("warning")]
    assert values == 1250
    assert any(words.startswith("1 cells take their value from another file") for words in told)
    assert any("1 formulas have no saved value and were read as empty (E3)" in words for words in told)


def test_a_child_reads_an_archive_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = packed({"一.csv": text(), "说明.pdf": b"%PDF"})(tmp_path)
    assert read_in_child(path, tmp_path / "spool", LAYOUT).rows == len(GOOD)
    assert {each.name for each in tmp_path.iterdir()} == {"a.zip", "spool"}
    seen = peek_in_child(path, LAYOUT)
    assert seen == peek(path, LAYOUT)
    assert seen.understanding.passed_over == ("说明.pdf",)
