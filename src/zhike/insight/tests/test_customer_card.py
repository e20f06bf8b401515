"""The customer page as a card: blocks, needs, people, history; each value as far as the role may read it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import Cast, add_user, customer, order, product
from tests.factories.files import tables
from tests.factories.pages import words
from zhike.core.access.models import Member, Role
from zhike.core.fields.operations import seed_fields
from zhike.customers import operations as customers
from zhike.customers.models import Customer, Party
from zhike.insight import queries, screens
from zhike.value.operations import score_customers

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)
FACTS: dict[str, Any] = {
    "x_legal_person": "赵国强",
    "x_family": "两个女儿",
    "x_service_area": "浙北三市",
    "x_performance": "年销约八百万",
    "x_terms": "月结三十天",
}
SENSITIVE = ("两个女儿",)


@pytest.fixture
def people(people: Cast) -> Cast:
    seed_fields()
    return people


@pytest.fixture
def buyer(people: Cast) -> Customer:
    made = customer("宏达商贸", number="K1", owner=people.rep, phone="13911112222", contact=("李姐", "13800000007"))
    Party.objects.filter(pk=made.party_id).update(
        email="hongda@example.com", address="文三路 1 号", area="330106", credit_code="91110000600037341L"
    )
    made.refresh_from_db()
    customers.change_customer(customer=made, data=FACTS, version=1, by=people.owner)
    for kind, text in (("stated", "要准时"), ("real", "不断货"), ("secret", "怕没面子"), ("delight", "中秋礼盒")):
        customers.note_need(customer=made, data={"kind": kind, "text": text}, by=people.owner)
    return made


def page_of(client: Client, user: Any, number: str = "K1") -> str:
    client.force_login(user)
    return words(client.get(f"/customers/{number}/"))


def restrict(**levels: int) -> None:
    rights = {f"customers.{name}": level for name, level in levels.items()}
    Role.objects.filter(code="rep").update(fields=rights)


def test_the_page_shows_the_four_blocks_filled_ones_only(people: Cast, buyer: Customer, client: Client) -> None:
    shown = page_of(client, people.owner)
    for word in ("赵国强", "两个女儿", "浙北三市", "年销约八百万", "月结三十天", "浙江省杭州市西湖区"):
        assert word in shown
    page = queries.customer_page("K1", for_user=people.owner, on=ON)
    assert page is not None
    assert [(block.key, len(block.facts)) for block in page.blocks] == [
        ("basic", 2),
        ("traits", 1),
        ("business", 1),
        ("trade", 1),
    ]
    assert "企业形象" not in shown


def test_a_block_counts_no_field_that_is_hidden(people: Cast, buyer: Customer) -> None:
    seen = queries.customer_page("K1", for_user=people.rep, on=ON)
    all_of_it = queries.customer_page("K1", for_user=people.owner, on=ON)
    assert seen is not None
    assert all_of_it is not None
    assert seen.basic.unknown < all_of_it.basic.unknown


def test_sensitive_fields_are_not_on_the_page_of_who_lacks_the_right(
    people: Cast, buyer: Customer, client: Client
) -> None:
    shown = page_of(client, people.rep)
    assert "赵国强" in shown
    for word in (*SENSITIVE, "负责人家庭"):
        assert word not in shown


@pytest.mark.domain("A33")
def test_the_print_shows_four_blocks_and_needs_without_what_is_sensitive(
    people: Cast, buyer: Customer, client: Client
) -> None:
    client.force_login(people.rep)
    shown = words(client.get("/customers/-/print/K1/"))
    for place in ('id="basic"', 'id="traits"', 'id="business"', 'id="trade"', 'id="needs"'):
        assert place in shown
    for word in ("赵国强", "浙北三市", "年销约八百万", "月结三十天", "要准时", "不断货", "李强", "李姐"):
        assert word in shown
    for word in (*SENSITIVE, "负责人家庭"):
        assert word not in shown
    client.force_login(people.owner)
    assert "两个女儿" in words(client.get("/customers/-/print/K1/"))


def test_the_print_is_masked_like_everything_else_and_prints_no_foreign_card(
    people: Cast, buyer: Customer, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    restrict(phone=10, email=10, address=0, credit_code=10)
    client.force_login(people.rep)
    with django_assert_max_num_queries(14):
        shown = words(client.get("/customers/-/print/K1/"))
    for word in ("139****2222", "138****0007", "ho***@example.com", "9111**********341L"):
        assert word in shown
    for secret in ("13911112222", "13800000007", "hongda@", "文三路", "91110000600037341L", "reveal"):
        assert secret not in shown
    client.force_login(people.other_rep)
    assert client.get("/customers/-/print/K1/").status_code == 404
    client.force_login(people.visitor)
    assert client.get("/customers/-/print/K1/").status_code == 403


def test_masked_values_are_masked_in_facts_contacts_history_and_button(
    people: Cast, buyer: Customer, client: Client
) -> None:
    buyer.refresh_from_db()
    told = {"phone": "13911113333", "email": "neu@example.com", "credit_code": "", "address": "学院路 2 号"}
    customers.change_customer(customer=buyer, data=told, version=buyer.version, by=people.owner)
    restrict(phone=10, email=10, address=0, credit_code=10)
    shown = page_of(client, people.rep)
    for word in ("139****2222", "139****3333", "138****0007", "ne***@example.com", f"/-/reveal/{buyer.pk}/phone/"):
        assert word in shown
    for secret in ("13911112222", "13911113333", "13800000007", "hongda@", "文三路", "学院路", "91110000600037341L"):
        assert secret not in shown
    assert "tel:" not in shown


def test_no_way_leads_to_a_masked_value_that_may_not_be_shown(people: Cast, buyer: Customer, client: Client) -> None:
    role = Role.objects.get(code="rep")
    Role.objects.filter(pk=role.pk).update(grants=role.grants | {"customers.see": 100}, fields={"customers.phone": 10})
    way = f"/-/reveal/{buyer.pk}/phone/"
    assert way in page_of(client, people.rep)
    shown = page_of(client, people.other_rep)
    assert "139****2222" in shown
    assert way not in shown
    assert client.get(f"/customers{way}").status_code == 404


def test_history_tells_before_and_after_in_words(people: Cast, buyer: Customer, client: Client) -> None:
    buyer.refresh_from_db()
    told = {"kind": "person", "area": "310104", "x_legal_person": "钱伟"}
    customers.change_customer(customer=buyer, data=told, version=buyer.version, by=people.rep)
    page = queries.customer_page("K1", for_user=people.rep, on=ON)
    assert page is not None
    changed = {field.title: (field.before, field.after) for field in screens.history(page)[0].changes}
    assert changed["法定代表人"] == ("赵国强", "钱伟")
    assert ("浙江省杭州市西湖区", "上海市徐汇区") in changed.values()


def test_history_hides_sensitive_changes_and_fields_that_are_gone(people: Cast, buyer: Customer) -> None:
    page = queries.customer_page("K1", for_user=people.rep, on=ON)
    assert page is not None
    titles = {field.title for happening in screens.history(page) for field in happening.changes}
    assert "负责人家庭" not in titles
    assert "法定代表人" in titles


def test_history_names_the_owners_of_a_transfer(people: Cast, buyer: Customer, client: Client) -> None:
    buyer.refresh_from_db()
    customers.transfer_customer(
        customer=buyer,
        owner=people.other_rep,
        reason="换区",
        version=buyer.version,
        by=people.owner,
        at=timezone.now(),
    )
    page = queries.customer_page("K1", for_user=people.owner, on=ON)
    assert page is not None
    fields = [(field.before, field.after) for change in page.changes for field in change.fields]
    assert ("李强", "王芳") in fields
    assert [each.owner for each in page.owners] == [people.other_rep, people.rep]
    assert "换区" in page_of(client, people.owner)


def test_three_labels_stand_in_the_head_and_nowhere_else(people: Cast, buyer: Customer) -> None:
    page = queries.customer_page("K1", for_user=people.owner, on=ON)
    assert page is not None
    labels = screens.labels(page)
    assert [label.key for label in labels] == ["level", "state", "relationship"]
    assert all(label.definition for label in labels)
    assert not {label.key for label in labels} & {figure.key for figure in screens.figures(page)}


def test_what_is_missing_is_named_the_most_important_first(people: Cast, buyer: Customer) -> None:
    page = queries.customer_page("K1", for_user=people.owner, on=ON)
    assert page is not None
    assert page.completeness.missing == ("decider", "industry", "source")
    assert page.completeness.share == 0.75
    assert screens.standing(page).depth == "80%"


def test_facts_grow_old_until_somebody_confirms_them(people: Cast, buyer: Customer) -> None:
    later = date(2028, 6, 1)
    page = queries.customer_page("K1", for_user=people.owner, on=later)
    assert page is not None
    assert (page.freshness.tone, page.freshness.is_confirmed) == ("bad", False)
    at = datetime(2028, 5, 30, 1, 0, tzinfo=UTC)
    customers.confirm_facts(customer=page.customer, version=page.customer.version, by=people.rep, at=at)
    again = queries.customer_page("K1", for_user=people.owner, on=later)
    assert again is not None
    assert (again.freshness.tone, again.freshness.days, again.freshness.is_confirmed) == ("good", 2, True)


def test_what_was_written_today_is_not_called_looked_over(people: Cast, buyer: Customer) -> None:
    on = timezone.localdate()
    page = queries.customer_page("K1", for_user=people.owner, on=on)
    assert page is not None
    written = screens.standing(page).fresh
    assert "zk-badge-good" not in written
    customers.confirm_facts(customer=page.customer, version=page.customer.version, by=people.rep, at=timezone.now())
    again = queries.customer_page("K1", for_user=people.owner, on=on)
    assert again is not None
    assert "zk-badge-good" in screens.standing(again).fresh
    assert screens.standing(again).fresh != written


def test_the_buttons_are_those_that_work(people: Cast, buyer: Customer, client: Client) -> None:
    reader = add_user("赵磊", username="zhaolei", role="rep")
    Member.objects.create(user=reader, kind="customers.customer", object_id=buyer.pk, level=10)
    shown = page_of(client, reader)
    for word in ("/customers/edit/", "/-/contacts/new/", "/-/needs/new/", "/-/confirm/", "/-/transfer/", "/-/trash/"):
        assert word not in shown
    Member.objects.update(level=20)
    assert "/-/contacts/new/" in page_of(client, reader)
    assert "/-/transfer/" in page_of(client, people.owner)


def test_the_card_takes_at_most_23_questions_and_25_of_who_sees_a_team(
    people: Cast, buyer: Customer, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    manager = add_user("钱经理", username="qian", role="manager")
    today = timezone.localdate()
    for number in range(30):
        order(buyer, number=f"D{number}", on=today, of=product(f"P{number}"))
        customers.note_preference(customer=buyer, data={"subject": "茶", "text": f"{number}"}, by=people.rep, on=today)
    customers.add_contact(customer=buyer, data={"name": "赵磊"}, by=people.rep)
    score_customers(on=today)
    client.force_login(manager)
    client.get("/customers/K1/")
    with django_assert_max_num_queries(25):
        assert client.get("/customers/K1/").status_code == 200
    client.force_login(people.owner)
    with django_assert_max_num_queries(23):
        assert client.get("/customers/K1/").status_code == 200


def test_reading_the_card_writes_nothing(people: Cast, buyer: Customer, client: Client) -> None:
    client.force_login(people.owner)
    before = tables()
    client.get("/customers/K1/")
    client.get("/customers/-/print/K1/")
    assert tables() == before
