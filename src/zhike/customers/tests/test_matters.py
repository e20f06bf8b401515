"""Needs matter by matter, who sees those that are the owner's, and what may be given to the customer."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pytest
from django.db.migrations.loader import MigrationLoader
from django.test import Client

from tests.factories import Cast, add_user, customer
from tests.factories.files import tables
from tests.factories.pages import body, words
from zhike.core.access.models import Member, Role
from zhike.core.audit.models import Entry, Value
from zhike.customers import queries
from zhike.customers.models import Customer, Need
from zhike.customers.operations import change_need, hand_out_needs, note_need
from zhike.customers.rules.matters import by_matter
from zhike.customers.rules.needs import KINDS, OPEN_KINDS
from zhike.kit.refusals import FieldRefused

pytestmark = pytest.mark.django_db
TOLD = {"stated": "要一辆贵的车", "real": "开着省钱", "delight": "送一张地图", "secret": "怕同事看不起"}
STEP = "0010_inner_needs"
INNER = ("送一张地图", "怕同事看不起")


@dataclass
class Told:
    kind: str
    matter: str = ""
    status: str = "open"


@pytest.fixture
def buyer(people: Cast) -> Customer:
    made = customer("宏达商贸", number="K1", owner=people.rep)
    for kind, text in TOLD.items():
        note(made, people, kind=kind, text=text, evidence="试驾时听到", is_sure=True)
    return made


@pytest.fixture
def colleague(buyer: Customer) -> Any:
    """Somebody who may change this customer without being its owner."""
    helper = add_user("赵磊", username="zhaolei", role="rep")
    Member.objects.create(user=helper, kind="customers.customer", object_id=buyer.pk, level=20)
    return helper


def note(buyer: Customer, people: Cast, **data: Any) -> Need:
    return note_need(customer=buyer, data=data, by=people.rep)


def as_of(step: str) -> Any:
    return MigrationLoader(None).project_state(("customers", step)).apps


def page_of(client: Client, user: Any, address: str = "/customers/K1/") -> str:
    client.force_login(user)
    return words(client.get(address))


@pytest.mark.domain("A18")
def test_a_deal_with_stated_and_real_needs_alone_is_40_per_cent_known_and_the_other_three_are_asked_for(
    people: Cast, client: Client
) -> None:
    buyer = customer("远山", number="K1", owner=people.rep)
    note(buyer, people, kind="stated", text="要贵的车", matter="换车")
    note(buyer, people, kind="real", text="开着省钱", matter="换车", is_sure=True)
    note(buyer, people, kind="secret", text="怕没面子", matter="保养")
    card = queries.need_card(buyer, for_user=people.rep)
    deal = next(matter for matter in card.matters if matter.name == "换车")
    assert deal.depth == 0.4
    assert [box.kind for box in deal.boxes if box.question] == ["unstated", "delight", "secret"]
    assert card.found.depth == 0.6
    shown = page_of(client, people.rep)
    for kind in ("unstated", "delight", "secret"):
        assert f"?kind={kind}&amp;matter=%E6%8D%A2%E8%BD%A6" in shown
    sheet = page_of(client, people.owner, "/customers/-/hand-out/K1/")
    table = client.post("/customers/-/hand-out/K1/file/")
    for given in (sheet, body(table).decode()):
        assert "开着省钱" in given
        assert "怕没面子" not in given
        assert "保养" not in given


def test_needs_stand_in_five_boxes_of_their_matter_and_those_without_one_at_the_end() -> None:
    found = by_matter([Told("real"), Told("stated", "合同"), Told("stated", "合同", "gone"), Told("stated", "展会")])
    assert [matter.name for matter in found] == ["合同", "展会", ""]
    assert [matter.depth for matter in found] == [0.2, 0.2, 0.2]
    assert [len(box.needs) for box in found[0].boxes] == [2, 0, 0, 0, 0]
    assert [box.question is None for box in found[0].boxes] == [True, False, False, False, False]


def test_a_need_that_has_gone_is_still_shown_and_asked_for_again() -> None:
    (only,) = by_matter([Told("stated", status="gone")])
    assert only.boxes[0].needs
    assert only.boxes[0].question is not None


def test_who_knows_nothing_yet_is_asked_all_five_questions() -> None:
    nothing: list[Told] = []
    (only,) = by_matter(nothing)
    assert (only.name, only.depth) == ("", 0)
    assert all(box.question for box in only.boxes)


def test_kinds_that_are_not_shown_count_for_the_depth_and_their_matters_stay_unnamed() -> None:
    told = [Told("stated", "合同"), Told("secret", "合同"), Told("secret", "机密")]
    (only,) = by_matter(told, kinds=OPEN_KINDS)
    assert (only.name, only.depth) == ("合同", 0.4)
    assert [box.kind for box in only.boxes] == [*OPEN_KINDS]


def test_the_owner_sees_all_five_and_a_colleague_without_the_right_three(
    people: Cast, buyer: Customer, colleague: Any, client: Client
) -> None:
    for user, is_seen in ((people.rep, True), (people.owner, True), (colleague, False)):
        for address in ("/customers/K1/", "/customers/-/print/K1/"):
            shown = page_of(client, user, address)
            assert "开着省钱" in shown
            assert [word in shown for word in INNER] == [is_seen, is_seen]
    shown = page_of(client, colleague)
    assert "80%" in shown
    assert "kind=secret" not in shown


def test_a_role_gives_the_right_to_see_or_to_change_them(
    people: Cast, buyer: Customer, colleague: Any, client: Client
) -> None:
    secret = Need.objects.get(kind="secret")
    for level, is_seen, may_change in ((10, False, False), (20, True, False), (30, True, True)):
        Role.objects.filter(code="rep").update(fields={"customers.inner_needs": level})
        shown = page_of(client, colleague)
        assert ("怕同事看不起" in shown, f"/-/needs/{secret.pk}/" in shown) == (is_seen, may_change)
        assert client.get(f"/customers/-/needs/{secret.pk}/").status_code == (200 if may_change else 404)


def test_who_may_not_see_them_is_not_offered_them_and_writes_none(
    buyer: Customer, colleague: Any, client: Client
) -> None:
    stated = Need.objects.get(kind="stated")
    client.force_login(colleague)
    before = tables()
    new = f"/customers/-/needs/new/{buyer.pk}/"
    assert 'value="secret"' not in words(client.get(new))
    assert client.post(new, {"kind": "secret", "text": "面子", "status": "open"}).status_code == 422
    for data in ({"kind": "secret", "text": "面子"}, {"kind": "delight", "text": "礼盒"}):
        with pytest.raises(FieldRefused):
            note_need(customer=buyer, data=data, by=colleague)
    with pytest.raises(FieldRefused):
        change_need(need=stated, data={"kind": "secret"}, version=1, by=colleague)
    with pytest.raises(Need.DoesNotExist):
        change_need(need=Need.objects.get(kind="secret"), data={"text": "改"}, version=1, by=colleague)
    assert tables() == before
    note_need(customer=buyer, data={"kind": "real", "text": "省心"}, by=colleague)


def test_the_history_keeps_them_for_the_same_people(
    people: Cast, buyer: Customer, colleague: Any, client: Client
) -> None:
    stated = Need.objects.get(kind="stated")
    change_need(need=stated, data={"kind": "secret", "text": "想被看成内行"}, version=1, by=people.rep)
    assert "想被看成内行" in page_of(client, people.rep)
    shown = page_of(client, colleague)
    for word in (*INNER, "想被看成内行"):
        assert word not in shown
    assert "要一辆贵的车" in shown  # as it was noted, when it was said aloud
    fields = Entry.objects.filter(action="need changed").get().fields
    assert fields == ["inner_need_kind", "inner_need_text"]


def test_the_log_of_changes_hides_them_from_who_lacks_the_right(people: Cast, buyer: Customer, client: Client) -> None:
    assert "怕同事看不起" in page_of(client, people.owner, "/settings/log/?number=K1")
    Role.objects.filter(code="owner").update(fields={})
    shown = page_of(client, people.owner, "/settings/log/?number=K1")
    assert "开着省钱" in shown
    assert "怕同事看不起" not in shown


def test_the_sheet_for_the_customer_has_no_inner_word(people: Cast, buyer: Customer, client: Client) -> None:
    note(buyer, people, kind="stated", text="随时找得到人", offer="专人对接", status="offered", tags=["respect"])
    note(buyer, people, kind="unstated", text="怕退货", evidence="看过退货登记", is_sure=True)
    note(buyer, people, kind="real", text="想压价", is_sure=False)
    note(buyer, people, kind="stated", text="要快", offer="底价九折", status="open")
    note(buyer, people, kind="stated", text="要红色的", status="gone")
    Customer.objects.filter(pk=buyer.pk).update(remarks="难缠", source="展会")
    shown = page_of(client, people.rep, "/customers/-/hand-out/K1/")
    for word in ("要一辆贵的车", "开着省钱", "随时找得到人", "专人对接"):
        assert word in shown
    for word in (
        *INNER,
        "试驾时听到",
        "底价九折",
        "要红色的",
        "难缠",
        "展会",
        "80%",
        "李强",
        "怕退货",
        "退货登记",
        "想压价",
    ):
        assert word not in shown.split('id="main"')[1]


def test_the_sheet_for_the_customer_names_us_first_and_has_no_empty_heading(
    people: Cast, client: Client, settings: Any
) -> None:
    settings.COMPANY = "顺和粮油商行"
    known = customer("远山", number="K7", owner=people.rep)
    note(known, people, kind="unstated", text="怕断货")
    shown = page_of(client, people.rep, "/customers/-/hand-out/K7/").split('id="main"')[1]
    assert "顺和粮油商行" in shown.split("<h1>")[0]
    assert 'id="needs"' not in shown
    assert 'id="contacts"' not in shown
    note(known, people, kind="stated", text="要快", status="open")
    listed = page_of(client, people.rep, "/customers/-/hand-out/K7/").split('id="needs"')[1]
    assert "要快" in listed
    assert str(Need.Status.OPEN.label) not in listed


@pytest.mark.parametrize("sheet", ["print", "hand-out"])
def test_both_sheets_have_a_button_that_prints(sheet: str, people: Cast, buyer: Customer, client: Client) -> None:
    shown = page_of(client, people.rep, f"/customers/-/{sheet}/K1/")
    assert '<zk-print hidden><button class="btn btn-primary" type="button">' in shown
    assert "onclick" not in shown


def test_the_table_for_the_customer_is_a_right_and_is_noted(people: Cast, buyer: Customer, client: Client) -> None:
    note(buyer, people, kind="stated", text="=1+1", matter="年度合同")
    client.force_login(people.rep)
    assert client.post("/customers/-/hand-out/K1/file/").status_code == 403
    client.force_login(people.owner)
    answer = client.post("/customers/-/hand-out/K1/file/")
    lines = body(answer).decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert "年度合同" in lines[1]
    assert "=1+1" in lines[1]
    assert not lines[1].split(",")[1].startswith("=")
    assert "K1.csv" in answer["Content-Disposition"]
    entry = Entry.objects.get(action="exported")
    assert (entry.object_id, entry.fields) == (buyer.pk, ["needs"])
    assert [need.kind for need in hand_out_needs(customer=buyer, by=people.owner)] == ["stated", "real", "stated"]


def test_the_matter_of_a_need_is_offered_to_the_next(people: Cast, buyer: Customer, client: Client) -> None:
    note(buyer, people, kind="stated", text="要快", matter="年度合同")
    address = f"/customers/-/needs/new/{buyer.pk}/?kind=real&matter=年度合同"
    shown = page_of(client, people.rep, address)
    assert '<option value="年度合同">' in shown
    told = {"kind": "real", "text": "不断货", "status": "open", "matter": "  年度   合同 "}
    assert client.post(address, told).status_code == 302
    assert Need.objects.latest("pk").matter == "年度 合同"
    assert client.post(address, told | {"matter": "长" * 61}).status_code == 422


def test_an_older_audit_is_sorted_into_what_is_inner_and_what_is_not(people: Cast, buyer: Customer) -> None:
    note(customer("远山", number="K2", owner=people.rep), people, kind="stated", text="要快")
    for value in Value.objects.filter(field__startswith="inner_"):
        Value.objects.filter(pk=value.pk).update(field=value.field.removeprefix("inner_"))
    step = import_module(f"zhike.customers.migrations.{STEP}")
    step.keep_inner_needs_apart_in_the_audit(as_of(STEP), None)
    inner = Value.objects.filter(field="inner_need_text").values_list("after", flat=True)
    assert {*inner} == {*INNER}
    assert Value.objects.filter(field="need_text").count() == 3


def test_an_upgrade_lets_who_leads_see_them_still(people: Cast) -> None:
    Role.objects.update(fields={})
    step = import_module(f"zhike.customers.migrations.{STEP}")
    step.let_those_who_answer_for_others_see_them(as_of(STEP), None)
    assert {role.code for role in Role.objects.all() if role.fields} == {"owner", "manager"}


def test_nobody_owns_a_customer_without_an_owner(people: Cast) -> None:
    found = customer("无主", number="K9")
    assert queries.need_kinds(found, for_user=people.rep) == OPEN_KINDS
    assert queries.need_kinds(found, for_user=None) == KINDS
