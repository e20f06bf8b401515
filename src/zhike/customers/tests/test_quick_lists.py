"""Lists are written quickly: what people typed stays text, what changed shows at once, nobody sees another's page."""

import re
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client

from tests.factories import Cast, customer, product
from tests.factories.pages import words
from zhike.customers.models import Customer
from zhike.customers.screens import CustomerScreen
from zhike.kit.models import Layout, View

pytestmark = pytest.mark.django_db
LIST = "/customers/"
EVIL = "<script>x</script>"


@pytest.fixture
def evil(people: Cast) -> Customer:
    """A customer with markup wherever a text can be."""
    made = customer(EVIL, number="K1", owner=people.rep)
    told = {"region": EVIL, "industry": EVIL, "source": EVIL, "remarks": EVIL, "number": EVIL, "level": "A", "state": 1}
    Customer.objects.filter(pk=made.pk).update(**told)
    type(made.party).objects.filter(pk=made.party_id).update(phone=EVIL, email=EVIL, address=EVIL, credit_code=EVIL)
    type(people.rep).objects.filter(pk=people.rep.pk).update(name=EVIL)
    type(people.rep).objects.filter(pk=people.owner.pk).update(name=EVIL)
    everything = [column.name for column in CustomerScreen.columns]
    for each in (people.owner, people.rep):
        Layout.objects.create(user=each, screen="customers", columns=everything)
    View.objects.create(screen="customers", title=EVIL, owner=people.owner, is_shared=True)
    return made


@pytest.mark.parametrize("query", ["", "?sort=-bought", "?view=<script>", "?x=<script>&page=1"])
def test_what_people_typed_is_text_in_every_column_head_tab_and_menu(
    query: str, evil: Customer, owner: Client, rep: Client
) -> None:
    for client in (owner, rep):
        shown = words(client.get(f"{LIST}{query}"))
        assert not re.findall(r"<script(?!\s[^>]*src=)", shown)
        assert shown.count("&lt;script&gt;x") >= 8


def test_what_people_typed_is_text_in_a_chip_too(evil: Customer, owner: Client) -> None:
    told = {"ask": "region", "op": "is", "v": EVIL[:40]}
    assert "<script>" not in words(owner.post(f"{LIST}-/filter/", told, follow=True))


def test_the_same_value_in_two_columns_keeps_the_look_of_each(owner: Client) -> None:
    for number in ("K1", "K2"):
        made = customer("宏达", number=number)
        Customer.objects.filter(pk=made.pk).update(region="A", level="A")
    shown = words(owner.get(LIST))
    assert shown.count('<span class="zk-badge zk-badge-accent">A</span>') == 2
    assert len(re.findall(r">A</td>", shown)) == 2


def test_a_view_made_or_dropped_by_whoever_shows_at_once(people: Cast, owner: Client, rep: Client) -> None:
    assert "我们的" not in words(rep.get(LIST))
    view = View.objects.create(screen="customers", title="我们的", owner=people.owner, is_shared=True)
    assert "我们的" in words(rep.get(LIST))
    with connection.cursor() as cursor:  # as another process does
        cursor.execute("UPDATE kit_view SET title = '他们的' WHERE id = %s", [view.pk])
    assert "他们的" in words(rep.get(LIST))
    view.delete()
    assert "他们的" not in words(rep.get(LIST))


def test_columns_chosen_elsewhere_show_at_once(people: Cast, rep: Client) -> None:
    customer("宏达", owner=people.rep)
    assert "行业</" not in words(rep.get(LIST))
    Layout.objects.create(user=people.rep, screen="customers", columns=["name", "industry"])
    head = words(rep.get(LIST)).split("<thead>")[1].split("</thead>")[0]
    assert "行业" in head
    assert "级别" not in head


def test_who_loses_a_role_loses_the_list_with_the_next_page(people: Cast, rep: Client) -> None:
    assert rep.get(LIST).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("UPDATE access_position SET until_on = '2020-01-01' WHERE user_id = %s", [people.rep.pk])
    assert rep.get(LIST).status_code == 403


def test_a_customer_given_away_is_gone_from_the_list_at_once(people: Cast, rep: Client) -> None:
    made = customer("宏达", owner=people.rep)
    assert "宏达" in words(rep.get(LIST))
    Customer.objects.filter(pk=made.pk).update(owner=people.other_rep)
    assert "宏达" not in words(rep.get(LIST))


def test_each_one_sees_the_own_name_in_what_is_written_once(people: Cast, owner: Client, rep: Client) -> None:
    for client, name, other in ((owner, "周敏", "李强"), (rep, "李强", "周敏"), (owner, "周敏", "李强")):
        menu = words(client.get(LIST)).split('class="zk-menu"')[1].split("</details>")[0]
        assert name in menu
        assert other not in menu


def test_a_fixed_part_knows_nothing_but_its_holes() -> None:
    written = Template("{% fixed name=user %}<b>{{ name }}{{ user }}</b>{% endfixed %}")
    for name, shown in (("周敏", "周敏"), ("<i>", "&lt;i&gt;"), ("zk-hole-name-here", "zk-hole-name-here")):
        assert written.render(Context({"user": name})) == f"<b>{shown}</b>"


def test_a_form_of_the_top_bar_bears_the_token_of_its_own_page(owner: Client) -> None:
    customer("宏达")
    found = [re.findall(r'csrfmiddlewaretoken" value="(\w+)"', owner.get(LIST).content.decode()) for _ in range(2)]
    assert [len(tokens) for tokens in found] == [3, 3]  # of the search, of signing out, of the rows
    assert not {*found[0]} & {*found[1]}


def test_a_list_too_long_to_be_counted_each_time_is_counted_when_asked(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhike.kit.paging.MOST_ROWS", 3)
    for number in range(5):
        product(f"P{number}")
    counting: Any = re.search(r'zk-pages-count">.*?href="([^"]+)"', words(owner.get("/products/?sort=code")), re.DOTALL)
    assert counting[1] == "?sort=code&amp;count=exact"
    exact = words(owner.get("/products/?sort=code&count=exact"))
    assert "共 5 条" in exact
    assert "超过" not in exact.split('zk-pages-count">')[1].split("</span>")[0]


def test_a_list_that_is_not_too_long_says_its_number_at_once(owner: Client) -> None:
    product("P1")
    shown = words(owner.get("/products/"))
    assert "共 1 条" in shown
    assert "count=exact" not in shown
