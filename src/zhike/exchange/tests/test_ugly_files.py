"""Every ugly file gives the rows it should, leaves out what is none, and says what was odd."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhike.exchange.reading import read_into_spool
from zhike.exchange.spool import Head, Spool
from zhike.exchange.tests.ugly_files import (
    FOOT,
    GOOD,
    HEAD,
    LAYOUT,
    ROWS,
    TABLE,
    TITLES,
    TOTAL,
    Maker,
    bytes_of,
    csv_file,
    html,
    ods,
    packed,
    raw,
    text,
    xls,
    xlsx,
    xml_2003,
)

A1, A2 = GOOD
TWO_LINES: list[list[object]] = [
    ["订单号", "客户", "", "日期", "金额"],
    ["", "名称", "电话", "", ""],
    *TABLE[1:],
]


@dataclass(frozen=True)
class Ugly:
    """A file, and what must come of it."""

    make: Maker
    rows: Sequence[tuple[object, ...]] = tuple(GOOD)
    left_out: Mapping[str, int] = field(default_factory=dict)
    says: Sequence[str] = ()
    errors: int = 0
    name: str = ""


def _cell(row: int, place: int, value: object) -> list[list[object]]:
    table = [[*cells] for cells in TABLE]
    table[row][place] = value
    return table


def _zip(folder: Path, *files: tuple[str, bytes]) -> Path:
    return packed(dict(files))(folder)


CASES: dict[str, Ugly] = {
    "plain": Ugly(csv_file()),
    "utf-8 with mark": Ugly(csv_file(encoding="utf-8-sig")),
    "gb18030": Ugly(csv_file(encoding="gb18030")),
    "utf-16 with mark": Ugly(csv_file(encoding="utf-16")),
    "utf-16 le without mark": Ugly(csv_file(encoding="utf-16-le")),
    "utf-16 be without mark": Ugly(csv_file(encoding="utf-16-be")),
    "semicolons": Ugly(csv_file(delimiter=";")),
    "tabs in .txt": Ugly(csv_file(delimiter="\t", name="a.txt")),
    "bars": Ugly(csv_file(delimiter="|")),
    "full-width commas": Ugly(csv_file(delimiter="，")),
    "declared delimiter": Ugly(raw(b"sep=;\r\n" + text(delimiter=";"))),
    "old mac line ends": Ugly(csv_file(end="\r")),
    "mixed line ends": Ugly(raw(text(TABLE[:2], end="\n") + text(TABLE[2:], end="\r\n"))),
    "zero characters": Ugly(raw(text().replace(b"A1", b"A\x001")), says=["zero"]),
    "quoted line breaks": Ugly(
        csv_file(_cell(1, 1, "华东\n贸易")), rows=[("A1", "华东 贸易", *A1[2:]), A2], says=["Line breaks"]
    ),
    "blank rows": Ugly(csv_file([[], *TABLE[:1], [], ["", ""], *TABLE[1:], []])),
    "xlsx": Ugly(xlsx()),
    "xls": Ugly(xls()),
    "ods": Ugly(ods()),
    "html called xls": Ugly(html()),
    "html in gb18030": Ugly(html(encoding="gb18030")),
    "xml of 2003": Ugly(xml_2003()),
    "csv called xls": Ugly(csv_file(name="a.xls")),
    "titles above": Ugly(csv_file([*TITLES, *TABLE]), left_out={"title": 2}),
    "titles above in xlsx": Ugly(xlsx([*TITLES, *TABLE]), left_out={"title": 2}),
    "form fields above": Ugly(
        xlsx([["客户名称：", "某某公司", "日期：", "2026-03-01"], [], *TABLE]), left_out={"title": 1}
    ),
    "head of two lines": Ugly(xlsx(TWO_LINES)),
    "head of two lines below a title": Ugly(xlsx([*TITLES, *TWO_LINES]), left_out={"title": 2}),
    "group line above the head": Ugly(
        xlsx([["订单", "", "", "", "结算"], ["订单号", "客户名称", "手机", "日期", "金额"], *TABLE[1:]])
    ),
    "head repeated on each page": Ugly(csv_file([*TABLE[:2], TABLE[0], TABLE[2]]), left_out={"head again": 1}),
    "total": Ugly(csv_file([*TABLE, TOTAL]), left_out={"total": 1}),
    "total with spaces and colon": Ugly(
        csv_file([*TABLE, ["合　计：", "", "", "", "1,379.50"]]), left_out={"total": 1}
    ),
    "total in words": Ugly(
        csv_file([*TABLE, ["合计人民币（大写）：壹仟叁佰柒拾玖元伍角", "", "", "", 1379.5]]), left_out={"total": 1}
    ),
    "total behind a line number": Ugly(csv_file([*TABLE, ["3", "总计", "", "", "1379.50"]]), left_out={"total": 1}),
    "total without the word": Ugly(csv_file([*TABLE, ["", "", "", "", "1379.50"]]), left_out={"total": 1}),
    "subtotals between": Ugly(
        csv_file([*TABLE[:2], ["小计", "", "", "", "1280.50"], TABLE[2], ["小计", "", "", "", "99"], TOTAL]),
        left_out={"subtotal": 2, "total": 1},
    ),
    "total of a group": Ugly(csv_file([*TABLE, ["华东 小计", "", "", "", "99"]]), left_out={"subtotal": 1}),
    "notes below": Ugly(csv_file([*TABLE, [], *FOOT]), left_out={"note": 2}),
    "page numbers and ends": Ugly(
        csv_file([*TABLE, ["第 1 页 共 1 页"], ["以下空白"], ["共 2 条记录"], ["----------"]]), left_out={"note": 4}
    ),
    "several sheets alike": Ugly(xlsx(("一月", TABLE[:2]), ("二月", [TABLE[0], TABLE[2]])), rows=GOOD),
    "several sheets, columns in another order": Ugly(
        xlsx(("一月", TABLE[:2]), ("二月", [row[::-1] for row in (TABLE[0], TABLE[2])]))
    ),
    "a sheet of explanations first": Ugly(xlsx(("说明", [["请按模板填写"], ["不要改列名"]]), ("数据", TABLE))),
    "other sheets": Ugly(xlsx(("数据", TABLE), ("汇总", [["地区", "数量"], ["华东", 3]]))),
    "archive of files": Ugly(
        lambda folder: _zip(
            folder, ("一月.csv", text(TABLE[:2])), ("二月.csv", text([TABLE[0], TABLE[2]], encoding="gb18030"))
        )
    ),
    "archive of a workbook and a picture": Ugly(
        lambda folder: _zip(
            folder, ("a.xlsx", bytes_of(xlsx(), folder)), ("logo.png", b"\x89PNG"), ("__MACOSX/._a", b"x")
        )
    ),
    "hidden rows": Ugly(xlsx(TABLE, hidden=[1]), says=["1 hidden rows"]),
    "full-width figures": Ugly(csv_file(_cell(1, 4, "１２８０．５０")), says=["Full-width"]),
    "money with signs": Ugly(csv_file(_cell(1, 4, "￥1,280.50元"))),
    "money in 万": Ugly(csv_file(_cell(1, 4, "0.12805万")), says=["1280.50"]),
    "unit in the title": Ugly(
        csv_file([[*HEAD[:4], "金额(万元)"], [*ROWS[0][:4], "0.12805"], [*ROWS[1][:4], "0.0099"]])
    ),
    "unit above the head": Ugly(
        xlsx([["", "", "", "", "单位：万元"], HEAD, [*ROWS[0][:4], 0.12805], [*ROWS[1][:4], 0.0099]]),
        left_out={"title": 1},
    ),
    "accountant's dash": Ugly(csv_file(_cell(1, 3, "-")), rows=[(*A1[:3], None, A1[4]), A2], says=["nothing"]),
    "days as numbers": Ugly(
        xlsx([HEAD, [*ROWS[0][:3], 46086, 1280.5], [*ROWS[1][:3], 46087, 99]]), says=["count days"]
    ),
    "days as numbers from 1904": Ugly(
        xlsx([HEAD, [*ROWS[0][:3], 44624, 1280.5], [*ROWS[1][:3], 44625, 99]], epoch_1904=True)
    ),
    "real days": Ugly(xlsx([HEAD, [*ROWS[0][:3], date(2026, 3, 5), 1280.5], [*ROWS[1][:3], date(2026, 3, 6), 99]])),
    "real days from 1904": Ugly(
        xlsx([HEAD, [*ROWS[0][:3], date(2026, 3, 5), 1280.5], [*ROWS[1][:3], date(2026, 3, 6), 99]], epoch_1904=True)
    ),
    "real days in xls": Ugly(
        xls([HEAD, [*ROWS[0][:3], date(2026, 3, 5), 1280.5], [*ROWS[1][:3], date(2026, 3, 6), 99]])
    ),
    "days in Chinese": Ugly(csv_file(_cell(1, 3, "2026年3月5日"))),
    "days in Chinese numerals": Ugly(csv_file(_cell(1, 3, "二〇二六年三月五日"))),
    "short year": Ugly(csv_file(_cell(1, 3, "26.3.5")), says=["check the year"]),
    "no year, but in the name": Ugly(csv_file(_cell(1, 3, "3月5日"), name="销售2026年.csv"), says=["file's name"]),
    "no year": Ugly(csv_file(_cell(1, 3, "3月5日")), rows=[A2], errors=1, says=["has no year"]),
    "phone as a number": Ugly(xlsx([HEAD, ["A1", "华东贸易", 13800000001.0, *ROWS[0][3:]], ROWS[1]])),
    "phone in short form": Ugly(csv_file(_cell(1, 2, "1.38E+10")), rows=[A2], errors=1, says=["digits are lost"]),
    "two phones": Ugly(csv_file(_cell(1, 2, "13800000001、13900000009")), says=["13900000009"]),
    "number of 18 digits": Ugly(xlsx(_cell(1, 0, 110101199001011234)), rows=[A2], errors=1, says=["digits are lost"]),
    "apostrophes": Ugly(csv_file(_cell(1, 2, "'13800000001"))),
    "digits as a formula": Ugly(csv_file(_cell(1, 0, '="A1"'))),
    "non-breaking and zero-width spaces": Ugly(csv_file(_cell(1, 1, "\u00a0华东\u200b贸易\u00a0"))),
    "error value": Ugly(csv_file(_cell(1, 4, "#N/A")), rows=[A2], errors=1, says=["#N/A"]),
    "only a head": Ugly(csv_file(TABLE[:1]), rows=(), says=["no row below"]),
    "everything at once": Ugly(
        xlsx([*TITLES, *TWO_LINES[:3], TOTAL, *TWO_LINES[:1], TWO_LINES[3], ["总计", "", "", "", 1379.5], [], *FOOT]),
        left_out={"title": 2, "total": 2, "note": 2, "head again": 1},
    ),
    "everything at once as text": Ugly(
        csv_file([*TITLES, *TABLE, TOTAL, *FOOT], encoding="utf-16-le", delimiter="\t", name="a.xls"),
        left_out={"title": 2, "total": 1, "note": 2},
    ),
}


def _read(path: Path, folder: Path) -> tuple[Head, list[tuple[object, ...]], list[str], int]:
    head = read_into_spool(path, folder / "spool", LAYOUT)
    with Spool(folder / "spool") as spool:
        rows: list[tuple[object, ...]] = [tuple(row.values.values()) for batch in spool.groups() for row in batch]
        told = [str(fault.phrase) for fault in spool.faults("error", "warning", "note")]
        return head, rows, told, spool.counts().errored


@pytest.mark.parametrize("name", CASES)
def test_an_ugly_file_gives_what_it_should(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    head, rows, told, errors = _read(case.make(tmp_path), tmp_path)
    assert rows == [*case.rows]
    assert head.left_out_counts == case.left_out
    assert errors == case.errors, told
    for words in case.says:
        assert any(words in sentence for sentence in told), told


def test_the_corpus_is_large() -> None:
    assert len(CASES) >= 40


names = st.text(st.sampled_from("华东南海贸易实业科技有限公司天地"), min_size=2, max_size=6)
amounts = st.integers(1, 9_999_999)
days = st.dates(date(2001, 1, 1), date(2069, 12, 31))
records = st.lists(st.tuples(names, amounts, days), min_size=1, max_size=12)
DAYS: dict[str, Callable[[date], str]] = {
    "plain": lambda day: day.isoformat(),
    "chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day} 14:30",
    "digits": lambda day: day.strftime("%Y%m%d"),
    "full-width": lambda day: day.isoformat().translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
}
MONEY: dict[str, Callable[[int], str]] = {
    "plain": lambda fen: f"{fen / 100:.2f}",
    "commas": lambda fen: f"￥{fen / 100:,.2f}",
    "yuan": lambda fen: f"{fen / 100:.2f}元",
    "wan": lambda fen: f"{fen / 1_000_000:.6f}万",
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=records,
    day=st.sampled_from([*DAYS]),
    money=st.sampled_from([*MONEY]),
    above=st.booleans(),
    total=st.booleans(),
    foot=st.booleans(),
    blank=st.booleans(),
    two_lines=st.booleans(),
    how=st.sampled_from(["utf-8", "gb18030", "utf-16", "tab", "xlsx", "xls", "html"]),
)
def test_any_combination_of_uglinesses_gives_the_same_values(
    rows: list[tuple[str, int, date]],
    day: str,
    money: str,
    above: bool,
    total: bool,
    foot: bool,
    blank: bool,
    two_lines: bool,
    how: str,
) -> None:
    table: list[list[object]] = [*TITLES] if above else []
    table += TWO_LINES[:2] if two_lines else [HEAD]  # type: ignore[list-item]
    for number, (name, fen, on) in enumerate(rows):
        table.append([f"A{number}", name, f"138{number:08d}", DAYS[day](on), MONEY[money](fen)])
        table += [["", "", "", "", ""]] if blank else []
    table += [TOTAL] if total else []
    table += FOOT if foot else []
    makers: dict[str, Maker] = {
        "tab": csv_file(table, delimiter="\t"),
        "xlsx": xlsx(table),
        "xls": xls(table),
        "html": html(table),
    }
    with TemporaryDirectory() as place:
        folder = Path(place)
        path = (makers.get(how) or csv_file(table, encoding=how))(folder)
        _, found, told, errors = _read(path, folder)
    assert errors == 0, told
    expected = {(f"A{n}", name, f"138{n:08d}", on.isoformat(), fen) for n, (name, fen, on) in enumerate(rows)}
    assert {*found} == expected
