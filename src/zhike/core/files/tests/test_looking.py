"""A file is what its content says, not its name; nothing is unpacked or drawn to know it."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.core.files.rules import Refused, clean_name, look
from zhike.core.files.rules.looking import (
    BOMB,
    EMPTY,
    HIDDEN_PROGRAM,
    MISMATCH,
    TOO_LARGE,
    TOO_MANY_PIXELS,
    WRONG_ENDING,
)
from zhike.core.files.rules.types import TYPES
from zhike.core.files.tests.made import DOCX, GOOD, MAIL, OLE, PDF, XLSX, png, zipped

MB = 1024 * 1024
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def looked(name: str, content: bytes, most: int = 50 * MB) -> str:
    """Answer the type, or the text of the refusal."""
    try:
        return look(name, io.BytesIO(content), size=len(content), most=most).mime
    except Refused as refused:
        return refused.phrase.text if refused.phrase.values["name"] == name else "named otherwise"


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_its_name_says_is_taken(name: str) -> None:
    assert looked(name, GOOD[name]) == TYPES[name.rpartition(".")[2].lower()].mime


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图.png", HTML), ("图.png", SVG), ("图.jpg", png()), ("照片.png", b"MZ" + b"\0" * 99), ("合同.pdf", HTML),
        ("合同.pdf", DOCX), ("说明.txt", HTML), ("说明.txt", b"\xef\xbb\xbf  <svg>"), ("说明.txt", b"MZ\0\0"),
        ("名单.csv", PDF), ("报价.docx", XLSX), ("报价.xlsx", zipped("a")), ("报价.docx", PDF), ("旧.doc", XLSX),
        ("往来.eml", HTML), ("往来.eml", b"no head at all"), ("资料.zip", b"PK\x03\x04" + b"\0" * 40),
        ("资料.zip", OLE), ("录音.mp3", MAIL), ("空.zip", b"PK\x05\x06" + b"\0" * 18),
    ],
)  # fmt: skip
def test_a_file_that_only_says_what_it_is_in_its_name_is_refused(name: str, content: bytes) -> None:
    assert looked(name, content) == MISMATCH.text


@pytest.mark.parametrize(
    "name",
    [
        "页.html",
        "图.svg",
        "图.SVG",
        "x.pHaR",
        "x.exe",
        "合同",
        "合同.",
        "x.docm",
        "x.xlsm",
        "x.js",
        "x.png.html",
        ".htaccess",
    ],
)
def test_endings_that_are_not_in_the_list_are_refused(name: str) -> None:
    assert looked(name, PDF) == WRONG_ENDING.text


@pytest.mark.parametrize("name", ["合同.exe.pdf", "x.pHaR.png", "x.PHP .jpg", "a.html.txt"])
def test_the_ending_of_a_program_within_a_name_is_refused(name: str) -> None:
    assert looked(name, PDF) == HIDDEN_PROGRAM.text


def test_a_point_within_a_name_is_no_program() -> None:
    assert looked("2026.11.22 报价 v1.2.pdf", PDF) == "application/pdf"


def test_nothing_and_too_much_are_refused() -> None:
    assert looked("合同.pdf", b"") == EMPTY.text
    assert looked("合同.pdf", PDF + b" " * MB, most=MB) == TOO_LARGE.text


def test_a_zip_that_unpacks_to_too_much_is_refused_by_its_directory() -> None:
    assert looked("资料.zip", zipped("a", content=bytes(80 * MB))) == BOMB.text
    assert looked("报价.xlsx", zipped("[Content_Types].xml", "xl/a", content=bytes(80 * MB))) == BOMB.text
    assert looked("资料.zip", zipped("a", content=bytes(10 * MB))) == "application/zip"


def test_a_zip_of_too_many_entries_is_refused() -> None:
    assert looked("资料.zip", zipped(*(str(number) for number in range(10_001)), content=b"")) == BOMB.text


@pytest.mark.parametrize(("entries", "directory"), [(65_535, 46), (1, 64 * MB), (60_000, 46)])
def test_a_directory_that_would_be_too_large_is_refused_before_it_is_read(entries: int, directory: int) -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, entries, entries, directory, 0, 0)
    assert looked("资料.zip", b"PK\x03\x04" + b"\0" * 100 + end) == BOMB.text


def test_a_picture_of_too_many_pixels_is_refused_by_its_header() -> None:
    assert looked("图.png", png(50_000, 50_000)) == TOO_MANY_PIXELS.text
    assert looked("图.png", png(9_000, 9_000)) == "image/png"


@given(
    st.sampled_from(sorted(TYPES)),
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xff\xd8\xff", b"%PDF"]),
)
def test_whatever_is_sent_is_taken_or_refused_by_name(ending: str, content: bytes, start: bytes) -> None:
    assert looked(f"x.{ending}", start + content)


@pytest.mark.parametrize(
    ("given_name", "clean"),
    [
        ("合同.pdf", "合同.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\文件\\合同.pdf", "合同.pdf"),
        ("合同\u202efdp.exe", "合同fdp.exe"),
        ("a\x00b\r\nc.txt", "ab c.txt"),
        ("  ..报价 . pdf. ", "报价 . pdf"),
        ('a<b>|"?.txt', "a_b____.txt"),
        ("\u202e\u200b", "file"),
        ("", "file"),
    ],
)
def test_a_name_keeps_its_characters_and_loses_what_deceives(given_name: str, clean: str) -> None:
    assert clean_name(given_name) == clean


@given(st.text(max_size=400))
def test_a_clean_name_is_short_plain_and_stays_as_it_is(name: str) -> None:
    clean = clean_name(name)
    assert 0 < len(clean) <= 200
    assert not set(clean) & set("/\\\0\r\n\u202e")
    assert clean_name(clean) == clean


def test_a_long_name_keeps_its_ending() -> None:
    assert clean_name("长" * 300 + ".pdf") == "长" * 196 + ".pdf"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", b"<!---->" * 1_000, "text/plain"),
        ("a.txt", b"<!-- -->" * 1_000 + b"<html>", None),
        ("b.eml", b"A: b\r\n" + b" x\r\n" * 1_500, None),
        ("b.eml", b"A: b\r\n" + b" x\r\n" * 1_500 + b"C: d\r\n", "message/rfc822"),
    ],
    ids=["comments", "a page", "half a head", "a letter"],
)
def test_what_could_be_read_in_many_ways_is_read_in_one(name: str, content: bytes, told: str | None) -> None:
    assert looked(name, content) == (told or MISMATCH.text)
