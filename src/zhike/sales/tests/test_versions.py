"""An order that comes again with other content: refused, left, or submitted as a new version."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import Cast, customer, product
from tests.factories.files import AT, ORDER_HEADS, bring_in, counts, reasons, tables, take_back, write_csv
from zhike.core.search import queries as search
from zhike.exchange import operations as exchange
from zhike.exchange.models import ImportRun
from zhike.sales import operations, queries
from zhike.sales.models import Order, Return
from zhike.sales.operations import papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]


@pytest.fixture
def people(people: Cast) -> Cast:
    customer("宏达商贸", number="K1", owner=people.rep)
    return people


def import_order(
    folder: Path, *amounts: str, policy: str = "revise", dry_run: bool = False, buyer: str = "K1"
) -> ImportRun:
    told = {"订单号": "D1", "客户": buyer, "日期": "2026-03-05"}
    rows = [
        [(told | {"金额": amount, "产品编码": f"P{amount}"}).get(head, "") for head in ORDER_HEADS]
        for amount in amounts
    ]
    options = {"existing_papers": policy}
    return bring_in("orders", write_csv(folder / "o.csv", rows), options=options, dry_run=dry_run)


def versions() -> list[tuple[int, int, bool]]:
    rows = Order.objects.order_by("revision")
    return [(order.revision, order.amount, order.is_replaced) for order in rows]


def amount_known() -> int:
    """Answer what every sum says of the customer."""
    ((buyer, told),) = queries.totals_by_customer(until=date(2026, 12, 31)).items()
    days = queries.days_by_customer([buyer], until=date(2026, 12, 31))[buyer]
    shown = queries.total(queries.purchases(buyer, for_user=None, until=date(2026, 12, 31)))
    sums = {told.amount, queries.total(days).amount, shown.amount}
    sums.add(sum(line.amount for line in queries.order_lines(for_user=None)))
    (only,) = sums
    return only


@pytest.mark.parametrize(("policy", "result"), [("refuse", (1, 0, 0, 0, 1)), ("skip", (1, 0, 0, 1, 0))])
def test_a_submitted_order_is_left_as_it_is(policy: str, result: tuple[int, ...], people: Cast, tmp_path: Path) -> None:
    import_order(tmp_path, "100")
    assert counts(import_order(tmp_path, "90", policy=policy)) == result
    assert versions() == [(1, 10_000, False)]


def test_a_new_version_counts_in_place_of_the_former_one(people: Cast, tmp_path: Path, client: Client) -> None:
    import_order(tmp_path, "100")
    operations.index_missing_papers()
    assert counts(import_order(tmp_path, "60", "30")) == (2, 0, 2, 0, 0)
    operations.index_missing_papers()
    assert versions() == [(1, 10_000, True), (2, 9_000, False)]
    assert amount_known() == 9_000
    assert [hit.title for group in search.found("D1", for_user=None) for hit in group.hits] == ["D1"]
    client.force_login(people.rep)
    card = client.get(reverse("orders:card", args=["D1"])).content
    assert (b"90.00" in card, b"100.00" in card) == (True, True)


def test_the_same_version_again_is_skipped(people: Cast, tmp_path: Path) -> None:
    import_order(tmp_path, "100")
    import_order(tmp_path, "90")
    assert counts(import_order(tmp_path, "90")) == (1, 0, 0, 1, 0)
    assert counts(import_order(tmp_path, "100")) == (1, 0, 1, 0, 0)
    assert [revision for revision, *_ in versions()] == [1, 2, 3]


def test_a_trial_writes_nothing(people: Cast, tmp_path: Path) -> None:
    import_order(tmp_path, "100")
    before = tables(besides=[ImportRun])
    assert counts(import_order(tmp_path, "90", dry_run=True)) == (1, 0, 1, 0, 0)
    assert tables(besides=[ImportRun]) == before


def test_an_undo_lets_the_former_version_count_again(people: Cast, tmp_path: Path) -> None:
    first, second = import_order(tmp_path, "100"), import_order(tmp_path, "90")
    take_back(second, people.owner)
    assert versions() == [(1, 10_000, False)]
    assert amount_known() == 10_000
    take_back(first, people.owner)
    assert versions() == []


def test_a_version_that_was_replaced_stays_when_its_import_is_undone(people: Cast, tmp_path: Path) -> None:
    first, second = import_order(tmp_path, "100"), import_order(tmp_path, "90")
    assert [words for words, *_ in take_back(first, people.owner).kept] == ["D1", "P100"]
    take_back(second, people.owner)
    assert versions() == [(1, 10_000, False)]


def test_a_return_keeps_to_its_version_and_both_cards_say_so(people: Cast, tmp_path: Path, client: Client) -> None:
    import_order(tmp_path, "100")
    former = Order.objects.get()
    Return.objects.create(
        number="R1", customer=former.customer, order=former, returned_on=date(2026, 3, 6), amount=1_000
    )
    run = import_order(tmp_path, "90")
    assert (run.updated, reasons(run)[0][2]) == (1, papers.RETURNED.text)
    assert Return.objects.get().order == former
    client.force_login(people.rep)
    assert b"R1" in client.get(reverse("orders:card", args=["D1"])).content
    assert b"D1" in client.get(reverse("returns:card", args=["R1"])).content


def test_an_order_that_moves_to_another_customer_leaves_its_past_behind(
    people: Cast, tmp_path: Path, client: Client
) -> None:
    customer("远山食品", number="K2", owner=people.other_rep)
    import_order(tmp_path, "100")
    former = Order.objects.get()
    Return.objects.create(
        number="TH-0001", customer=former.customer, order=former, returned_on=date(2026, 3, 6), amount=1_234
    )
    import_order(tmp_path, "90", buyer="K2")
    client.force_login(people.other_rep)
    card = client.get(reverse("orders:card", args=["D1"]))
    assert (card.status_code, b"90.00" in card.content) == (200, True)
    assert [word for word in (b"TH-0001", b"12.34", b"100.00") if word in card.content] == []
    assert client.get(reverse("returns:card", args=["TH-0001"])).status_code == 404
    client.force_login(people.owner)
    card = client.get(reverse("orders:card", args=["D1"]))
    assert [word for word in (b"TH-0001", b"12.34", b"100.00") if word not in card.content] == []


NAMED = ("订单号", "客户", "日期", "产品编码", "产品", "金额")


@pytest.mark.parametrize("policy", ["refuse", "skip", "revise"])
@pytest.mark.parametrize("others", [["B"], ["T恤"]])
def test_a_name_means_what_it_was_submitted_as(policy: str, others: list[str], people: Cast, tmp_path: Path) -> None:
    product("A", "T恤")
    file = write_csv(tmp_path / "o.csv", [["D1", "K1", "2026-03-05", "", "T恤", "10"]], NAMED)
    first = bring_in("orders", file, options={"existing_papers": policy})
    for code in others:
        product(code, "T恤")
    assert counts(bring_in("orders", file, options={"existing_papers": policy})) == (1, 0, 0, 1, 0)
    again = ImportRun.objects.get(pk=first.pk)
    again.state = ImportRun.State.IMPORTING
    exchange.carry_out(again, at=AT)
    assert counts(again) == (1, 1, 0, 0, 0)
    assert list(Order.objects.values_list("lines__product__code", flat=True)) == ["A"]


def test_another_code_is_another_content(people: Cast, tmp_path: Path) -> None:
    for code in ("A", "T恤"):
        product(code, "T恤")
    for code, expected in (("A", (1, 1, 0, 0, 0)), ("T恤", (1, 0, 0, 0, 1))):
        file = write_csv(tmp_path / "o.csv", [["D1", "K1", "2026-03-05", code, "T恤", "10"]], NAMED)
        assert counts(bring_in("orders", file)) == expected
