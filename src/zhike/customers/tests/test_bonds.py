"""What keeps a customer, each kind for itself, and the alarm when it stays only because it must."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import Cast, customer
from tests.factories.files import tables
from tests.factories.pages import words
from zhike.core.access.models import Role
from zhike.core.audit.models import Entry
from zhike.customers import queries
from zhike.customers.models import Customer, Satisfaction, SwitchingCost
from zhike.customers.operations import note_satisfaction, rate_switching_cost
from zhike.customers.rules.bonds import QUESTIONS, is_hostage
from zhike.kit.refusals import FieldRefused, StaleRecord

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)
EDI: dict[str, Any] = {"score": 60, "cause": "与我们的 EDI 接口相连", "nature": "serving"}
SAID: dict[str, Any] = {"grade": 2, "said_on": date(2026, 11, 20), "source": "采购经理在电话里说"}


@pytest.fixture
def buyer(people: Cast) -> Customer:
    return customer("宏达商贸", number="K1", owner=people.rep)


def rate(buyer: Customer, people: Cast, kind: str = "procedural", version: int = 0, **data: Any) -> SwitchingCost:
    return rate_switching_cost(customer=buyer, kind=kind, data=EDI | data, version=version, by=people.rep)


def say(buyer: Customer, people: Cast, **data: Any) -> Satisfaction:
    return note_satisfaction(customer=buyer, data=SAID | data, by=people.rep, on=ON)


def page_of(client: Client, user: Any, address: str = "/customers/K1/") -> str:
    client.force_login(user)
    return words(client.get(address))


@pytest.mark.domain("A24")
def test_three_kinds_are_shown_each_for_itself_and_a_dissatisfied_customer_who_must_stay_raises_the_alarm(
    people: Cast, buyer: Customer, client: Client
) -> None:
    rate(buyer, people)
    rate(buyer, people, "financial", score=40, cause="返利余额 ¥8,000", nature="locking")
    rate(buyer, people, "relational", score=30, cause="两位相熟的联系人")
    shown = page_of(client, people.rep)
    for word in ("60 / 100", "40 / 100", "30 / 100", "EDI", "返利余额 ¥8,000", "两位相熟的联系人"):
        assert word in shown
    assert "130" not in shown.split('id="bonds"')[1].split("</section>")[0]
    say(buyer, people, grade=4, said_on=date(2026, 1, 5))
    assert "zk-note-bad" not in page_of(client, people.rep)
    say(buyer, people)
    found = queries.bonds(buyer)
    assert found.is_hostage
    assert [bond.cost and bond.cost.nature for bond in found.kinds] == ["serving", "locking", "serving"]
    alarmed = page_of(client, people.rep)
    assert "zk-note-bad" in alarmed
    assert "采购经理在电话里说" in alarmed
    assert "EDI" in page_of(client, people.rep, "/customers/-/print/K1/")
    for word in ("EDI", "返利余额", "采购经理"):
        assert word not in page_of(client, people.rep, "/customers/-/hand-out/K1/")


def test_the_print_has_no_heading_for_what_nobody_has_rated(people: Cast, buyer: Customer, client: Client) -> None:
    assert 'id="bonds"' not in page_of(client, people.rep, "/customers/-/print/K1/")
    rate(buyer, people)
    assert 'id="bonds"' in page_of(client, people.rep, "/customers/-/print/K1/")


def test_each_kind_and_label_stands_with_its_meaning(people: Cast, buyer: Customer, client: Client) -> None:
    rate(buyer, people)
    shown = page_of(client, people.rep)
    for kind in SwitchingCost.Kind:
        assert kind.meaning in shown
    assert SwitchingCost.Nature.SERVING.meaning in shown
    asked = page_of(client, people.rep, f"/customers/-/switching/{buyer.pk}/procedural/")
    for nature in SwitchingCost.Nature:
        assert f"{nature.label}：{nature.meaning}" in asked


@pytest.mark.parametrize(
    ("scores", "grade", "is_one"),
    [((60,), 2, True), ((59, 59, 59), 1, False), ((100,), 3, False), ((100,), None, False), ((), 1, False)],
)
def test_sixty_is_high_two_is_dissatisfied_and_kinds_are_never_added_up(
    scores: tuple[int, ...], grade: int | None, is_one: bool
) -> None:
    assert is_hostage(scores, grade=grade) is is_one


@given(st.lists(st.integers(0, 100)), st.integers(1, 5))
def test_a_better_grade_never_makes_a_hostage(scores: list[int], grade: int) -> None:
    assert not (is_hostage(scores, grade=min(grade + 1, 5)) and not is_hostage(scores, grade=grade))


def test_each_kind_has_its_question() -> None:
    assert [*QUESTIONS] == SwitchingCost.Kind.values


def test_the_last_word_of_the_customer_counts_and_the_ones_before_stay(people: Cast, buyer: Customer) -> None:
    say(buyer, people, grade=5, said_on=date(2026, 11, 21))
    say(buyer, people, grade=1, said_on=date(2026, 3, 1))
    last = queries.bonds(buyer).satisfaction
    assert last is not None
    assert last.grade == 5
    corrected = say(buyer, people, grade=3, said_on=date(2026, 11, 21))
    assert queries.bonds(buyer).satisfaction == corrected
    assert Satisfaction.objects.count() == 3


def test_a_rating_is_changed_with_its_version_and_both_are_audited(people: Cast, buyer: Customer) -> None:
    cost = rate(buyer, people)
    assert (cost.version, cost.noted_by) == (1, people.rep)
    rate(buyer, people, version=1, score=20)
    before = tables()
    for version in (0, 1, 3):
        with pytest.raises(StaleRecord):
            rate(buyer, people, version=version, score=70)
    rate(buyer, people, version=2, score=20)
    assert tables() == before
    entries = Entry.objects.filter(action="switching cost rated").order_by("pk")
    assert [entry.object_id for entry in entries] == [buyer.pk, buyer.pk]
    values = {value.field: (value.before, value.after, value.subject) for value in entries[1].values.all()}
    assert values["cost_score"] == (60, 20, buyer.party_id)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("score", {"score": 101}),
        ("score", {"score": -1}),
        ("score", {"score": None}),
        ("cause", {"cause": " "}),
        ("nature", {"nature": "x"}),
    ],
)
def test_a_score_without_a_cause_or_out_of_range_is_refused(
    people: Cast, buyer: Customer, field: str, wrong: dict[str, Any]
) -> None:
    before = tables()
    with pytest.raises(FieldRefused) as refused:
        rate(buyer, people, **wrong)
    assert refused.value.field == field
    assert tables() == before


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("grade", {"grade": 6}), ("said_on", {"said_on": date(2026, 11, 23)}), ("source", {"source": " "})],
)
def test_what_nobody_said_yet_is_refused(people: Cast, buyer: Customer, field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(FieldRefused) as refused:
        say(buyer, people, **wrong)
    assert refused.value.field == field
    assert not Satisfaction.objects.exists()


def test_leaving_may_cost_nothing_for_no_reason(people: Cast, buyer: Customer) -> None:
    assert rate(buyer, people, score=0, cause="").score == 0


def test_others_neither_rate_nor_write(people: Cast, buyer: Customer) -> None:
    before = tables()
    for by, refused in ((people.other_rep, Customer.DoesNotExist), (people.visitor, PermissionDenied)):
        with pytest.raises(refused):
            rate_switching_cost(customer=buyer, kind="procedural", data=EDI, version=0, by=by)
        with pytest.raises(refused):
            note_satisfaction(customer=buyer, data=SAID, by=by, on=ON)
    assert tables() == before


def test_the_forms_save_come_back_filled_and_refuse_a_stale_save(people: Cast, buyer: Customer, client: Client) -> None:
    client.force_login(people.rep)
    address = f"/customers/-/switching/{buyer.pk}/procedural/"
    told = {"score": "60", "cause": "EDI 接口", "nature": "serving", "version": "0"}
    assert client.get(address).status_code == 200
    assert client.get(f"/customers/-/switching/{buyer.pk}/magical/").status_code == 404
    for wrong in ({"score": "sixty"}, {"score": "101"}, {"cause": ""}, {"nature": ""}, {"cause": "长" * 301}):
        refused = client.post(address, told | wrong)
        assert refused.status_code == 422
        assert "aria-invalid" in words(refused)
    assert client.post(address, told).status_code == 302
    assert "EDI 接口" in words(client.get(address))
    assert client.post(address, told | {"score": "70"}).status_code == 409
    assert client.post(address, told | {"score": "70", "version": "1"}).status_code == 302
    assert SwitchingCost.objects.get().score == 70


def test_the_customers_word_is_written_by_hand(people: Cast, buyer: Customer, client: Client) -> None:
    client.force_login(people.rep)
    address = f"/customers/-/satisfaction/{buyer.pk}/"
    told = {"grade": "2", "said_on": "2026-01-05", "source": "上门时"}
    for wrong in ({"grade": ""}, {"grade": "9"}, {"said_on": "2999-01-01"}, {"said_on": "昨天"}, {"source": ""}):
        assert client.post(address, told | wrong).status_code == 422
    assert client.post(address, told).status_code == 302
    shown = words(client.get("/customers/K1/"))
    assert "2 / 5" in shown
    assert "上门时" in shown


def test_who_may_only_read_sees_them_without_a_way_to_change(people: Cast, buyer: Customer, client: Client) -> None:
    rate(buyer, people)
    shown = page_of(client, people.owner)
    assert "/-/switching/" in shown
    Role.objects.filter(code="owner").update(grants={"customers.see": 100})
    shown = page_of(client, people.owner)
    assert "60 / 100" in shown
    assert "/-/switching/" not in shown
    assert "/-/satisfaction/" not in shown
