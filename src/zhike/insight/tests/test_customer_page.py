"""The customer page: who, worth, rhythm, orders, history; each figure counted from its rows."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.factories import TODAY, cast, customer, give_role, order, product
from tests.factories.pages import words
from zhike.core.access.models import Role
from zhike.customers.models import Customer
from zhike.insight import queries, screens
from zhike.insight.queries import _each_month
from zhike.kit.figures import Figure
from zhike.sales.models import Order, Receipt, Return
from zhike.value.operations import score_customers

pytestmark = pytest.mark.django_db


def page_of(buyer: Customer, *, on: date = TODAY) -> queries.CustomerPage:
    page = queries.customer_page(buyer.number, for_user=None, on=on)
    assert page is not None
    return page


def figures_of(buyer: Customer) -> dict[str, Figure]:
    return {figure.key: figure for figure in screens.figures(page_of(buyer))}


@pytest.fixture
def buyer() -> Customer:
    return customer("宏达商贸", number="K1", phone="021-60000000", contact=("李姐", "13800000007"))


def test_what_was_ordered_is_added_up_over_all_and_over_365_days(buyer: Customer) -> None:
    for number, (days_ago, amount) in enumerate([(0, 1), (364, 20), (365, 300), (999, 4_000), (-1, 50_000)]):
        order(buyer, number=f"D{number}", on=TODAY - timedelta(days=days_ago), amount=amount)
    page = page_of(buyer)
    assert (page.in_all.orders, page.in_all.amount) == (4, 4_321)
    assert (page.last_365d.orders, page.last_365d.amount) == (2, 21)
    assert page.year_from == TODAY - timedelta(days=364)


def test_a_figure_leads_to_exactly_the_orders_it_was_counted_from(buyer: Customer, client: Client) -> None:
    today = timezone.localdate()
    for number, days_ago in enumerate([0, 364, 365, -1]):
        order(buyer, number=f"D{number}", on=today - timedelta(days=days_ago))
    order(customer("别家", number="K2"), number="other")
    client.force_login(cast().owner)
    figures = {figure.key: figure for figure in client.get("/customers/K1/").context["figures"]}
    rows = {key: len(client.get(figures[key].href).context["page_obj"]) for key in ("in-all", "year")}
    assert rows == {"in-all": 3, "year": 2}


def come_back(buyer: Customer, number: str, amount: int, *, of: Order | None = None, on: date = TODAY) -> Return:
    return Return.objects.create(number=number, customer=buyer, order=of, returned_on=on, amount=amount)


def test_what_came_back_is_taken_off_every_figure(buyer: Customer) -> None:
    sold = [order(buyer, number=f"D{n}", on=TODAY - timedelta(days=n * 400), amount=1_000) for n in range(3)]
    come_back(buyer, "TH1", 1_000, of=sold[0])
    come_back(buyer, "TH2", 100, of=sold[1])
    come_back(buyer, "TH3", 20)
    page, figures = page_of(buyer), figures_of(buyer)
    assert (page.in_all.orders, page.in_all.amount, page.last_365d.amount) == (2, 1_880, -20)
    assert (page.rhythm.purchase_days, page.rhythm.last_on) == (2, sold[1].ordered_on)
    assert figures["in-all"].note.count("¥11.20") == 1
    assert sum(page.months.values()) == page.in_all.amount
    score_customers(on=TODAY)
    buyer.refresh_from_db()
    assert (buyer.bought_365d, buyer.last_bought_on) == (-20, sold[1].ordered_on)


def test_the_page_shows_the_latest_receipts_and_returns_with_their_sums(buyer: Customer, client: Client) -> None:
    sold = order(buyer, number="D1", amount=10_000)
    for number in range(7):
        on = TODAY - timedelta(days=number)
        Receipt.objects.create(number=f"SK{number}", customer=buyer, received_on=on, amount=100)
    come_back(buyer, "TH1", 300, of=sold)
    client.force_login(cast().owner)
    shown = words(client.get("/customers/K1/"))
    assert [f"SK{number}" in shown for number in range(7)] == [True] * 5 + [False] * 2
    assert "¥7.00" in shown
    for href in ("/receipts/?customer=K1", "/returns/?customer=K1", "/returns/TH1/"):
        assert href in shown
    assert client.get("/receipts/?customer=K1").context["page_obj"].paginator.count == 7


def test_who_may_see_no_papers_sees_no_part_of_them(buyer: Customer, client: Client) -> None:
    come_back(buyer, "TH1", 300)
    user = cast().visitor
    Role.objects.create(code="plain", name="只看客户", grants={"customers.see": 100})
    give_role(user, "plain")
    client.force_login(user)
    shown = words(client.get("/customers/K1/"))
    assert not any(part in shown for part in ('id="receipts"', 'id="returns"', "TH1", "¥3.00"))


def test_a_margin_is_shown_only_where_each_cost_is_known(buyer: Customer) -> None:
    order(buyer, number="D1", amount=10_000, cost=6_000)
    assert page_of(buyer).in_all.margin == 4_000
    assert figures_of(buyer)["margin"].value == "¥40.00"
    assert figures_of(buyer)["margin"].note.count("40.0%") == 1
    order(buyer, number="D2", amount=10_000)
    assert page_of(buyer).in_all.margin is None
    assert "¥" not in figures_of(buyer)["margin"].value


def test_a_loss_is_shown_as_one(buyer: Customer) -> None:
    order(buyer, number="D1", amount=100, cost=250)
    assert figures_of(buyer)["margin"].value == "-¥1.50"


def test_each_figure_that_is_computed_carries_its_definition(buyer: Customer) -> None:
    order(buyer, number="D1")
    assert {key for key, figure in figures_of(buyer).items() if not figure.definition} <= {"first", "last"}


def test_without_an_order_nothing_is_made_up(buyer: Customer) -> None:
    page, figures = page_of(buyer), figures_of(buyer)
    assert (page.months, page.bought, page.latest_orders) == ({}, [], [])
    assert page.state == Customer.State.UNKNOWN
    assert page.in_all.margin is None
    assert screens.months_chart(page) is None
    assert " 0 " in f" {figures['gap'].note} "


def test_state_and_level_on_the_page_are_those_of_the_list(buyer: Customer) -> None:
    for number, days_ago in enumerate((95, 75, 55)):
        order(buyer, number=f"D{number}", on=TODAY - timedelta(days=days_ago))
    score_customers(on=TODAY)
    page = page_of(buyer)
    assert page.state == page.customer.state == Customer.State.DORMANT
    assert (page.rhythm.median_gap_days, page.rhythm.silent_days) == (20, 55)
    assert page.in_all.amount == page.customer.bought_365d


def test_months_without_an_order_stand_between_the_others(buyer: Customer) -> None:
    for number, on in enumerate([date(2025, 11, 30), date(2025, 11, 1), date(2026, 2, 1)]):
        order(buyer, number=f"D{number}", on=on, amount=100)
    page = page_of(buyer)
    assert page.months == {date(2025, 11, 1): 200, date(2025, 12, 1): 0, date(2026, 1, 1): 0, date(2026, 2, 1): 100}
    chart = screens.months_chart(page)
    assert chart is not None
    assert chart.rows[0] == ("2025-11", 2.0)
    assert "2025-11" in chart.title
    assert len(chart.links) == 4


@given(
    st.dictionaries(st.dates(date(2000, 1, 1), date(2030, 12, 31)).map(lambda d: d.replace(day=1)), st.integers(1, 9))
)
def test_months_have_no_gap_and_are_at_most_three_years(amounts: dict[date, int]) -> None:
    months = list(_each_month(dict(sorted(amounts.items()))))
    assert len(months) <= queries.MOST_MONTHS
    assert all(month.day == 1 for month in months)
    numbers = [month.year * 12 + month.month for month in months]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else not amounts
    assert not amounts or months[-1] == max(amounts)


def test_what_they_buy_comes_largest_first_and_counts_orders(buyer: Customer) -> None:
    gift, wine = product("P1", "礼盒"), product("P2", "酒")
    order(buyer, number="D1", amount=100, of=gift)
    order(buyer, number="D2", amount=100, of=gift, on=TODAY - timedelta(days=9))
    order(buyer, number="D3", amount=500, of=wine)
    order(buyer, number="D4", amount=900)
    assert [(b.code, b.times, b.amount, b.last_on) for b in page_of(buyer).bought] == [
        ("P2", 1, 500, TODAY),
        ("P1", 2, 200, TODAY),
    ]


def test_history_runs_from_the_newest_to_how_the_customer_came(buyer: Customer) -> None:
    after = timezone.localdate() + timedelta(days=2)
    for number, days in enumerate((0, 1)):
        order(buyer, number=f"D{number}", on=after - timedelta(days=days))
    order(buyer, number="old", on=date(2020, 1, 1))
    happenings = screens.history(page_of(buyer, on=after))
    assert [h.at for h in happenings] == sorted((h.at for h in happenings), reverse=True)
    assert [h.href for h in happenings] == ["/orders/D0/", "/orders/D1/", "", "/orders/old/"]


def test_the_page_names_contacts_phones_and_products(buyer: Customer, client: Client) -> None:
    order(buyer, number="D1", of=product("P1", "礼盒"))
    client.force_login(cast().owner)
    shown = words(client.get("/customers/K1/"))
    for word in ("宏达商贸", "李姐", "tel:13800000007", "礼盒", "/orders/D1/", "zk-chart"):
        assert word in shown


def test_a_customer_that_is_not_there_is_a_404(client: Client) -> None:
    client.force_login(cast().owner)
    assert client.get("/customers/K404/").status_code == 404
    assert queries.customer_page("K404", for_user=None, on=TODAY) is None


@pytest.mark.parametrize("number", ["a/b", "编号 1", "50%", "x?y", "a#b", "edit/", "new/x"])
def test_a_number_with_odd_signs_has_its_page(number: str, client: Client) -> None:
    made = customer("怪编号", number=number)
    client.force_login(cast().owner)
    assert client.get(made.get_absolute_url()).status_code == 200


def test_the_customer_page_asks_at_most_22_questions(
    buyer: Customer, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    today = timezone.localdate()
    for number in range(40):
        order(buyer, number=f"D{number}", on=today - timedelta(days=number * 20), of=product(f"P{number}"))
    score_customers(on=today)
    client.force_login(cast().owner)
    with django_assert_max_num_queries(22):
        assert client.get("/customers/K1/").status_code == 200


def test_the_lists_and_today_ask_at_most_12_questions_and_search_11(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people, today = cast(), timezone.localdate()
    for number in range(55):
        buyer = customer(f"客户{number}", number=f"K{number}", owner=people.rep)
        for days in (75, 55, 35):
            order(buyer, number=f"D{number}-{days}", on=today - timedelta(days=days))
    score_customers(on=today)
    client.force_login(people.owner)
    for path in (
        "/",
        "/customers/",
        "/customers/?sort=-bought&level=A",
        "/orders/",
        "/orders/?customer=K1",
        "/orders/D1-35/",
    ):
        with django_assert_max_num_queries(12):
            assert client.get(path).status_code == 200
    for path in ("search", "suggest"):
        with django_assert_max_num_queries(9 if connection.vendor == "sqlite" else 11):
            assert client.post(reverse(path), {"q": "客户"}).status_code == 200
