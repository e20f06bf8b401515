"""The search box leads to records of all kinds, the best kind first, and only to those the user may see."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import Cast, customer, give_role
from tests.factories.files import AT
from tests.factories.pages import words
from zhike.administration.custom_fields.operations import change_field, draft_of
from zhike.catalog.models import Product
from zhike.catalog.operations import add_product, change_product, index_products_after
from zhike.core.access.models import Role
from zhike.core.access.rules import Level
from zhike.core.fields.models import Definition
from zhike.core.jobs import operations as jobs
from zhike.core.jobs.models import Job
from zhike.core.jobs.worker import run_all
from zhike.core.search import operations, queries, tries
from zhike.core.search.models import Entry
from zhike.customers.models import Customer
from zhike.customers.models.customer import KIND
from zhike.customers.operations import add_customer, trash_customer
from zhike.insight import queries as insight
from zhike.insight.queries import hits
from zhike.sales.models import Order, Receipt, Return
from zhike.sales.operations import index_missing_papers
from zhike.timeline.models import Interaction
from zhike.timeline.operations import (
    add_to_interaction,
    correct_interaction,
    index_missing_interactions,
    record,
    restore_interaction,
    trash_interaction,
)

pytestmark = pytest.mark.django_db
TODAY, NOW = timezone.localdate(), timezone.now()


def order(buyer: Customer, number: str) -> Order:
    made = Order.objects.create(number=number, customer=buyer, ordered_on=TODAY, amount=100)
    index_missing_papers()
    return made


@pytest.fixture
def shop(people: Cast) -> Cast:
    """Give each rep a customer with an order, and everybody a product."""
    order(customer("宏达商贸", number="K1", owner=people.rep, contact=("李姐", "13800000007")), "D-2026/1")
    order(customer("恒大数码", number="K2", owner=people.other_rep), "D-2026/2")
    add_product(data={"code": "HD-9", "name": "宏达礼盒", "unit": "", "category": ""}, by=people.owner)
    return people


def found(typed: str, user: Any = None, **more: Any) -> list[tuple[str, list[str]]]:
    groups = queries.found(typed, for_user=user, **more)
    return [(group.kind.page, [hit.title for hit in group.hits]) for group in groups]


def test_one_word_finds_records_of_several_kinds(shop: Cast) -> None:
    assert found("宏达", shop.owner) == [("customer", ["宏达商贸"]), ("product", ["宏达礼盒"])]
    assert found("lihe", shop.owner) == [("product", ["宏达礼盒"])]


@pytest.mark.parametrize("typed", ["D-2026/1", "d-2026/1", "d20261", "D2026/1", "2026/1", "20261"])
def test_an_order_is_found_by_its_number_whatever_its_signs(typed: str, shop: Cast) -> None:
    assert found(typed, shop.owner) == [("order", ["D-2026/1"])]


def test_receipts_and_returns_are_found_by_their_numbers_and_follow_their_customer(shop: Cast) -> None:
    for number, name in enumerate(("K1", "K2"), start=1):
        buyer = Customer.objects.get(number=name)
        Receipt.objects.create(number=f"SK-{number}", customer=buyer, received_on=TODAY, amount=100)
        Return.objects.create(number=f"TH-{number}", customer=buyer, returned_on=TODAY, amount=100)
    index_missing_papers()
    assert found("sk1", shop.owner) == [("receipt", ["SK-1"])]
    assert found("TH-1", shop.rep) == [("back", ["TH-1"])]
    assert found("SK-2", shop.rep) == found("TH-2", shop.rep) == []
    (group,) = queries.found("TH-1", for_user=shop.rep)
    assert group.hits[0].url == "/returns/TH-1/"
    assert group.hits[0].about == f"宏达商贸 · {TODAY}"


def say(text: str, by: Any, number: str = "K1") -> Interaction:
    data = {"way": "phone", "words": text}
    return record(customer=Customer.objects.get(number=number), data=data, key="", by=by, at=NOW, on=TODAY)


@pytest.mark.parametrize("typed", ["样品", "看了样品", "price", "PRICE list", "样品 价格", "8月20"])
def test_a_follow_up_is_found_by_its_words(typed: str, shop: Cast) -> None:
    say("看了样品，要价格\n和 Price-List，8月20日再来", shop.rep)
    say("问价", shop.other_rep, "K2")
    (group,) = queries.found(typed, for_user=shop.rep)
    assert (group.kind.page, [hit.title for hit in group.hits]) == ("follow-up", ["看了样品，要价格"])
    assert group.hits[0].about == f"宏达商贸 · {TODAY}"
    assert found(typed, shop.other_rep) == found(typed, shop.visitor) == []


def in_box(typed: str, user: Any, only: str = "") -> list[tuple[str, list[str]]]:
    groups = insight.found(typed, for_user=user, only=only)
    return [(group.kind.page, [hit.title for hit in group.hits]) for group in groups]


@pytest.mark.parametrize("typed", ["宏达商贸", "hongdashang", "K1"])
def test_a_follow_up_is_found_by_the_name_of_its_customer_too(typed: str, shop: Cast) -> None:
    for text in ("问价", "要样品", "谈定", "签约"):
        say(text, shop.rep)
    say("问价", shop.other_rep, "K2")
    assert in_box(typed, shop.owner) == [("customer", ["宏达商贸"]), ("follow-up", ["签约", "谈定", "要样品"])]
    assert in_box(typed, shop.rep, "follow-up") == [("follow-up", ["签约", "谈定", "要样品", "问价"])]
    assert in_box(typed, shop.rep, "order") == found(typed, shop.rep, only="order")
    assert in_box(typed, shop.other_rep) == in_box(typed, shop.visitor) == []


def test_what_was_said_stands_before_what_is_found_by_the_customer(shop: Cast) -> None:
    for text in ("宏达商贸要样品", "问价"):
        say(text, shop.rep)
    assert dict(in_box("宏达商贸", shop.rep))["follow-up"] == ["宏达商贸要样品", "问价"]


def test_a_phone_of_a_contact_leads_to_no_follow_ups(shop: Cast) -> None:
    say("问价", shop.rep)
    assert in_box("13800000007", shop.owner) == [("customer", ["李姐"])]


def test_a_follow_up_is_found_by_what_it_says_now_and_in_the_trash_by_nothing(shop: Cast) -> None:
    made = say("下周送茶叶", shop.rep)
    made = correct_interaction(interaction=made, words="下周送咖啡", version=made.version, by=shop.rep, at=NOW)
    add_to_interaction(interaction=made, words="已经送到", key="", by=shop.rep, at=NOW)
    assert found("茶叶", shop.rep) == []
    assert found("咖啡", shop.rep) == found("送到", shop.rep) == [("follow-up", ["下周送咖啡"])]
    trash_interaction(interaction=made, by=shop.rep, at=NOW)
    assert found("咖啡", shop.rep) == []
    assert not Entry.objects.filter(kind="follow-up").exists()
    assert index_missing_interactions() == 0
    restore_interaction(interaction=made, by=shop.rep)
    assert found("送到", shop.rep) == [("follow-up", ["下周送咖啡"])]


def test_the_follow_ups_of_a_customer_in_the_trash_are_not_found(shop: Cast) -> None:
    say("下周送茶叶", shop.rep)
    trash_customer(customer=Customer.objects.get(number="K1"), by=shop.owner, at=NOW)
    assert found("茶叶", shop.owner) == []


def test_follow_ups_that_a_file_brought_are_indexed_by_the_worker(shop: Cast) -> None:
    say("下周送茶叶", shop.rep)
    Entry.objects.filter(kind="follow-up").delete()
    jobs.enqueue(name="timeline.index", payload={}, at=NOW)
    run_all()
    assert found("茶叶", shop.rep) == [("follow-up", ["下周送茶叶"])]


def test_the_kind_with_the_best_hit_comes_first(shop: Cast) -> None:
    customer("HD-9 加工", number="K9")
    assert [page for page, _ in found("HD-9", shop.owner)] == ["product", "customer"]
    assert [page for page, _ in found("HD-9 加工", shop.owner)] == ["customer"]


def test_orders_follow_their_customer(shop: Cast) -> None:
    assert found("D-2026", shop.rep) == [("order", ["D-2026/1"])]
    assert found("D-2026/2", shop.rep) == []
    assert found("D-2026", shop.visitor) == found("宏达", shop.visitor) == []


def test_who_may_not_see_a_kind_finds_none_of_it(people: Cast, shop: Cast) -> None:
    Role.objects.create(code="plain", name="只看客户", grants={"customers.see": 100})
    give_role(people.visitor, "plain")
    people.visitor.__dict__.pop("_access", None)
    assert found("宏达", people.visitor) == [("customer", ["宏达商贸"])]
    assert found("D-2026", people.visitor) == []


def test_one_kind_can_be_asked_for_alone(shop: Cast) -> None:
    assert found("宏达", shop.owner, only="product") == [("product", ["宏达礼盒"])]
    assert found("宏达", shop.owner, only="dogs") == []


def test_a_group_says_that_there_is_more(shop: Cast) -> None:
    for number in range(5):
        customer("远山分店", number=f"F{number}")
    (group,) = queries.found("远山", for_user=None, limit=3)
    assert (group.count, len(group.hits)) == ("3+", 3)
    (group,) = queries.found("远山", for_user=None, limit=5)
    assert group.count == "5"


def test_a_changed_product_is_found_by_its_new_name_and_code_only(shop: Cast) -> None:
    product = Product.objects.get()
    change_product(
        product=product, data={"code": "HT-1", "name": "鸿图茶具", "unit": "", "category": ""}, version=1, by=shop.owner
    )
    assert found("礼盒") == found("HD-9") == []
    assert found("hongtu") == found("ht1") == [("product", ["鸿图茶具"])]


def test_a_worker_indexes_everything_again_in_batches(shop: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "AT_ONCE", 1)
    monkeypatch.setattr(operations, "BATCHES_OF_A_JOB", 1)
    before = set(Entry.objects.values_list("kind", "object_id", "forms", "tokens"))
    Entry.objects.all().delete()
    assert found("宏达") == []
    operations.index_again(at=timezone.now())
    run_all()
    assert not Job.objects.exclude(state=Job.State.DONE).exists()
    assert set(Entry.objects.values_list("kind", "object_id", "forms", "tokens")) == before
    assert index_products_after(10**9, 5) is None


def test_an_installation_from_before_is_indexed_again_by_its_worker(shop: Cast) -> None:
    migration = import_module("zhike.core.search.migrations.0003_whole_tokens")
    Entry.objects.filter(kind__in=("order", "product")).delete()
    Entry.objects.update(forms="|old|", tokens="old")
    migration.index_again(apps, connection.schema_editor())
    assert found("宏达") == []
    run_all()
    assert [page for page, _ in found("宏达")] == ["customer", "product"]
    assert found("D-2026/1") == [("order", ["D-2026/1"])]


def test_a_new_installation_has_nothing_to_index(db: None) -> None:
    import_module("zhike.core.search.migrations.0003_whole_tokens").index_again(apps, connection.schema_editor())
    assert not Job.objects.exists()


@pytest.mark.parametrize("name", ["search", "suggest"])
def test_both_pages_group_what_is_found(name: str, shop: Cast, client: Client) -> None:
    client.force_login(shop.owner)
    shown = words(client.post(reverse(name), {"q": "宏达"}))
    assert shown.index("/customers/K1/") < shown.index("/products/HD-9/")
    assert "/orders/D-2026/1/" in words(client.post(reverse(name), {"q": "D-2026/1"}))


def test_a_long_group_is_shown_whole_on_a_page_of_its_own(shop: Cast, client: Client) -> None:
    client.force_login(shop.owner)
    for number in range(12):
        customer("宏达分店", number=f"F{number:02}")
    mixed = words(client.post(reverse("search"), {"q": "宏达"}))
    alone = words(client.post(reverse("search"), {"q": "宏达", "kind": "customer"}))
    assert 'name="kind" value="customer"' in mixed
    assert mixed.count("/customers/F") == 8
    assert alone.count("/customers/F") == 12
    assert "/products/" not in alone.split("<main")[1]


def test_a_search_takes_few_statements(shop: Cast, client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(shop.rep)
    client.get(reverse("home"))
    with django_assert_max_num_queries(12 if connection.vendor == "sqlite" else 14):
        client.post(reverse("suggest"), {"q": "宏达"})


@pytest.fixture
def masked(shop: Cast, client: Client) -> Client:
    """Sign in a rep whose role masks phones."""
    role = Role.objects.get(code="rep")
    role.fields = {"customers.phone": Level.MASKED}
    role.save()
    cache.clear()
    client.force_login(shop.rep)
    return client


def ask(client: Client, typed: str, name: str = "suggest") -> Any:
    return client.post(reverse(name), {"q": typed})


def test_who_may_not_read_phones_may_try_only_so_many(masked: Client) -> None:
    for number in range(tries.PER_MINUTE):
        assert not ask(masked, f"{number:04}").context["is_too_often"]
    refused = ask(masked, "0007")
    assert refused.context["is_too_often"]
    assert refused.context["hits"] == []
    assert ask(masked, "0007", "search").status_code == 429
    assert ask(masked, "宏达").context["hits"]
    assert not ask(masked, "812").context["is_too_often"]


def test_the_tries_are_counted_for_each_minute_and_person(shop: Cast, masked: Client) -> None:
    at = timezone.now()
    for _ in range(tries.PER_MINUTE + 1):
        tries.may_try(shop.rep, "0007", at=at)
    assert not tries.may_try(shop.rep, "0007", at=at)
    assert tries.may_try(shop.rep, "0007", at=at + timedelta(minutes=1))
    assert tries.may_try(shop.other_rep, "0007", at=at)


def test_who_reads_phones_may_search_for_any_number_of_them(shop: Cast, client: Client) -> None:
    client.force_login(shop.owner)
    assert not any(ask(client, f"{number:04}").context["is_too_often"] for number in range(tries.PER_MINUTE + 5))


def test_a_masked_phone_finds_by_the_whole_or_its_end_alone(masked: Client) -> None:
    assert [hit.title for hit in ask(masked, "0007").context["hits"]] == ["李姐"]
    assert [hit.title for hit in ask(masked, "13800000007").context["hits"]] == ["李姐"]
    for typed in ("1380", "138000", "00007", "3800000007"):
        assert ask(masked, typed).context["hits"] == []


def test_texts_find_their_customer_unless_only_some_may_read_them(people: Cast, client: Client) -> None:
    client.force_login(people.owner)
    plate = Definition.objects.create(kind=KIND, code="plate", title="车牌", type="text", block="basic")
    data = {"name": "宏达商贸", "number": "K2", "x_plate": "沪A12345"}
    add_customer(data=data, by=people.owner)
    assert "宏达商贸" in words(client.post("/search/", {"q": "沪A12345"}))
    draft = replace(draft_of(plate), right="customers.sensitive")
    change_field(field=plate.pk, draft=draft, version=plate.version, at=AT, by=people.owner)
    run_all()
    assert "宏达商贸" not in words(client.post("/search/", {"q": "沪A12345"}))


@pytest.mark.domain("A43")
def test_initials_and_the_tail_of_a_phone_find_whom_one_means(people: Cast) -> None:
    customer("宏达商贸", number="K7", contact=("李姐", "13800000007"))
    for other in ("恒利商贸", "宏源建材", "达泰"):
        customer(other, contact=("李娜", "13800000070"))
    first = {word: hits(word, for_user=people.owner)[0] for word in ("hdsm", "0007", "李姐", "宏", "K7", "hongda")}
    assert {word: (hit.title, str(hit.record)) for word, hit in first.items() if word != "宏"} == {
        "hdsm": ("宏达商贸", "宏达商贸"),
        "0007": ("李姐", "宏达商贸"),
        "李姐": ("李姐", "宏达商贸"),
        "K7": ("宏达商贸", "宏达商贸"),
        "hongda": ("宏达商贸", "宏达商贸"),
    }
    assert first["宏"].title.startswith("宏")
