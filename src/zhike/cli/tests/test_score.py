"""`zhike score`: files as people have them, what is printed and written, and how it says no."""

import csv
import json
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from zhike.analytics.purchases import code
from zhike.cli import main
from zhike.cli.refusal import Refusal
from zhike.cli.score import scoring
from zhike.cli.score.purchases import Purchases
from zhike.cli.tests.processes import SOURCE
from zhike.phrases import chinese

WITHOUT_DJANGO = """
import sys
from zhike.cli import main
code = main(sys.argv[1:])
print("django" in sys.modules, file=sys.stderr)
raise SystemExit(code)
"""
HEAD = "客户,日期,金额\n"
SHOP = HEAD + "".join(f"客户{who},2024-{month:02}-1{who},{who}00.50\n" for who in range(9) for month in range(1, 9))

ONLY_RETURNS = "The file holds no purchase: all its amounts are returns, or all its dates lie in the future."

Json = dict[str, object]


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def make(text: str = SHOP, name: str = "购买.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return make


def cdnow() -> str:
    return str(files("lifetimes.datasets") / "CDNOW_sample.txt")


def answer(capsys: pytest.CaptureFixture[str], *words: object) -> Json:
    assert main(["score", *map(str, words), "--json"]) == 0
    found: Json = json.loads(capsys.readouterr().out)
    return found


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert main(["score", *map(str, words)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    return told.err


def test_it_runs_without_django_and_without_settings_and_gives_the_papers_table(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, "score", cdnow(), "--as-of=1997-09-30", "--time-unit=week", "--json"],
        env={"PYTHONPATH": str(SOURCE)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.splitlines()[-1] == "False"
    found = json.loads(done.stdout)
    assert list(found) == ["customers", "transactions", "as_of", "time_unit", "models", "concentration", "backtest"]
    assert (found["customers"], found["as_of"], found["time_unit"]) == (2357, "1997-09-30", "week")
    bg = found["models"]["bg_nbd"]
    assert [round(bg[name], 3) for name in ("r", "alpha", "a", "b")] == [0.243, 4.414, 0.793, 2.426]
    assert list(tmp_path.iterdir()) == []


def test_the_figures_are_printed_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", cdnow(), "--as-of", "1997-09-30", "--time-unit", "week"]) == 0
    told = capsys.readouterr()
    assert "2,357" in told.out
    assert "r 0.24259  alpha 4.4136" in told.out
    assert "-9,582.429" in told.out
    assert "--customer" in told.err  # taken by its cells


@pytest.mark.parametrize(
    "text",
    [
        SHOP,
        SHOP.replace(",", "\t"),
        SHOP.replace("客户,日期,金额", "Customer ID,order_date,Total"),
        SHOP.replace("-", "/"),
        SHOP.replace(HEAD, "销售明细表\n" + HEAD),
        SHOP + "合计,,32436.00\n",
        SHOP.replace(".50", ".50元"),
    ],
    ids=["plain", "tabs", "english", "slashes", "title above", "total below", "currency"],
)
def test_texts_are_read_however_they_are_written(
    text: str, file: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, file(text))
    assert (found["customers"], found["transactions"], found["as_of"]) == (9, 72, "2024-08-18")


def test_another_encoding_is_read(file: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, file(encoding="gb18030")) == answer(capsys, file(encoding="utf-8-sig"))


def test_parquet_and_workbooks_give_what_their_csv_gives(
    file: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [line.split(",") for line in SHOP.splitlines()]
    columns = list(zip(*rows[1:], strict=True))
    days = pa.array(columns[1]).cast(pa.timestamp("us"))
    pq.write_table(
        pa.table({"客户": columns[0], "日期": days, "金额": list(map(float, columns[2]))}), tmp_path / "a.bin"
    )
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate(rows):
            sheet.write_row(line, 0, cells)
    plain = answer(capsys, file())
    assert answer(capsys, tmp_path / "a.bin") == plain
    assert answer(capsys, tmp_path / "a.xlsx") == plain


def test_columns_are_taken_as_they_are_named(file: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    path = file(SHOP.replace("客户,日期,金额", "甲,乙,丙"))
    found = answer(capsys, path, "--customer", "甲", "--time", "乙", "--amount", "丙")
    assert found["customers"] == 9
    assert "甲、乙、丙" in refused(capsys, path, "--customer", "丁")


def test_without_amounts_purchases_are_counted(file: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    text = "".join(line.rpartition(",")[0] + "\n" for line in SHOP.splitlines())
    assert main(["score", str(file(text)), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["concentration"]["gini"] == 0
    assert "--amount" in told.err


@pytest.mark.parametrize("name", ["o.csv", "o.parquet", "o.xlsx"])
def test_one_row_per_customer_is_written(
    name: str, file: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / name
    assert main(["score", str(file()), "--out", str(out)]) == 0
    assert name in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir() if "draft" in path.name] == []
    if name == "o.csv":
        with out.open(encoding="utf-8-sig", newline="") as text:
            rows = list(csv.DictReader(text))
        assert (len(rows), rows[1]["customer"], rows[1]["purchase_days"]) == (9, "客户1", "8")
        assert {row["basis"] for row in rows} == {"gap_rule"}
        assert not {"nan", "inf", "NaN"} & {cell for row in rows for cell in row.values()}
    elif name == "o.parquet":
        table = pq.read_table(out)
        assert table.num_rows == 9
        assert {"expected", "low80", "high80", "p_buys", "next_date", "value", "state"} <= set(table.column_names)


def test_the_handbook_explains_every_column(file: Callable[..., Path], tmp_path: Path) -> None:
    assert main(["score", str(file()), "--out", str(tmp_path / "o.csv")]) == 0
    names = next(csv.reader([(tmp_path / "o.csv").read_text(encoding="utf-8-sig").splitlines()[0]]))
    page = (SOURCE.parent / "docs" / "handbook" / "score.md").read_text(encoding="utf-8")
    assert not [name for name in names if f"`{name}`" not in page]


def test_customers_that_look_like_formulas_stay_texts(
    file: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "o.csv"
    assert main(["score", str(file(SHOP.replace("客户1", "=1+1"))), "--out", str(out)]) == 0
    capsys.readouterr()
    assert "'=1+1" in out.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "空"),
        (HEAD, chinese("There is no purchase in the file: below the head there is no row.")),
        ("甲,乙\n1,2\n", "--customer"),
        (SHOP.replace("100.50", "很多", 1), "很多"),
        (SHOP.replace("2024-01-11", "2024-13-11", 1), "2024-13-11"),
        (SHOP.replace("客户1,2024-01", ",2024-01", 1), "10"),
        (HEAD + "甲,2024-01-01,-5\n", chinese(ONLY_RETURNS)),
    ],
    ids=["empty", "head only", "no column", "text for amount", "no day", "no customer", "only returns"],
)
def test_what_cannot_be_is_refused_with_its_remedy(
    text: str, said: str, file: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, file(text))


def test_numbers_too_large_for_amounts_are_told_with_a_purchase_and_the_remedy() -> None:
    size = 470_000
    amount = np.full(size, 10**13 - 2)
    amount[41] += 1
    days = np.full(size, np.datetime64("2024-01-01"))
    purchases = Purchases(code(np.arange(size)), days, amount, {"customer": "客户", "time": "日期", "amount": "单号"})
    words = Namespace(as_of=None, horizon_days=90, holdout_days=None, time_unit="day", blend=False)
    with pytest.raises(Refusal) as refusal:
        scoring.score(purchases, words, today=date(2024, 6, 1))
    told = refusal.value.in_chinese()
    assert chinese("amounts are no numbers, or together too large to be added up") in told
    assert "单号" in told
    assert " 42 " in told
    assert "--amount" in told


@pytest.mark.parametrize("day", ["1899-12-31", "2200-01-01"])
def test_a_day_out_of_its_limits_is_refused(
    day: str, file: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert chinese("--as-of wants a day from 1900-01-01 to 2199-12-31.") in refused(capsys, file(), "--as-of", day)


def test_a_bad_cell_is_named_by_row_and_column(file: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, file(SHOP.replace("100.50", "很多", 1)))
    assert "10" in told
    assert "金额" in told


def test_a_missing_file_and_a_picture_are_refused(
    file: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "不存在" in refused(capsys, tmp_path / "nowhere.csv")
    picture = tmp_path / "a.csv"
    picture.write_bytes(bytes(range(256)) * 20)
    assert refused(capsys, picture)
    assert refused(capsys, tmp_path)


def test_a_parquet_file_with_bad_cells_is_refused_by_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.parquet"
    table = {"customer": ["甲", "乙"], "date": ["2024-01-01", "2024-02-01"], "amount": [1.0, None]}
    pq.write_table(pa.table(table), path)
    assert "2" in refused(capsys, path)
    path.write_bytes(path.read_bytes()[:100])
    assert str(path) in refused(capsys, path)


def test_where_nothing_can_be_written_is_said_before_anything_is_done(
    file: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = file()
    for out in (tmp_path / "no" / "o.csv", tmp_path / "o.doc", source):
        assert "--out" in refused(capsys, source, "--out", out)
    assert source.read_text(encoding="utf-8") == SHOP


@pytest.mark.parametrize("option", ["--horizon-days", "--holdout-days"])
def test_days_out_of_their_limits_are_refused(
    option: str, file: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert option in refused(capsys, file(), option, "0")
    assert option.replace("horizon", "holdout") in refused(capsys, file(), "--holdout-days", "9000")


def test_a_day_that_is_none_is_refused(file: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["score", str(file()), "--as-of", "2024-02-30"])
    assert ended.value.code == 2
    assert "2024-02-30" in capsys.readouterr().err


def test_a_refusal_with_json_is_one_object(file: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(file("")), "--json"]) == 2
    assert list(json.loads(capsys.readouterr().out)) == ["error"]
