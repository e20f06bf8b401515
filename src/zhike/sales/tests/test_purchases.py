"""What came back counts: on the day of its order, or on its own; an order that came back whole was no purchase."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import TODAY, customer, order, product
from zhike.customers.models import Customer
from zhike.sales import queries
from zhike.sales.models import Order, OrderLine, Return, ReturnLine
from zhike.sales.queries import Day, Totals
from zhike.sales.rules.purchases import Back, Sold, by_month, net, total

MONDAY, TUESDAY, LATER = date(2026, 3, 2), date(2026, 3, 3), date(2026, 4, 1)
numbers = count(1)


@pytest.fixture
def buyer(db: None) -> Customer:
    return customer("宏达商贸", number="K1")


def back(buyer: Customer, amount: int, *, of: Order | None = None, on: date = LATER, what: Any = None) -> Return:
    """Submit a return of one line; money in 分."""
    made = Return.objects.create(number=f"TH-{next(numbers)}", customer=buyer, order=of, returned_on=on, amount=amount)
    ReturnLine.objects.create(paper=made, position=1, product=what, amount=amount)
    return made


def bought(buyer: Customer, *, until: date = TODAY) -> list[Day]:
    """Answer the days as both ways of asking give them."""
    days = queries.purchases(buyer.pk, for_user=None, until=until)
    assert queries.days_by_customer([buyer.pk], until=until).get(buyer.pk, days) == days
    return days


def test_what_came_back_of_an_order_counts_on_the_day_of_the_order(buyer: Customer) -> None:
    sold = order(buyer, number="D1", on=MONDAY, amount=1_000, cost=600)
    back(buyer, 250, of=sold)
    assert bought(buyer) == [Day(MONDAY, 1, 750, 450)]
    assert queries.totals_by_customer(until=TODAY) == {buyer.pk: Totals(1, 750, 450)}


def test_what_came_back_of_nobody_knows_what_counts_on_its_own_day(buyer: Customer) -> None:
    order(buyer, number="D1", on=MONDAY, amount=1_000, cost=600)
    back(buyer, 250)
    assert bought(buyer) == [Day(MONDAY, 1, 1_000, 600), Day(LATER, 0, -250, None)]
    assert queries.totals_by_customer(until=TODAY) == {buyer.pk: Totals(1, 750, None)}


def test_an_order_that_came_back_whole_is_no_purchase(buyer: Customer) -> None:
    sold = order(buyer, number="D1", on=MONDAY, amount=1_000, cost=333)
    order(buyer, number="D2", on=TUESDAY, amount=5, cost=1)
    back(buyer, 400, of=sold)
    back(buyer, 600, of=sold)
    assert bought(buyer) == [Day(MONDAY, 0, 0, 0), Day(TUESDAY, 1, 5, 1)]
    assert total(bought(buyer)) == Totals(1, 5, 1)


def test_who_brought_everything_back_has_bought_nothing(buyer: Customer) -> None:
    back(buyer, 1_000, of=order(buyer, number="D1", amount=1_000))
    assert queries.totals_by_customer(until=TODAY) == {}


def test_a_return_of_later_has_not_happened_yet(buyer: Customer) -> None:
    back(buyer, 1_000, of=order(buyer, number="D1", on=MONDAY, amount=1_000, cost=1), on=LATER)
    assert bought(buyer, until=LATER - timedelta(days=1)) == [Day(MONDAY, 1, 1_000, 1)]
    assert bought(buyer, until=LATER) == [Day(MONDAY, 0, 0, 0)]


def test_a_return_counts_against_the_version_that_counts_now(buyer: Customer) -> None:
    first = order(buyer, number="D1", on=MONDAY, amount=1_000, cost=500)
    second = Order.objects.create(number="D1", revision=2, customer=buyer, ordered_on=TUESDAY, amount=400, cost=100)
    Order.objects.filter(pk=first.pk).update(replaced_by=second)
    paper = back(buyer, 100, of=first)
    assert bought(buyer) == [Day(TUESDAY, 1, 300, 75)]
    Order.objects.filter(pk=second.pk).update(customer=customer("别家", number="K2"))
    assert bought(buyer) == [Day(paper.returned_on, 0, -100, None)]


def test_costs_are_for_those_who_may_know_them(buyer: Customer) -> None:
    order(buyer, number="D1", on=MONDAY, amount=1_000, cost=600)
    assert [day.cost for day in queries.purchases(buyer.pk, for_user=None, until=TODAY)] == [600]


def bought_products(buyer: Customer) -> list[queries.Bought]:
    """Answer what the customer's page does."""
    orders = queries.orders_of(buyer.pk, for_user=None)
    return queries.products_bought(orders, returned=queries.returns_of(buyer.pk, for_user=None))


def test_what_they_buy_is_less_what_came_back(buyer: Customer) -> None:
    tea, rice, oil = (product(name, name) for name in ("茶", "米", "油"))
    for number, (what, amount) in enumerate([(tea, 900), (rice, 500), (oil, 100)]):
        order(buyer, number=f"D{number}", amount=amount, of=what)
    back(buyer, 450, what=tea)
    back(buyer, 100, what=oil)
    orders = queries.orders_of(buyer.pk, for_user=None)
    returned = queries.returns_of(buyer.pk, for_user=None)
    found = queries.products_bought(orders, returned=returned, limit=1)
    assert [(each.code, each.amount) for each in found] == [("米", 500)]
    assert [(each.code, each.amount) for each in bought_products(buyer)] == [("米", 500), ("茶", 450)]


def test_an_order_that_came_back_whole_is_no_purchase_of_its_products(buyer: Customer) -> None:
    tea, rice = product("茶"), product("米")
    order(buyer, number="D1", on=MONDAY, amount=900, of=tea)
    second = order(buyer, number="D2", on=TUESDAY, amount=500, of=tea)
    back(buyer, 500, of=order(buyer, number="D3", on=TUESDAY, amount=500, of=rice))
    back(buyer, 200, of=second, what=tea)
    found = bought_products(buyer)
    assert [(each.code, each.times, each.amount, each.last_on) for each in found] == [("茶", 2, 1_200, TUESDAY)]
    back(buyer, 300, of=second)
    found = bought_products(buyer)
    assert [(each.code, each.times, each.amount, each.last_on) for each in found] == [("茶", 1, 900, MONDAY)]


def test_a_return_of_an_earlier_version_makes_the_order_that_counts_now_come_back_whole(buyer: Customer) -> None:
    tea = product("茶")
    first = order(buyer, number="D1", on=MONDAY, amount=1_000, of=tea)
    newer = Order.objects.create(number="D1", revision=2, customer=buyer, ordered_on=TUESDAY, amount=400)
    OrderLine.objects.create(order=newer, position=1, product=tea, amount=400)
    Order.objects.filter(pk=first.pk).update(replaced_by=newer)
    back(buyer, 300, of=first, what=tea)
    assert [each.amount for each in bought_products(buyer)] == [100]
    back(buyer, 100, of=newer, what=tea)
    assert bought_products(buyer) == []


def test_the_latest_papers_come_with_the_sum_of_all(buyer: Customer) -> None:
    for amount in (1, 20, 300):
        back(buyer, amount)
    found = queries.latest(queries.returns_of(buyer.pk, for_user=None), limit=2)
    assert ([paper.amount for paper in found.papers], found.count, found.amount) == ([300, 20], 3, 321)
    assert found.has_more
    assert queries.latest(queries.receipts_of(buyer.pk, for_user=None), limit=2) == queries.Latest()


def test_months_are_added_up_with_what_came_back() -> None:
    days = [Day(MONDAY, 1, 500, 0), Day(TUESDAY, 1, 70, 0), Day(LATER, 0, -30, None)]
    assert by_month(days) == {date(2026, 3, 1): 570, date(2026, 4, 1): -30}
    assert total([]) == Totals(0, 0, None)


sold = st.builds(
    Sold,
    number=st.sampled_from("ABC"),
    on=st.just(MONDAY),
    amount=st.just(100),
    cost=st.just(60),
)
backs = st.lists(st.builds(Back, on=st.dates(TUESDAY, LATER), amount=st.integers(1, 50), order=st.none() | sold))


@given(backs, st.randoms())
def test_the_order_in_which_returns_come_does_not_matter(found: list[Back], chance: Any) -> None:
    days = [Day(MONDAY, 3, 300, 180)]
    before = net(days, found)
    chance.shuffle(found)
    assert net(days, found) == before
    assert total(before).amount == 300 - sum(each.amount for each in found)
    assert [day.on for day in before] == sorted({day.on for day in before})
