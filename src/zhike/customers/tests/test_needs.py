"""Five kinds of need, what they tell, and what stays inside the house."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import Cast, customer
from tests.factories.files import tables
from tests.factories.pages import words
from zhike.core.audit.models import Entry
from zhike.customers.models import Customer, Need
from zhike.customers.operations import change_need, note_need
from zhike.customers.rules import needs
from zhike.kit.refusals import FieldRefused, StaleRecord

pytestmark = pytest.mark.django_db
NEED: dict[str, Any] = {"kind": "stated", "text": "要一辆贵的车", "status": "open"}


@dataclass
class Told:
    kind: str
    status: str = "open"
    is_sure: bool = False


@pytest.fixture
def buyer(people: Cast) -> Customer:
    return customer("宏达", number="K1", owner=people.rep)


def test_two_of_five_kinds_are_forty_per_cent_and_the_other_three_are_asked_for() -> None:
    found = needs.discovery([Told("stated"), Told("real"), Told("stated")])
    assert found.depth == 0.4
    assert [kind for kind, _ in found.questions] == ["unstated", "delight", "secret"]


def test_a_need_that_has_gone_fills_nothing() -> None:
    assert needs.discovery([Told("stated", "gone"), Told("real", "met")]).filled == ("real",)


@given(st.lists(st.builds(Told, st.sampled_from(needs.KINDS), st.sampled_from(["open", "met", "gone"]))))
def test_what_is_filled_and_what_is_asked_are_the_five_kinds(told: list[Told]) -> None:
    found = needs.discovery(told)
    assert sorted([*found.filled, *(kind for kind, _ in found.questions)]) == sorted(needs.KINDS)
    assert {need.kind for need in needs.shown_to_customer(told)} <= {"stated"}


def test_the_customer_sees_what_it_said_and_what_it_agreed_to_be_behind_it() -> None:
    told = [Told(kind, is_sure=is_sure) for kind in needs.KINDS for is_sure in (False, True)]
    shown = needs.shown_to_customer(told)
    assert [(need.kind, need.is_sure) for need in shown] == [("stated", False), ("stated", True), ("real", True)]


@pytest.mark.domain("C24")
@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("要快,怕老板没面子", ("delivery", "respect", "vanity")),
        ("价格便宜一点，质量要稳定", ("price", "quality")),
        ("孩子过敏，要安全，家人开心", ("safety", "happiness")),
        ("喜欢蓝色的款式", ("taste",)),
        ("随便看看", ()),
    ],
)
def test_words_suggest_product_and_psychological_needs(text: str, tags: tuple[str, ...]) -> None:
    assert needs.suggested_tags(text) == tags
    assert {*needs.suggested_tags(text)} <= {*needs.PRODUCT, *needs.PSYCHE}


def test_there_are_six_business_five_product_and_three_psychological_needs() -> None:
    assert (len(needs.BUSINESS), len(needs.PRODUCT), len(needs.PSYCHE)) == (6, 5, 3)


def test_a_need_is_noted_with_who_said_so_and_audited(people: Cast, buyer: Customer) -> None:
    need = note_need(customer=buyer, data=NEED | {"tags": ["vanity", "price", "unheard"]}, by=people.rep)
    assert (need.noted_by, need.tags) == (people.rep, ["price", "vanity"])
    entry = Entry.objects.get(action="need noted")
    assert entry.object_id == buyer.pk
    assert {value.subject for value in entry.values.all()} == {buyer.party_id}


def test_a_stale_need_and_an_empty_one_are_refused(people: Cast, buyer: Customer) -> None:
    need = note_need(customer=buyer, data=NEED, by=people.rep)
    change_need(need=need, data={"status": "met"}, version=1, by=people.rep)
    before = tables()
    with pytest.raises(StaleRecord):
        change_need(need=need, data={"text": "x"}, version=1, by=people.rep)
    with pytest.raises(FieldRefused):
        change_need(need=need, data={"text": " "}, version=2, by=people.rep)
    change_need(need=need, data={"status": "met"}, version=2, by=people.rep)
    assert tables() == before


def test_needs_are_noted_and_changed_by_nobody_else(people: Cast, buyer: Customer) -> None:
    need = note_need(customer=buyer, data=NEED, by=people.rep)
    before = tables()
    with pytest.raises(Customer.DoesNotExist):
        note_need(customer=buyer, data=NEED, by=people.other_rep)
    with pytest.raises(Need.DoesNotExist):
        change_need(need=need, data={"text": "x"}, version=1, by=people.other_rep)
    with pytest.raises(PermissionDenied):
        note_need(customer=buyer, data=NEED, by=people.visitor)
    assert tables() == before


def test_the_form_suggests_tags_first_and_saves_after(people: Cast, buyer: Customer, client: Client) -> None:
    client.force_login(people.rep)
    address = f"/customers/-/needs/new/{buyer.pk}/"
    told = NEED | {"text": "要快，怕老板没面子"}
    assert "text" in words(client.get(f"{address}?kind=secret"))
    suggested = client.post(address, told | {"suggest": "1"})
    assert suggested.status_code == 200
    assert not Need.objects.exists()
    for tag in ("delivery", "respect", "vanity"):
        assert f'value="{tag}" selected' in words(suggested)
    assert client.post(address, told | {"tags": ["delivery"]}).status_code == 302
    need = Need.objects.get()
    assert need.tags == ["delivery"]
    answer = client.post(f"/customers/-/needs/{need.pk}/", told | {"version": "9"})
    assert answer.status_code == 409
    assert client.post(f"/customers/-/needs/{need.pk}/", told | {"version": "1", "text": ""}).status_code == 422
    assert client.post(f"/customers/-/needs/{need.pk}/", told | {"version": "1", "kind": "real"}).status_code == 302
    need.refresh_from_db()
    assert (need.kind, need.version) == ("real", 2)


def test_anothers_need_is_as_good_as_missing(people: Cast, buyer: Customer, client: Client) -> None:
    need = note_need(customer=buyer, data=NEED, by=people.rep)
    client.force_login(people.other_rep)
    for address in (f"/customers/-/needs/new/{buyer.pk}/", f"/customers/-/needs/{need.pk}/"):
        assert client.post(address, NEED).status_code == 404
    client.force_login(people.visitor)
    assert client.get(f"/customers/-/needs/{need.pk}/").status_code == 403


def test_the_page_of_a_customer_shows_the_depth_and_what_to_ask(people: Cast, buyer: Customer, client: Client) -> None:
    note_need(customer=buyer, data=NEED, by=people.rep)
    note_need(customer=buyer, data=NEED | {"kind": "real", "text": "开着便宜"}, by=people.rep)
    client.force_login(people.rep)
    shown = words(client.get("/customers/K1/"))
    assert "40%" in shown
    assert "开着便宜" in shown
    for kind in ("unstated", "delight", "secret"):
        assert f"?kind={kind}" in shown
    assert "?kind=real" not in shown
