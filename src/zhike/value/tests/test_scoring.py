"""Scoring writes labels that lists can sort by, from the papers up to a day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import TODAY, customer, order
from zhike.customers.models import Customer
from zhike.sales.models import Order, Return
from zhike.value import jobs
from zhike.value.models import Score
from zhike.value.operations import score_customers
from zhike.value.queries import quiet_customers, score_of

pytestmark = pytest.mark.django_db

MARGINS = {"C01": 96_000, "C02": 150_000, "C03": 42_000, "C04": 30_000, "C05": 25_000}
MARGINS |= {"C06": 60_000, "C07": 8_000, "C08": 12_000, "C09": 3_000, "C10": 500}


def sell(margins: dict[str, int], *, cost: int | None = 0, on: date = TODAY) -> None:
    """Give each number a customer with one order of this margin, in 元."""
    for number, margin in margins.items():
        buyer = customer(f"客户{number}", number=number)
        order(buyer, number=f"D-{number}", on=on, amount=margin * 100 + (cost or 0), cost=cost)


def levels() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for number, level in Customer.objects.order_by("-bought_365d", "number").values_list("number", "level"):
        found.setdefault(level, []).append(number)
    return found


def labels() -> list[tuple[object, ...]]:
    return list(
        Customer.objects.order_by("pk").values_list("number", "level", "state", "last_bought_on", "bought_365d")
    )


def test_the_book_example_is_labelled_as_the_book_says() -> None:
    sell(MARGINS)
    assert score_customers(on=TODAY) == 10
    assert levels() == {"A": ["C02", "C01", "C06", "C03"], "B": ["C04", "C05", "C08"], "C": ["C07", "C09", "C10"]}


def test_margin_ranks_where_each_cost_is_known() -> None:
    sell(MARGINS)
    order(Customer.objects.get(number="C10"), number="D-big", amount=10**9, cost=10**9)
    score_customers(on=TODAY)
    score = Score.objects.get(customer__number="C10")
    assert (score.basis, score.basis_amount, score.level) == ("margin", 50_000, "C")


def test_one_unknown_cost_makes_sales_rank_all() -> None:
    sell(MARGINS)
    order(Customer.objects.get(number="C10"), number="D-big", amount=10**9, cost=None)
    score_customers(on=TODAY)
    assert set(Score.objects.values_list("basis", flat=True)) == {"sales"}
    assert levels()["A"] == ["C10"]


def test_who_loses_money_comes_last_and_is_c() -> None:
    sell(MARGINS)
    order(Customer.objects.get(number="C02"), number="D-loss", amount=100, cost=10**9)
    score_customers(on=TODAY)
    score = Score.objects.get(customer__number="C02")
    assert score.level == "C"
    assert score.basis_amount < 0


def test_labels_and_figures_are_told_to_the_customer() -> None:
    buyer = customer("远山商贸")
    for number, days in enumerate((100, 70, 40)):
        order(buyer, number=f"D{number}", on=TODAY - timedelta(days=days), amount=1_000)
    score_customers(on=TODAY)
    buyer.refresh_from_db()
    assert (buyer.level, buyer.state) == (Customer.Level.UNKNOWN, Customer.State.ACTIVE)
    assert (buyer.last_bought_on, buyer.bought_365d) == (TODAY - timedelta(days=40), 3_000)
    score = score_of(buyer.pk)
    assert score is not None
    assert (score.as_of, score.purchase_days, score.median_gap_days, score.state) == (TODAY, 3, 30, "active")


def test_scoring_does_not_count_as_an_edit_of_the_customer() -> None:
    sell(MARGINS)
    score_customers(on=TODAY)
    assert set(Customer.objects.values_list("version", flat=True)) == {1}


def test_the_same_day_scored_twice_gives_the_same() -> None:
    sell(dict.fromkeys(MARGINS, 5_000))
    score_customers(on=TODAY)
    before, scores = labels(), list(Score.objects.order_by("pk").values())
    score_customers(on=TODAY)
    assert labels() == before
    assert list(Score.objects.order_by("pk").values()) == scores


def test_equal_amounts_rank_in_the_order_of_the_customers() -> None:
    sell(dict.fromkeys(MARGINS, 5_000))
    score_customers(on=TODAY)
    in_order = Score.objects.order_by("customer").values_list("share_before", flat=True)
    assert [round(share or 0, 6) for share in in_order] == [round(n / 10, 6) for n in range(10)]


def test_an_order_of_the_future_does_not_count() -> None:
    sell(MARGINS)
    score_customers(on=TODAY)
    before = labels()
    order(Customer.objects.get(number="C10"), number="D-future", on=TODAY + timedelta(days=1), amount=10**9)
    newcomer = customer("明天才来", number="C11")
    order(newcomer, number="D-new", on=TODAY + timedelta(days=1))
    assert score_customers(on=TODAY) == 10
    assert labels()[:10] == before
    assert not Score.objects.filter(customer=newcomer).exists()


@pytest.mark.parametrize(("days_ago", "counts"), [(0, True), (364, True), (365, False)])
def test_the_last_365_days_begin_364_days_ago(days_ago: int, counts: bool) -> None:
    buyer = customer("远山商贸")
    order(buyer, number="D1", on=TODAY - timedelta(days=days_ago), amount=700)
    score_customers(on=TODAY)
    buyer.refresh_from_db()
    assert buyer.bought_365d == (700 if counts else 0)


def test_several_orders_on_a_day_are_one_day_of_purchase() -> None:
    buyer = customer("远山商贸")
    for number in range(4):
        order(buyer, number=f"D{number}", on=TODAY)
    score_customers(on=TODAY)
    score = score_of(buyer.pk)
    assert score is not None
    assert (score.purchase_days, score.state) == (1, "unknown")


def test_who_never_bought_keeps_no_score() -> None:
    customer("从未下单")
    assert score_customers(on=TODAY) == 0
    assert not Score.objects.exists()


def test_more_customers_than_one_transaction_takes_are_all_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhike.value.operations.scoring.CUSTOMERS_AT_ONCE", 3)
    sell(MARGINS)
    assert score_customers(on=TODAY) == 10
    assert Score.objects.count() == 10


def test_the_silent_are_listed_with_the_largest_buyer_first() -> None:
    for name, amount, silent in (("小", 100, 35), ("大", 900, 35), ("还早", 5_000, 20), ("走了", 5_000, 99)):
        buyer = customer(name)
        for number, gap in enumerate((40, 20, 0)):
            order(buyer, number=f"{name}{number}", on=TODAY - timedelta(days=silent + gap), amount=amount)
    score_customers(on=TODAY)
    quiet = quiet_customers(Customer.objects.all(), on=TODAY, limit=9)
    assert [(q.customer.party.name, q.silent_days, q.median_gap_days) for q in quiet] == [
        ("大", 35, 20),
        ("小", 35, 20),
    ]


def test_what_came_back_is_no_margin_and_who_brought_all_back_loses_the_labels() -> None:
    sell(MARGINS, cost=100)
    score_customers(on=TODAY)
    before = labels()
    for number, amount in (("C02", 14_900_100), ("C10", 50_100)):  # all but ¥1,000, and all
        sold = Order.objects.get(number=f"D-{number}")
        Return.objects.create(
            number=f"TH-{number}", customer=sold.customer, order=sold, returned_on=TODAY, amount=amount
        )
    assert score_customers(on=TODAY) == 9
    assert Score.objects.get(customer__number="C02").basis_amount == 100_000 - (100 - 100 * 14_900_100 // 15_000_100)
    gone = Customer.objects.get(number="C10")
    assert (gone.level, gone.state, gone.last_bought_on, gone.bought_365d) == ("N", Customer.State.UNKNOWN, None, 0)
    assert score_of(gone.pk) is None
    Return.objects.all().delete()
    score_customers(on=TODAY)
    assert labels() == before


def test_goods_of_unknown_orders_make_sales_rank_all() -> None:
    sell(MARGINS)
    Return.objects.create(number="TH1", customer=Customer.objects.get(number="C02"), returned_on=TODAY, amount=1)
    score_customers(on=TODAY)
    assert set(Score.objects.values_list("basis", flat=True)) == {"sales"}


papers = st.lists(st.tuples(st.integers(0, 1), st.integers(1, 50), st.integers(0, 400)), max_size=5)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Leave the books as they were, also when an example is given up midway."""
    place = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(place)


def figures_after(made: list[Any], *, undone: bool) -> tuple[Any, Any]:
    """Answer what is said of a customer whose goods came back so, each after a paper taken back at once or not."""
    buyer = customer("宏达商贸")
    sold = order(buyer, number="D1", on=TODAY - timedelta(days=30), amount=100)
    for number, (names_order, amount, days_ago) in made:
        on = TODAY - timedelta(days=days_ago)
        of = sold if names_order else None
        if undone:
            score_customers(on=TODAY)
            Return.objects.create(number="X", customer=buyer, order=of, returned_on=on, amount=9).delete()
        Return.objects.create(number=f"R{number}", customer=buyer, order=of, returned_on=on, amount=amount)
    score_customers(on=TODAY)
    told = Customer.objects.values_list("level", "state", "last_bought_on", "bought_365d").get(pk=buyer.pk)
    return told, Score.objects.values_list("basis_amount", "purchase_days", "median_gap_days").first()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(papers, st.randoms())
def test_figures_do_not_know_in_which_order_papers_came_or_went(returned: list[Any], chance: Any) -> None:
    orders = [chance.sample(made := list(enumerate(returned)), len(made)) for _ in range(2)]
    found = []
    for undone, made in enumerate(orders):
        with rolled_back():
            found.append(figures_after(made, undone=bool(undone)))
    assert found[0] == found[1]


def test_the_nightly_job_scores_as_of_today() -> None:
    sell(MARGINS, on=date.today() - timedelta(days=2))
    jobs.score()
    assert levels()["A"] == ["C02", "C01", "C06", "C03"]
