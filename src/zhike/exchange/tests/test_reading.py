"""A file is read into a spool, by a child that knows nothing of Django and cannot harm the machine."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
import xlsxwriter

from zhike.exchange.columns import Column, Layout, Refused
from zhike.exchange.reading import Cancelled, ReadingFailed, read_in_child, read_into_spool
from zhike.exchange.sheets import Limits
from zhike.exchange.spool import Counts, Spool

LAYOUT = Layout(
    columns=(
        Column("number", "订单号", "code"),
        Column("customer_number", "客户编号", "code"),
        Column("customer_name", "客户名称", "text"),
        Column("on", "日期", "date", needed=True),
        Column("amount", "金额", "money", needed=True),
    ),
    key=("number",),
    any_of=(("customer_number", "customer_name"),),
)
HEADER = "订单号,客户名称,日期,金额,备注\n"


def _source(folder: Path, rows: str, header: str = HEADER) -> Path:
    path = folder / "orders.csv"
    path.write_text(header + rows, encoding="utf-8")
    return path


def _faults(folder: Path) -> list[tuple[int, str, str]]:
    with Spool(folder / "spool") as spool:
        return [(fault.line, fault.column, str(fault.phrase)) for fault in spool.faults()]


def test_good_rows_come_out_with_the_values_of_all_columns(tmp_path: Path) -> None:
    source = _source(tmp_path, "A1,𠮷野家,2026-3-5,12.5,急\n\nA1,𠮷野家,2026/3/5,0,\n")
    head = read_into_spool(source, tmp_path / "spool", layout=LAYOUT)
    assert (head.kind, head.encoding, head.rows, head.ignored) == ("csv", "utf-8", 2, ("备注",))
    assert head.matched == ("订单号", "客户名称", "日期", "金额")
    with Spool(tmp_path / "spool") as spool:
        (batch,) = spool.groups()
    values = {"number": "A1", "customer_number": None, "customer_name": "𠮷野家", "on": "2026-03-05"}
    assert [(row.line, row.values) for row in batch] == [
        (2, {**values, "amount": 1250}),
        (4, {**values, "amount": 0}),
    ]


def test_what_is_wrong_with_a_row_names_its_place(tmp_path: Path) -> None:
    rows = f"A1,{'王' * 10_000},2026-02-30,-5,\nA2,李,2026-03-05\nA3,,2026-03-05,1,\nA4,李,2026-03-05,1,x,y\n"
    read_into_spool(_source(tmp_path, rows), tmp_path / "spool", layout=LAYOUT)
    assert [(line, column) for line, column, _ in _faults(tmp_path)] == [
        (2, "客户名称"),
        (2, "日期"),
        (2, "金额"),
        (3, "金额"),
        (4, ""),
        (5, ""),
    ]
    assert "客户编号 / 客户名称" in _faults(tmp_path)[4][2]
    assert "more cells than the header" in _faults(tmp_path)[5][2]


def test_rows_without_a_key_stand_alone(tmp_path: Path) -> None:
    read_into_spool(_source(tmp_path, ",李,2026-03-05,1,\n" * 3), tmp_path / "spool", layout=LAYOUT)
    with Spool(tmp_path / "spool") as spool:
        assert [[row.line for row in batch] for batch in spool.groups(limit=1)] == [[2], [3], [4]]


def test_an_uncalculated_formula_says_to_paste_values(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["订单号", "客户名称", "日期", "金额"])
        sheet.write_row(1, 0, ["A1", "李", "2026-03-05"])
        sheet.write_formula(1, 3, "=1+1", value="")
    read_into_spool(tmp_path / "a.xlsx", tmp_path / "spool", layout=LAYOUT)
    ((line, column, words),) = _faults(tmp_path)
    assert (line, column) == (2, "金额")
    assert "paste it as a value" in words


def test_a_header_wider_than_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="more than 4 columns"):
        read_into_spool(_source(tmp_path, ""), tmp_path / "spool", layout=LAYOUT, limits=Limits(max_columns=4))


def test_a_child_reads_the_file_and_reports(tmp_path: Path) -> None:
    source = _source(tmp_path, "A1,李,2026-03-05,1,\n" * 3)
    assert read_in_child(source, tmp_path / "spool", layout=LAYOUT).rows == 3
    with Spool(tmp_path / "spool") as spool:
        assert spool.counts() == Counts(rows=3, errored=0)


def test_a_child_passes_a_refusal_on(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Not found in the first row: 日期") as refusal:
        read_in_child(_source(tmp_path, "", "订单号,客户名称,金额\n"), tmp_path / "spool", layout=LAYOUT)
    assert refusal.value.phrase.values["names"] == "日期"


def test_a_child_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    source = _source(tmp_path, "A1," + "李" * 60_000_000 + "\n")
    with pytest.raises(Refused, match="more memory"):
        read_in_child(source, tmp_path / "spool", layout=LAYOUT, limits=Limits(max_text=2**30), memory_mb=150)


def test_a_broken_child_is_not_taken_for_an_answer(tmp_path: Path) -> None:
    with pytest.raises(ReadingFailed):
        read_in_child(tmp_path / "missing.csv", tmp_path / "spool", layout=LAYOUT)


def test_reading_can_be_cancelled_while_it_tells_its_progress(tmp_path: Path) -> None:
    source = _source(tmp_path, "A1,李,2026-03-05,1,\n" * 200_000)
    cancel = Event()
    told: list[int] = []

    def progress(rows: int) -> None:
        told.append(rows)
        cancel.set()

    with pytest.raises(Cancelled):
        read_in_child(source, tmp_path / "spool", layout=LAYOUT, progress=progress, cancel=cancel)
    assert 0 < told[0] < 200_000


def test_a_child_dies_with_its_parent() -> None:
    child = subprocess.Popen(
        [
            sys.executable,
            "-P",
            "-c",
            "from zhike.exchange.reading import __main__ as m; import time; m.watch(); time.sleep(60)",
        ],
        stdin=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert child.stdin
    child.stdin.close()
    assert child.wait(timeout=20) == 1


def test_the_child_knows_nothing_of_django_or_numerics() -> None:
    code = (
        "import sys, zhike.exchange.reading.__main__, zhike.exchange.faults;"
        "sys.exit(sum(name in sys.modules for name in ('django', 'numpy', 'openpyxl', 'pandas')))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    assert subprocess.run([sys.executable, "-P", "-c", code], env=environment, check=False).returncode == 0
