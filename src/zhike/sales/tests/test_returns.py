"""Returns from files: whole papers, and no more of an order than was sold."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import Cast, customer, order, product
from tests.factories.files import bring_in, counts, reasons, tables, take_back, write_csv
from zhike.customers.models import Customer
from zhike.exchange.models import ImportRun
from zhike.sales.models import Return, ReturnLine
from zhike.sales.operations import returned
from zhike.sales.rules.returned import fitting

pytestmark = pytest.mark.django_db

HEADS = ("退货单号", "客户编号", "退货日期", "原订单号", "退货原因", "产品编码", "数量", "金额")


@pytest.fixture(autouse=True)
def small_batches(read_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhike.exchange.preparing.ROWS_AT_ONCE", 1)


@pytest.fixture
def people(people: Cast) -> Cast:
    order(customer("宏达商贸", number="K1", owner=people.rep), number="D1", amount=10_000)
    order(customer("远山食品", number="K2", owner=people.other_rep), number="D2", amount=10_000)
    return people


def row(number: str, **cells: str) -> list[str]:
    told = {"退货单号": number, "退货日期": "2026-03-05", "原订单号": "D1", "金额": "10"} | cells
    return [told.get(head, "") for head in HEADS]


def import_returns(folder: Path, *rows: list[str], dry_run: bool = False) -> ImportRun:
    return bring_in("returns", write_csv(folder / "退货.csv", rows, HEADS), dry_run=dry_run)


def known() -> list[tuple[Any, ...]]:
    return list(Return.objects.order_by("number").values_list("number", "customer__number", "order__number", "amount"))


def test_the_lines_of_a_number_make_one_return_of_the_orders_customer(people: Cast, tmp_path: Path) -> None:
    run = import_returns(
        tmp_path, row("R1", 产品编码="P1", 数量="2"), row("R1", 金额="5.5"), row("R2", 原订单号="", 客户编号="K2")
    )
    assert counts(run) == (3, 3, 0, 0, 0)
    assert known() == [("R1", "K1", "D1", 1_550), ("R2", "K2", None, 1_000)]
    assert ReturnLine.objects.filter(product__code="P1", quantity=2, amount=1_000).count() == 1


def test_what_is_written_below_zero_came_back_all_the_same(people: Cast, tmp_path: Path) -> None:
    import_returns(tmp_path, row("R1", 数量="-2", 金额="-10"), row("R1", 数量="-1", 金额="-5"))
    assert known() == [("R1", "K1", "D1", 1_500)]
    run = import_returns(tmp_path, row("R2", 金额="-10"), row("R2", 金额="5"))
    assert reasons(run)[0][2].startswith("Return %(number)s has amounts above and below 0")


def test_no_more_comes_back_than_was_sold(people: Cast, tmp_path: Path) -> None:
    import_returns(tmp_path, row("R1", 金额="60"))
    run = import_returns(
        tmp_path, row("R3", 金额="30"), row("R2", 金额="20"), row("R4", 金额="20"), row("R5", 金额="41")
    )
    assert [number for number, *_ in known()] == ["R1", "R2", "R4"]
    assert {text for _, _, text in reasons(run)} == {returned.TOO_MUCH.text}


@pytest.mark.parametrize("second", [{}, {"原订单号": ""}])
def test_every_row_of_a_return_counts(second: dict[str, str], people: Cast, tmp_path: Path) -> None:
    order(Customer.objects.get(number="K1"), number="D3", amount=13_000)
    both = {"客户编号": "K1", "原订单号": "D3", "金额": "60"}
    rows = [row(number, **both | said) for number in ("R1", "R2") for said in ({}, second)]
    run = import_returns(tmp_path, *rows)
    assert known() == [("R1", "K1", "D3", 12_000)]
    assert {text for _, _, text in reasons(run)} == {returned.TOO_MUCH.text}


def test_two_imports_at_once_return_an_order_one_after_the_other(
    people: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "sqlite":  # it has one writer at a time; here it says what another database would do
        monkeypatch.setattr(connection.features, "has_select_for_update", True)
        monkeypatch.setattr(connection.ops, "for_update_sql", lambda **_: "/* FOR UPDATE */")
    with CaptureQueriesContext(connection) as asked:
        import_returns(tmp_path, row("R1"))
    told = [query["sql"] for query in asked]
    held = next(at for at, sql in enumerate(told) if 'FROM "sales_order"' in sql and "FOR UPDATE" in sql)
    assert all(at > held for at, sql in enumerate(told) if 'FROM "sales_return"' in sql)


def test_a_name_means_what_it_was_submitted_as(people: Cast, tmp_path: Path) -> None:
    heads = (*HEADS, "产品")
    file = write_csv(tmp_path / "退货.csv", [[*row("R1"), "T恤"]], heads)
    product("A", "T恤")
    assert bring_in("returns", file).created == 1
    product("B", "T恤")
    assert counts(bring_in("returns", file)) == (1, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"原订单号": "D9"}, returned.NO_ORDER),
        ({"原订单号": "D2", "客户编号": "K1"}, returned.OF_ANOTHER),
        ({"金额": "100.01"}, returned.TOO_MUCH),
    ],
)
def test_a_return_that_cannot_be_stays_out(cells: dict[str, str], reason: Any, people: Cast, tmp_path: Path) -> None:
    run = import_returns(tmp_path, row("R1", **cells))
    assert (run.errored, reasons(run)[0][2]) == (1, reason.text)


def test_the_same_again_is_skipped_and_other_content_refused(people: Cast, tmp_path: Path) -> None:
    import_returns(tmp_path, row("R1", 产品编码="P1"))
    assert counts(import_returns(tmp_path, row("R1", 产品编码="P1"))) == (1, 0, 0, 1, 0)
    assert import_returns(tmp_path, row("R1", 产品编码="P2")).errored == 1


def test_a_trial_writes_nothing_and_says_what_the_import_does(people: Cast, tmp_path: Path) -> None:
    rows = [row(f"R{n}", 金额="30", 产品编码=f"P{n}") for n in range(5)]
    before = tables(besides=[ImportRun])
    trial = import_returns(tmp_path, *rows, dry_run=True)
    assert tables(besides=[ImportRun]) == before
    real = import_returns(tmp_path, *rows)
    assert counts(real) == counts(trial) == (5, 3, 0, 0, 2)
    assert reasons(real) == reasons(trial)


def test_an_undo_removes_them_and_lets_the_order_go_again(people: Cast, tmp_path: Path) -> None:
    run = import_returns(tmp_path, row("R1", 金额="100"))
    take_back(run, people.owner)
    assert known() == []
    assert import_returns(tmp_path, row("R2", 金额="100")).created == 1


def test_returns_follow_their_customer_and_stand_on_the_orders_card(
    people: Cast, tmp_path: Path, client: Client
) -> None:
    import_returns(tmp_path, row("TH-0001"), row("TH-0002", 原订单号="D2"))
    client.force_login(people.rep)
    answer = client.get(reverse("returns:list"))
    assert (b"TH-0001" in answer.content, b"TH-0002" in answer.content) == (True, False)
    assert client.get(reverse("returns:card", args=["TH-0001"])).status_code == 200
    assert client.get(reverse("returns:card", args=["TH-0002"])).status_code == 404
    assert client.get(reverse("return_lines:list")).status_code == 200
    assert b"TH-0001" in client.get(reverse("orders:card", args=["D1"])).content
    assert b"TH-0001" not in client.get(reverse("returns:list"), {"customer": "K2"}).content


def test_the_lower_numbers_fit_first() -> None:
    assert fitting({"R2": 50, "R1": 60, "R3": 40}, remaining=100) == {"R1", "R3"}
