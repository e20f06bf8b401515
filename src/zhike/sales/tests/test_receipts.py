"""Receipts from files: submitted once, whatever comes twice; listed with their sum."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import Cast, customer
from tests.factories.files import bring_in, counts, reasons, tables, take_back, write_csv
from zhike.customers.models import Customer
from zhike.exchange.models import ImportRun
from zhike.sales import queries
from zhike.sales.models import Receipt
from zhike.sales.rules.receipts import prepare

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_batches")]

HEADS = ("收款单号", "客户", "收款日期", "金额", "收款方式", "摘要")


@pytest.fixture
def people(people: Cast) -> Cast:
    customer("宏达商贸", number="K1", owner=people.rep)
    customer("远山食品", number="K2", owner=people.other_rep)
    return people


def row(number: str = "", buyer: str = "K1", **cells: str) -> list[str]:
    told = {"收款单号": number, "客户": buyer, "收款日期": "2026-03-05", "金额": "100"} | cells
    return [told.get(head, "") for head in HEADS]


def import_receipts(folder: Path, *rows: list[str], unknown: str = "refuse", dry_run: bool = False) -> ImportRun:
    path = write_csv(folder / "收款.csv", rows, HEADS)
    return bring_in("receipts", path, options={"unknown_customers": unknown}, dry_run=dry_run)


def known() -> list[tuple[Any, ...]]:
    rows = Receipt.objects.order_by("number")
    return list(rows.values_list("number", "customer__number", "received_on", "amount", "way"))


def test_a_receipt_is_submitted_with_what_its_row_says(people: Cast, tmp_path: Path) -> None:
    run = import_receipts(tmp_path, row("S1", "宏达商贸", 金额="1,234.50", 收款方式="承兑汇票"))
    assert counts(run) == (1, 1, 0, 0, 0)
    assert known() == [("S1", "K1", date(2026, 3, 5), 123_450, "draft")]


def test_a_file_without_numbers_brought_twice_doubles_nothing(people: Cast, tmp_path: Path) -> None:
    rows = [row(), row(金额="200"), row(buyer="K2")]
    import_receipts(tmp_path, *rows)
    before = known()
    assert [number for number, *_ in before] == ["SK000001", "SK000002", "SK000003"]
    assert counts(import_receipts(tmp_path, *rows)) == (3, 0, 0, 3, 0)
    assert known() == before


def test_two_rows_alike_without_numbers_are_two_receipts_and_are_named(people: Cast, tmp_path: Path) -> None:
    run = import_receipts(tmp_path, row(), row(), row())
    assert len(known()) == run.created == 3
    assert [line for line, _, _ in reasons(run)] == [3, 4]
    assert counts(import_receipts(tmp_path, row(), row())) == (2, 0, 0, 2, 0)


def test_a_number_once_given_is_refused_for_anything_else(people: Cast, tmp_path: Path) -> None:
    import_receipts(tmp_path, row("S1"))
    run = import_receipts(tmp_path, row("S1", 金额="99"), row("S1"), row("S2"), row("S2"))
    assert (run.created, run.updated, run.skipped, run.errored) == (1, 0, 1, 2)
    assert [amount for *_, amount, _ in known()] == [10_000, 10_000]


def test_given_numbers_pass_over_those_of_the_file(people: Cast, tmp_path: Path) -> None:
    import_receipts(tmp_path, row(), row("SK000001", 金额="5"), row(buyer="K2"))
    assert {number for number, *_ in known()} == {"SK000001", "SK000002", "SK000003"}


@pytest.mark.parametrize(("amount", "column"), [("0", "金额"), ("-5", "金额"), ("", "金额")])
def test_nothing_but_money_that_came_in_is_a_receipt(amount: str, column: str, people: Cast, tmp_path: Path) -> None:
    run = import_receipts(tmp_path, row("S1", 金额=amount))
    assert (run.errored, reasons(run)[0][1]) == (1, column)


def test_unknown_customers_are_given_back_or_made(people: Cast, tmp_path: Path) -> None:
    assert import_receipts(tmp_path, row(buyer="长风")).errored == 1
    assert import_receipts(tmp_path, row(buyer="长风"), unknown="create").created == 1
    assert Customer.objects.filter(party__name="长风").count() == 1


def test_a_trial_writes_nothing_and_says_what_the_import_does(people: Cast, tmp_path: Path) -> None:
    rows = [row(), row(), row("S1"), row("S1", 金额="7"), row(buyer="长风"), row(buyer="长风", 金额="8")]
    before = tables(besides=[ImportRun])
    trial = import_receipts(tmp_path, *rows, unknown="create", dry_run=True)
    assert tables(besides=[ImportRun]) == before
    assert counts(import_receipts(tmp_path, *rows, unknown="create")) == counts(trial)


def test_an_undo_removes_them(people: Cast, tmp_path: Path) -> None:
    import_receipts(tmp_path, row("S1"))
    run = import_receipts(tmp_path, row("S1"), row("S2"), row())
    take_back(run, people.owner)
    assert [number for number, *_ in known()] == ["S1"]


def test_receipts_follow_their_customer(people: Cast, tmp_path: Path, client: Client) -> None:
    import_receipts(tmp_path, row("S1"), row("S2", "K2", 金额="5"))
    assert [r.number for r in queries.receipts(for_user=people.rep)] == ["S1"]
    client.force_login(people.rep)
    answer = client.get(reverse("receipts:list"))
    assert b"S1" in answer.content
    assert b"S2" not in answer.content
    assert b"100.00" in answer.content.split("合计".encode())[-1] or b"100.00" in answer.content
    assert client.get(reverse("receipts:card", args=["S1"])).status_code == 200
    assert client.get(reverse("receipts:card", args=["S2"])).status_code == 404
    assert [paper.number for paper in client.get(reverse("receipts:list"), {"customer": "K1"}).context["page_obj"]] == [
        "S1"
    ]
    k2 = Customer.objects.get(number="K2")
    assert [queries.receipts_of(k2.pk, for_user=user).count() for user in (people.owner, people.rep)] == [1, 0]


def test_the_list_has_a_fixed_number_of_queries(
    people: Cast, tmp_path: Path, client: Client, django_assert_max_num_queries: Any
) -> None:
    import_receipts(tmp_path, *(row(f"S{n}", 金额=str(n + 1)) for n in range(8)))
    client.force_login(people.owner)
    client.get(reverse("receipts:list"))
    with django_assert_max_num_queries(14):
        client.get(reverse("receipts:list"))


def test_rows_are_prepared_by_a_pure_function() -> None:
    assert prepare([]).told == []
