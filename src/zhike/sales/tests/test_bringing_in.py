"""Orders from files: whole papers, submitted once, never edited."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import customer, product
from tests.factories.files import ORDER_HEADS, bring_in, counts, reasons, tables, write_csv
from zhike.catalog.models import Product
from zhike.customers.models import Customer
from zhike.exchange.models import ImportRun
from zhike.sales import operations
from zhike.sales.models import Order, OrderLine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

CREATE = {"unknown_customers": "create"}


def line(number: str, buyer: str = "K1", **cells: Any) -> list[Any]:
    """Make a row of an order file; cells by their heads."""
    values = {"订单号": number, "客户": buyer, "日期": "2026-03-05", "金额": "100"} | cells
    return [values.get(head, "") for head in ORDER_HEADS]


def import_orders(folder: Path, *rows: list[Any], dry_run: bool = False, options: Any = None) -> ImportRun:
    return bring_in("orders", write_csv(folder / "orders.csv", rows), dry_run=dry_run, options=options)


@pytest.fixture
def buyer() -> Customer:
    return customer("宏达商贸", number="K1")


def papers() -> list[tuple[Any, ...]]:
    return list(
        OrderLine.objects.order_by("order__number", "position").values_list("order__number", "position", "amount")
    )


def test_the_rows_of_a_number_make_one_paper_and_counts_are_of_rows(buyer: Customer, tmp_path: Path) -> None:
    rows = [
        line("D1", 产品编码="P1", 数量="2", 单价="50"),
        line("D2", 金额="0.01"),
        line("D1", 产品编码="P2", 金额="20.5"),
    ]
    assert counts(import_orders(tmp_path, *rows)) == (3, 3, 0, 0, 0)
    first = Order.objects.get(number="D1")
    assert (first.customer, first.ordered_on, first.amount, first.cost) == (buyer, date(2026, 3, 5), 12_050, None)
    assert papers() == [("D1", 1, 10_000), ("D1", 2, 2_050), ("D2", 1, 1)]
    assert set(Product.objects.values_list("code", flat=True)) == {"P1", "P2"}


def test_a_dry_run_writes_nothing_and_says_what_will_happen(buyer: Customer, tmp_path: Path) -> None:
    before = tables(besides=[ImportRun])
    rows = [line("D1", 产品编码="P1"), line("D2", "未知"), line("D3", 日期="2026-02-30")]
    trial = import_orders(tmp_path, *rows, dry_run=True)
    assert tables(besides=[ImportRun]) == before
    real = import_orders(tmp_path, *rows)
    assert counts(trial) == counts(real) == (3, 1, 0, 0, 2)
    assert reasons(trial) == reasons(real)


def test_the_same_file_twice_makes_nothing_new(buyer: Customer, tmp_path: Path) -> None:
    rows = [line("D1", 数量="1.50"), line("D1", 数量="1.5"), line("D2", 产品编码="P1", 成本="60")]
    import_orders(tmp_path, *rows)
    before = tables(besides=[ImportRun])
    assert counts(import_orders(tmp_path, *rows)) == (3, 0, 0, 3, 0)
    after = tables(besides=[ImportRun])
    assert {name for name in after if after[name] != before[name]} <= {"audit.Batch", "audit.Entry", "jobs.Job"}


@pytest.mark.parametrize(
    "changed",
    [
        {"金额": "101"},
        {"日期": "2026-03-06"},
        {"数量": "9"},
        {"单价": "1"},
        {"产品编码": "P9"},
        {"成本": "1"},
        {"客户": "K2"},
        {"行号": "7"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_submitted_paper_with_other_content_is_refused_and_unchanged(
    changed: dict[str, str], buyer: Customer, tmp_path: Path
) -> None:
    customer("别家", number="K2")
    import_orders(tmp_path, line("D1", 产品编码="P1", 数量="1"))
    kept = tables()["sales.Order"], tables()["sales.OrderLine"]
    run = import_orders(tmp_path, line("D1", **({"产品编码": "P1", "数量": "1"} | changed)))
    assert counts(run) == (1, 0, 0, 0, 1)
    assert reasons(run) == [(2, "订单号", operations.SUBMITTED.text)]
    assert (tables()["sales.Order"], tables()["sales.OrderLine"]) == kept


def test_one_line_more_or_less_is_other_content(buyer: Customer, tmp_path: Path) -> None:
    import_orders(tmp_path, line("D1"), line("D1"))
    assert counts(import_orders(tmp_path, line("D1"))) == (1, 0, 0, 0, 1)
    assert counts(import_orders(tmp_path, line("D1"), line("D1"), line("D1"))) == (3, 0, 0, 0, 3)
    assert len(papers()) == 2


def test_identical_lines_are_distinct(buyer: Customer, tmp_path: Path) -> None:
    import_orders(tmp_path, *[line("D1", 产品编码="P1", 数量="1")] * 3)
    assert Order.objects.get().amount == 30_000
    assert papers() == [("D1", n, 10_000) for n in (1, 2, 3)]


def test_zero_amounts_and_quantities_are_valid(buyer: Customer, tmp_path: Path) -> None:
    assert counts(import_orders(tmp_path, line("D1", 金额="0", 数量="0", 单价="0", 成本="0"))) == (1, 1, 0, 0, 0)
    assert (Order.objects.get().amount, Order.objects.get().cost) == (0, 0)


def test_repeated_line_numbers_hold_the_whole_paper_back(buyer: Customer, tmp_path: Path) -> None:
    run = import_orders(tmp_path, line("D1", 行号="1"), line("D1", 行号="1"), line("D2", 行号="5"))
    assert counts(run) == (3, 1, 0, 0, 2)
    assert papers() == [("D2", 5, 10_000)]


@pytest.mark.parametrize(
    "bad", [{"金额": "abc"}, {"日期": "2026-02-30"}, {"日期": "2026-03-06"}, {"数量": "-1"}, {"客户": "K2"}]
)
def test_an_order_with_one_bad_row_is_held_back_whole(bad: dict[str, str], buyer: Customer, tmp_path: Path) -> None:
    run = import_orders(tmp_path, line("D1"), line("D1", **bad), line("D2"))
    assert counts(run) == (3, 1, 0, 0, 2)
    assert {place for place, _, _ in reasons(run)} == {2, 3}
    assert papers() == [("D2", 1, 10_000)]


def test_unknown_customers_are_refused_unless_one_chooses_to_add_them(buyer: Customer, tmp_path: Path) -> None:
    rows = [line("D1", "K1"), line("D2", "K77"), line("D3", "远山科技"), line("D4", "远山科技")]
    refused = import_orders(tmp_path, *rows)
    assert counts(refused) == (4, 1, 0, 0, 3)
    assert {column for _, column, _ in reasons(refused)} == {"客户"}
    assert Customer.objects.count() == 1
    assert counts(import_orders(tmp_path, *rows, options=CREATE)) == (4, 3, 0, 1, 0)
    made = {c.number: c.party.name for c in Customer.objects.exclude(number="K1").select_related("party")}
    assert made == {"K77": "K77", "K000001": "远山科技"}


def test_a_customer_is_known_by_number_or_by_a_name_of_its_own(buyer: Customer, tmp_path: Path) -> None:
    for number in ("K2", "K3"):
        customer("同名", number=number)
    run = import_orders(tmp_path, line("D1", "宏达商贸"), line("D2", "K2"), line("D3", "同名"), options=CREATE)
    assert counts(run) == (3, 2, 0, 0, 1)
    assert reasons(run) == [(4, "客户", operations.SEVERAL.text)]


def test_a_product_is_known_by_its_code_or_by_a_name_of_its_own(buyer: Customer, tmp_path: Path) -> None:
    wine = product("P1", "酒")
    import_orders(tmp_path, line("D1", 产品编码="P1"), line("D2", 产品编码="酒"), line("D3", 产品编码="茶"))
    assert Product.objects.count() == 2
    assert OrderLine.objects.filter(product=wine).count() == 2


def test_a_number_written_with_leading_zeros_keeps_them(tmp_path: Path) -> None:
    import_orders(tmp_path, line("000123", "00007"), options=CREATE)
    assert Order.objects.get().number == "000123"
    assert Customer.objects.get().number == "00007"


def test_a_corrected_error_file_can_be_imported_as_it_is(buyer: Customer, tmp_path: Path) -> None:
    run = import_orders(tmp_path, line("D1"), line("D2", 金额="一百"), line("D3", 日期="昨天"))
    assert run.error_file_path is not None
    corrected = tmp_path / "corrected.csv"
    given_back = run.error_file_path.read_text(encoding="utf-8-sig")
    corrected.write_text(given_back.replace("一百", "100").replace("昨天", "2026-03-05"), encoding="utf-8")
    assert counts(bring_in("orders", corrected)) == (2, 2, 0, 0, 0)
    assert [number for number, *_ in papers()] == ["D1", "D2", "D3"]


def test_a_file_of_several_batches_comes_in_whole(buyer: Customer, tmp_path: Path) -> None:
    rows = [line(f"D{n // 3}", 金额=f"{n}.01") for n in range(1_300)]
    assert counts(import_orders(tmp_path, *rows)) == (1_300, 1_300, 0, 0, 0)
    assert sum(amount for _, _, amount in papers()) == sum(n * 100 + 1 for n in range(1_300))
    assert Order.objects.count() == 434
