"""Every cell becomes a value of its kind, or a sentence that says what is wrong with it."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.exchange.columns import Cell, Column, Kind
from zhike.exchange.parsing import BadCell, parse
from zhike.exchange.parsing.remarks import ODD, remarks

CHOICES = {"企业": "organisation", "个人": "person"}


def _read(kind: Kind, cell: Cell) -> object:
    return parse(Column("x", "列", kind, choices=CHOICES), cell)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("text", " \u3000王强\u3000 ", "王强"),
        ("text", "𠮷野家", "𠮷野家"),
        ("text", "第一行\r\n第二行", "第一行 第二行"),
        ("text", "\ufeff张\u200b三", "张三"),
        ("text", "'+86 朝阳", "+86 朝阳"),
        ("text", "'＋86 朝阳", "＋86 朝阳"),
        ("text", "' @朝阳", "@朝阳"),
        ("text", "'\n朝阳", "朝阳"),
        ("text", "'朝阳'=门", "'朝阳'=门"),
        ("phone", "'＋86 13812345678", "+8613812345678"),
        ("text", "e\u0301", "é"),
        ("text", "   ", None),
        ("text", 12.0, "12"),
        ("text", datetime(2026, 3, 5), "2026-03-05"),
        ("code", "ＡＢ００１", "AB001"),
        ("code", 1234.0, "1234"),
        ("code", "1234.0", "1234"),
        ("code", "12E3", "12E3"),
        ("phone", "138-1234 5678", "13812345678"),
        ("phone", "＋86 (021) 6512-3456", "+8602165123456"),
        ("phone", 13812345678.0, "13812345678"),
        ("phone", "1.3812345678E+10", "13812345678"),
        ("money", "1280.5", 128050),
        ("money", "￥１，２８０.50元", 128050),
        ("money", " ¥ 1,280.50 ", 128050),
        ("money", 11.770000000000001, 1177),
        ("money", 0.30000000000000004, 30),
        ("money", "-0.00", 0),
        ("money", "99999999999.99", 9_999_999_999_999),
        ("money", "", None),
        ("decimal", "1.50", "1.5"),
        ("decimal", "0.000001", "0.000001"),
        ("decimal", 1200, "1200"),
        ("decimal", "0.0", "0"),
        ("whole", "12.0", 12),
        ("choice", " 企业 ", "organisation"),
        ("email", "wang@example.com", "wang@example.com"),
        ("text", "\u200b王\u00a0强\u200e", "王\xa0强"),
        ("text", "`A100", "A100"),
        ("code", "'0012", "0012"),
        ("code", '="0012"', "0012"),
        ("code", 110101199001011234, "110101199001011234"),
        ("phone", "13812345678/13912345678", "13812345678"),
        ("phone", "13812345678、021-65123456", "13812345678"),
        ("phone", "13812345678 13912345678", "13812345678"),
        ("phone", "手机：13812345678；座机：021-65123456", "13812345678"),
        ("phone", "电话：021-65123456", "02165123456"),
        ("phone", "021-65123456 转 801", "02165123456转801"),
        ("phone", "021-65123456转801、13812345678", "13812345678"),
        ("phone", "无", None),
        ("phone", "-", None),
        ("money", "1.2万", 1_200_000),
        ("money", "1.2万元", 1_200_000),
        ("money", "3亿", 30_000_000_000),
        ("money", "RMB 1,280.50", 128050),
        ("money", "人民币100元整", 10000),
        ("money", "-", None),
        ("money", "—", None),
        ("decimal", "12.5%", "0.125"),
        ("decimal", "１２．５", "12.5"),
        ("date", "26.3.5", "2026-03-05"),
        ("date", "26年3月5日", "2026-03-05"),
        ("date", "2026/3/5 14:30", "2026-03-05"),
        ("date", "2026年3月5日 星期四", "2026-03-05"),
        ("date", "二〇二六年三月五日", "2026-03-05"),
        ("date", "二零二六年十二月二十五日", "2026-12-25"),
        ("date", 46086, "2026-03-05"),
        ("date", 46086.75, "2026-03-05"),
        ("date", "46086", "2026-03-05"),
        ("date", "-", None),
        ("choice", "无", None),
    ],
)
def test_a_cell_is_read_as_its_kind(kind: Kind, cell: Cell, value: object) -> None:
    assert _read(kind, cell) == value


@pytest.mark.parametrize(
    "cell",
    ["2026-3-5", "2026/03/05", "2026.3.5", "20260305", "2026年3月5日", "2026-03-05 10:20:30",
     "2026-03-05T10:20:30+08:00",     "2026年3月5日 10时20分", "2026/3/5 下午3:20", "２０２６－３－５", 20260305,
     date(2026, 3, 5), datetime(2026, 3, 5, 23, 59)],
)  # fmt: skip
def test_a_day_may_be_written_in_many_ways_with_the_year_first(cell: Cell) -> None:
    assert _read("date", cell) == "2026-03-05"


@pytest.mark.parametrize(
    ("kind", "cell", "words"),
    [
        ("text", "a\x00b", "U\\+0000"),
        ("text", 110101199001010000, "last digits are lost"),
        ("text", 1.10101199001011e17, "last digits are lost"),
        ("text", "＃N/A", "shows the error"),
        ("phone", "请致电前台", "not a phone number"),
        ("phone", "1381234567813912345678", "not a phone number"),
        ("date", "05.03.26", "year first"),
        ("date", "3月5日", "has no year"),
        ("date", "二〇二六年二月三十日", "no such day"),
        ("decimal", "abc%", "not a number"),
        ("text", "=1+2", "formula"),
        ("text", "'=HYPERLINK(1)", "formula"),
        ("text", "王" * 10_000, "10000 characters, at most 100"),
        ("text", "#N/A", "error #N/A"),
        ("code", "1.38E+10", "last digits are lost"),
        ("code", 4.2e17, "last digits are lost"),
        ("phone", "1.38E+10", "last digits are lost"),
        ("phone", "110", "too short"),
        ("phone", "1" * 21, "21 characters, at most 20"),
        ("money", "-5", "negative"),
        ("money", -5.0, "negative"),
        ("money", "(12.00)", "negative"),
        ("money", "100000000000", "too large"),
        ("money", "9" * 59, "too large"),
        ("money", "9" * 5000, "not a number"),
        ("money", 1e300, "too large"),
        ("money", "1.234", "At most 2 decimal places"),
        ("money", 33.3333333333, "At most 2 decimal places"),
        ("money", "1,2,3", "not a number"),
        ("money", "#DIV/0!", "error #DIV/0!"),
        ("money", "NaN", "not a number"),
        ("money", float("nan"), "not a number"),
        ("money", float("inf"), "not a number"),
        ("money", True, "not a number"),
        ("money", datetime(2026, 3, 5), "not a number"),
        ("money", "元", "not a number"),
        ("decimal", "-1", "below zero"),
        ("decimal", "1.0000001", "At most 6 decimal places"),
        ("decimal", "10000000000", "too large"),
        ("whole", "1.5", "not a whole number"),
        ("date", "2026-02-30", "no such day: 2026-02-30"),
        ("date", "20261301", "no such day"),
        ("date", "1969-12-31", "between 1970 and 2100"),
        ("date", datetime(1900, 1, 1), "between 1970 and 2100"),
        ("date", "3/5/2026", "year first"),
        ("date", "2026-03-05T20:00:00Z", "year first"),
        ("date", 12, "format to date"),
        ("date", True, "year first"),
        ("choice", "政府", "企业、个人"),
        ("email", "wang@", "not an e-mail"),
    ],
)
def test_a_bad_cell_says_what_is_wrong(kind: Kind, cell: Cell, words: str) -> None:
    with pytest.raises(BadCell, match=words):
        _read(kind, cell)


def test_an_empty_cell_that_is_needed_says_so_and_explains_uncalculated_formulas() -> None:
    column = Column("x", "列", "text", needed=True)
    with pytest.raises(BadCell, match=r"needed\.$"):
        parse(column, " ")
    with pytest.raises(BadCell, match="paste it as a value"):
        parse(column, None)


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        (Column("x", "金额", "money", unit=10_000), "1.2", 1_200_000),
        (Column("x", "金额", "money", unit=10_000), 1.2, 1_200_000),
        (Column("x", "金额", "money", unit=10_000), 3, 3_000_000),
        (Column("x", "金额", "money", unit=10_000), "5亿", 50_000_000_000),
        (Column("x", "金额", "money", signed=True), "(1,234.00)", -123_400),
        (Column("x", "金额", "money", signed=True), "1234-", -123_400),
        (Column("x", "金额", "money", signed=True), "-￥12", -1200),
        (Column("x", "日期", "date", year=2026), "3月5日", "2026-03-05"),
        (Column("x", "日期", "date", from_1904=True), 44624, "2026-03-05"),
        (Column("x", "同意", "choice", choices={"是": "yes", "否": "no"}), "√", "yes"),
        (Column("x", "同意", "choice", choices={"是": "yes", "否": "no"}), True, "yes"),
        (Column("x", "同意", "choice", choices={"是": "yes", "否": "no"}), "×", "no"),
        (Column("x", "性别", "choice", choices={"男": "m", "女": "f"}), "先生", "m"),
    ],
)
def test_what_the_file_says_of_a_column_decides_how_it_is_read(column: Column, cell: Cell, value: object) -> None:
    assert parse(column, cell) == value


@pytest.mark.parametrize(
    ("kind", "cell", "grade", "words"),
    [
        ("money", "１２８０", "note", "Full-width"),
        ("text", "第一行\n第二行", "note", "invisible"),
        ("money", "-", "note", "nothing"),
        ("money", "1.2万", "note", "12000.00"),
        ("phone", "13812345678/13912345678", "warning", "13912345678"),
        ("date", "26.3.5", "warning", "check the year"),
        ("date", "46086", "warning", "as spreadsheets count days"),
        ("date", 46086, "note", "as spreadsheets count days"),
    ],
)
def test_what_was_changed_about_a_cell_is_told(kind: Kind, cell: Cell, grade: str, words: str) -> None:
    column = Column("x", "列", kind)
    assert ODD[kind](cell)
    ((found, phrase),) = remarks(column, cell, parse(column, cell))
    assert found == grade
    assert words in str(phrase)


def test_lines_stay_lines_where_a_column_keeps_them() -> None:
    column = Column("x", "列", "text", keeps_lines=True)
    cell = "'-第一行 \r\n\t第二行\r\r\u200b第四行\u2028第五行\n"
    assert parse(column, cell) == "-第一行 \n\t第二行\n\n第四行\n第五行"
    ((grade, _),) = remarks(column, cell, "")
    assert grade == "note"  # of what is invisible
    assert list(remarks(column, "第一行\n第二行", "")) == []
    with pytest.raises(BadCell):
        parse(column, "第一行\n第二\x07行")


ANY_CELL = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60) | st.datetimes() | st.dates()


@given(st.sampled_from(["text", "code", "money", "decimal", "whole", "date", "choice", "phone", "email"]), ANY_CELL)
def test_no_cell_breaks_the_reading(kind: Kind, cell: Cell) -> None:
    try:
        value = _read(kind, cell)
        list(remarks(Column("x", "列", kind, choices=CHOICES), cell, value))
    except BadCell:
        return
    assert value is None or isinstance(value, str | int)


@given(st.integers(min_value=0, max_value=9_999_999_999_999))
def test_an_amount_survives_text_and_binary_fractions(fen: int) -> None:
    assert _read("money", f"{fen // 100}.{fen % 100:02d}") == fen
    assert _read("money", fen / 100) == fen
    assert _read("money", f"{fen / 100:,.2f}") == fen
