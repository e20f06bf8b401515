"""Another rep's customer shows nowhere: not in a list, a count, a filter, a search, a paper, nor by what is sent."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import Cast, customer, order, product
from tests.factories.files import tables
from tests.factories.pages import body, words
from zhike.core.access.models import Role
from zhike.core.access.operations import give_role
from zhike.customers.models import Customer
from zhike.customers.operations import Labels, tell_labels
from zhike.exchange.models import ImportRun
from zhike.insight import queries as insight
from zhike.value.operations import score_customers

FOREIGN_WORDS = ("宏达", "K2", "D2", "赵磊", "13900000002")


@pytest.fixture
def foreign(people: Cast) -> Customer:
    """Give each rep a regular buyer who has fallen silent, with an order, a product and a contact."""
    today = timezone.localdate()
    gift = product("P1", "礼盒")
    made = []
    for rep, number, name, contact in ((people.rep, 1, "远山", "钱进"), (people.other_rep, 2, "宏达", "赵磊")):
        buyer = customer(f"{name}商贸", number=f"K{number}", owner=rep, contact=(contact, f"1390000000{number}"))
        for days in (75, 55, 35):
            order(buyer, number=f"D{number}-{days}", on=today - timedelta(days=days), of=gift)
        made.append(buyer)
    score_customers(on=today)
    return made[1]


@pytest.fixture
def rep(people: Cast, foreign: Customer, client: Client) -> Client:
    client.force_login(people.rep)
    return client


def shows_nothing_foreign(page: str) -> bool:
    return not any(word in page for word in FOREIGN_WORDS)


@pytest.mark.parametrize(
    "query",
    ["", "?level=N", "?state=2", "?sort=-bought", "?sort=level", "?page=1", "?page=last", "?owner="],
    ids=lambda query: query or "plain",
)
def test_a_list_and_its_count_leave_foreign_customers_out(query: str, rep: Client) -> None:
    answer = rep.get(reverse("customers:list") + query)
    assert shows_nothing_foreign(words(answer))
    assert "远山商贸" in words(answer)
    assert answer.context["page_obj"].paginator.count == 1


def test_the_filter_by_owner_does_not_reach_a_colleagues_customers(people: Cast, rep: Client) -> None:
    told = {"ask": "owner", "op": "in", "v": [str(people.other_rep.pk)]}
    answer = rep.post(reverse("customers:filter"), told, follow=True)
    assert answer.context["page_obj"].paginator.count == 0
    assert not any(word in words(answer) for word in FOREIGN_WORDS)


@pytest.mark.parametrize("address", ["search", "suggest"])
@pytest.mark.parametrize("typed", ["宏", "宏达商贸", "hongda", "hdsm", "K2", "赵磊", "0002", "13900000002"])
def test_no_search_finds_a_foreign_customer(address: str, typed: str, rep: Client) -> None:
    found = rep.post(reverse(address), {"q": typed})
    nothing = rep.post(reverse(address), {"q": "没有这个"})
    assert found.context["hits"] == []
    assert body(found).replace(typed.encode(), b"") == body(nothing).replace("没有这个".encode(), b"")


def test_a_foreign_customer_does_not_crowd_out_the_own_ones(people: Cast, rep: Client) -> None:
    for number in range(insight.MOST_HITS + 5):
        customer("远山分店", number=f"F{number}", owner=people.other_rep)
    hits = rep.post(reverse("search"), {"q": "远山"}).context["hits"]
    assert [hit.url for hit in hits] == ["/customers/K1/"]


def test_today_names_the_own_silent_customers_only(rep: Client) -> None:
    page = words(rep.get(reverse("home")))
    assert "远山商贸" in page
    assert shows_nothing_foreign(page)


@pytest.mark.parametrize(
    "query",
    ["", "?customer=K2", "?product=P1", "?customer=K2&product=P1", "?number=D2", "?since=2000-01-01", "?sort=number"],
    ids=lambda query: query or "plain",
)
def test_the_orders_of_a_foreign_customer_are_in_no_list(query: str, rep: Client) -> None:
    answer = rep.get(reverse("orders:list") + query)
    shown = {paper.number for paper in answer.context["page_obj"]}
    assert shown == (set() if "K2" in query or "D2" in query else {"D1-35", "D1-55", "D1-75"})


def test_a_filter_by_a_foreign_customer_answers_like_one_by_a_customer_that_is_not_there(rep: Client) -> None:
    foreign, missing = (rep.get(reverse("orders:list"), {"customer": number}) for number in ("K2", "K9"))
    assert body(foreign).replace(b"K2", b"") == body(missing).replace(b"K9", b"")


def test_the_card_of_a_foreign_order_is_not_there(rep: Client) -> None:
    assert rep.get(reverse("orders:card", args=["D1-35"])).status_code == 200
    assert rep.get(reverse("orders:card", args=["D2-35"])).status_code == 404


def test_ids_of_foreign_records_sent_with_a_form_change_nothing(people: Cast, rep: Client, foreign: Customer) -> None:
    sent = {"name": "远山商贸", "kind": "organisation", "version": 1}
    smuggled = {"id": foreign.pk, "pk": foreign.pk, "customer": foreign.pk, "number": "K2", "owner": people.owner.pk}
    before = tables()
    assert (
        rep.post(reverse("customers:edit", args=["K1"]), sent | smuggled | {"party": foreign.party_id}).status_code
        == 302
    )
    assert tables() == before


def test_a_new_customer_belongs_to_who_adds_it_whatever_is_sent(people: Cast, rep: Client) -> None:
    sent = {"name": "新客户", "kind": "person", "number": "K3", "owner": people.owner.pk, "level": "A"}
    assert rep.post(reverse("customers:new"), sent).status_code == 302
    made = Customer.objects.get(number="K3")
    assert (made.owner, made.level) == (people.rep, Customer.Level.UNKNOWN)


def test_the_number_of_a_foreign_customer_cannot_be_taken(rep: Client) -> None:
    before = tables()
    answer = rep.post(reverse("customers:new"), {"name": "宏", "kind": "person", "number": "K2"})
    assert answer.status_code == 422
    assert tables() == before


def test_a_customer_handed_to_somebody_else_is_gone_at_once(people: Cast, rep: Client) -> None:
    Customer.objects.filter(number="K1").update(owner=people.other_rep)
    assert rep.get(reverse("customers:card", args=["K1"])).status_code == 404
    assert rep.post(reverse("search"), {"q": "远山"}).context["hits"] == []


def test_labels_told_to_a_customer_do_not_open_it(rep: Client, foreign: Customer) -> None:
    tell_labels([Labels(foreign.pk, level="A", state=2, last_bought_on=date(2026, 1, 1), bought_365d=10**9)])
    assert shows_nothing_foreign(words(rep.get(reverse("customers:list") + "?level=A")))


@pytest.fixture
def importer(people: Cast, client: Client) -> Client:
    """Let the rep import, and see her own imports only."""
    Role.objects.create(code="importer", name="导入员", grants={"exchange.import": 10})
    give_role(user=people.rep, role="importer")
    client.force_login(people.rep)
    return client


def test_an_import_of_somebody_else_answers_exactly_like_a_missing_one(people: Cast, importer: Client) -> None:
    foreign = ImportRun.objects.create(kind="customers", by=people.owner, state="checked", source_name="全部客户.csv")
    own = ImportRun.objects.create(kind="customers", by=people.rep, state="checked", source_name="我的.csv")
    before = tables()
    for name in ("run", "errors"):
        answers = [importer.get(reverse(f"exchange:{name}", args=[pk])) for pk in (foreign.pk, 404)]
        assert answers[0].status_code == answers[1].status_code == 404
        assert body(answers[0]) == body(answers[1])
    assert importer.post(reverse("exchange:confirm", args=[foreign.pk])).status_code == 404
    assert importer.get(reverse("exchange:run", args=[own.pk])).status_code == 200
    assert "全部客户" not in words(importer.get(reverse("exchange:runs")))
    assert tables() == before
