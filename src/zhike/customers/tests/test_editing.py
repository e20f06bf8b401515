"""Customers added and changed by hand, by who may."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from tests.factories import Cast, customer
from tests.factories.files import tables
from tests.factories.pages import words
from zhike.core.audit.models import Entry
from zhike.core.search import queries as search
from zhike.customers.models import Contact, Customer
from zhike.customers.operations import add_customer, change_customer
from zhike.kit.refusals import FieldRefused, StaleRecord

pytestmark = pytest.mark.django_db

DATA: dict[str, Any] = {"name": "宏达商贸", "kind": "organisation", "phone": "021-60000000", "region": "上海"}


def found(typed: str) -> set[str]:
    return {hit.title for group in search.found(typed, for_user=None) for hit in group.hits}


def test_a_customer_added_by_hand_has_a_number_an_owner_a_contact_and_is_found(people: Cast) -> None:
    data = DATA | {"contact_name": "李姐", "contact_phone": "13800000007", "contact_title": "采购"}
    made = add_customer(data=data, by=people.rep)
    assert (made.number, made.owner, made.region, made.version) == ("K000001", people.rep, "上海", 1)
    assert list(Contact.objects.values_list("person__name", "title")) == [("李姐", "采购")]
    assert found("0007") == {"李姐"}
    assert list(Entry.objects.values_list("by", "action", "object_id")) == [(people.rep.pk, "added", made.pk)]


def test_free_numbers_pass_over_those_taken(people: Cast) -> None:
    customer("别家", number="K000001")
    assert add_customer(data=DATA, by=people.rep).number == "K000002"


def test_a_taken_number_is_refused_beside_its_field(people: Cast) -> None:
    customer("别家", number="K7", owner=people.other_rep)
    before = tables()
    with pytest.raises(FieldRefused) as refused:
        add_customer(data=DATA | {"number": "K7"}, by=people.rep)
    assert refused.value.field == "number"
    assert tables() == before


def test_a_change_is_audited_by_its_fields_and_found_by_its_new_name(people: Cast) -> None:
    made = add_customer(data=DATA, by=people.rep)
    change_customer(customer=made, data=DATA | {"name": "鸿图", "region": ""}, version=1, by=people.owner)
    made.refresh_from_db()
    assert (made.party.name, made.region, made.version) == ("鸿图", "", 2)
    entry = Entry.objects.get(action="changed")
    assert (entry.by, entry.fields) == (people.owner, ["name", "region"])
    assert found("hongtu")
    assert not found("hongda")


def test_saving_without_a_change_writes_nothing(people: Cast) -> None:
    made = add_customer(data=DATA, by=people.rep)
    before = tables()
    change_customer(customer=made, data=DATA, version=1, by=people.rep)
    assert tables() == before


def test_a_stale_change_is_refused(people: Cast) -> None:
    made = add_customer(data=DATA, by=people.rep)
    change_customer(customer=made, data=DATA | {"name": "鸿图"}, version=1, by=people.owner)
    before = tables()
    with pytest.raises(StaleRecord):
        change_customer(customer=made, data=DATA | {"phone": ""}, version=1, by=people.rep)
    assert tables() == before


@pytest.mark.parametrize("who", ["other_rep", "visitor"])
def test_a_customer_is_changed_by_nobody_else(who: str, people: Cast) -> None:
    made = add_customer(data=DATA, by=people.rep)
    before = tables()
    with pytest.raises(Customer.DoesNotExist):
        change_customer(customer=made, data=DATA | {"name": "x"}, version=1, by=getattr(people, who))
    with pytest.raises(PermissionDenied):
        add_customer(data=DATA, by=people.visitor)
    assert tables() == before


def test_the_form_adds_and_leads_to_the_customers_page(people: Cast, client: Client) -> None:
    client.force_login(people.rep)
    answer = client.post("/customers/new/", DATA | {"contact_name": "李姐"}, follow=True)
    assert answer.redirect_chain == [("/customers/K000001/", 302)]
    assert "李姐" in words(answer)


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"name": "名" * 101},
        {"phone": "abc"},
        {"email": "x"},
        {"kind": "dog"},
        {"number": "a b"},
        {"number": "a/b"},
        {"number": "new"},
        {"number": ".."},
        {"remarks": "x" * 2001},
    ],
    ids=lambda bad: next(iter(bad)),
)
def test_a_form_that_will_not_do_says_so_beside_the_field(bad: dict[str, str], people: Cast, client: Client) -> None:
    client.force_login(people.rep)
    before = tables()
    answer = client.post("/customers/new/", DATA | bad)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == bad.keys()
    assert tables() == before


def test_the_number_of_a_customer_is_not_changed_by_its_form(people: Cast, client: Client) -> None:
    made = add_customer(data=DATA, by=people.rep)
    client.force_login(people.rep)
    client.post("/customers/edit/K000001/", DATA | {"number": "K9", "name": "鸿图", "version": 1})
    made.refresh_from_db()
    assert (made.number, made.party.name) == ("K000001", "鸿图")


@pytest.mark.parametrize(("word", "order"), [("state", "ABC"), ("-bought", "CBA"), ("-last", "CBA"), ("level", "BAC")])
def test_the_list_sorts_by_what_scoring_told(word: str, order: str, people: Cast, client: Client) -> None:
    for number, level, state, bought in (("A", "B", 1, 10), ("B", "A", 2, 20), ("C", "N", 9, 30)):
        made = customer(number, number=number)
        Customer.objects.filter(pk=made.pk).update(
            level=level, state=state, bought_365d=bought, last_bought_on=f"2026-01-{bought}"
        )
    client.force_login(people.owner)
    rows = client.get("/customers/", {"sort": word}).context["page_obj"]
    assert "".join(c.number for c in rows) == order


def test_who_never_bought_comes_last_either_way(people: Cast, client: Client) -> None:
    customer("从未", number="never")
    bought = customer("买过", number="bought")
    Customer.objects.filter(pk=bought.pk).update(last_bought_on="2026-01-01")
    client.force_login(people.owner)
    for word in ("last", "-last"):
        rows = client.get("/customers/", {"sort": word}).context["page_obj"]
        assert [c.number for c in rows] == ["bought", "never"]
