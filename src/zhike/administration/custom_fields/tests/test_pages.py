"""The pages on which an administrator shapes a card."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import Cast
from tests.factories.pages import words
from zhike.core.fields.models import Definition
from zhike.core.fields.operations import seed_fields

KIND = "customers.customer"
NUMBER = {"title": "车间数量", "block": "business", "unit": "个", "is_filtered": "on"}


def at(name: str, *args: Any) -> str:
    return reverse(f"custom_fields:{name}", args=args)


def make(title: str = "车间数量", of_type: str = "number", **more: Any) -> Definition:
    told = {"kind": KIND, "code": "workshops", "block": "business"} | more
    return Definition.objects.create(title=title, type=of_type, **told)


def test_the_list_shows_the_standard_card_by_its_blocks(owner: Client, django_assert_num_queries: Any) -> None:
    seed_fields()
    owner.get(at("list"))
    with django_assert_num_queries(4):  # the session with the colleague, the roles, the fields, the own work
        page = words(owner.get(at("list")))
    assert page.index("法定代表人") < page.index("服务区域") < page.index("销售业绩") < page.index("信用状况")
    assert page.count("<tr>") == 38 + 4


def test_a_role_that_shapes_no_cards_gets_nowhere(people: Cast, client: Client) -> None:
    field = make()
    client.force_login(people.rep)
    for name, args in (("list", ()), ("types", ()), ("new", ("text",)), ("edit", (field.pk,))):
        assert client.get(at(name, *args)).status_code == 403
    for name in ("move", "switch", "filter"):
        assert client.post(at(name, field.pk), {"to": "off", "version": 1}).status_code == 403
    assert client.post(at("edit", field.pk), NUMBER | {"version": 1}).status_code == 403


def test_every_type_is_offered_and_asks_what_it_needs(owner: Client) -> None:
    page = words(owner.get(at("types")))
    for of_type in Definition.Type:
        address = at("new", of_type.value)
        assert address in page
        assert owner.get(address).status_code == 200
    number, formula, choice = (words(owner.get(at("new", name))) for name in ("number", "formula", "choice"))
    assert 'name="unit"' in number
    assert 'name="formula"' in formula
    assert 'name="is_needed"' not in formula
    assert 'name="choices"' in choice
    assert 'name="choices"' not in number


@pytest.mark.parametrize("address", [("new", "dog"), ("edit", 404)])
def test_what_is_not_there_is_not_found(address: tuple[str, Any], owner: Client) -> None:
    assert owner.get(at(*address)).status_code == 404
    assert owner.get(at("list") + "?kind=dogs").status_code == 404
    assert owner.post(at("switch", 404)).status_code == 404


def test_a_field_is_added_and_ready_for_filters(owner: Client) -> None:
    answer = owner.post(at("new", "number"), NUMBER, follow=True)
    field = Definition.objects.get()
    assert (field.title, field.code, field.unit, field.may_filter) == ("车间数量", "chejianshuliang", "个", True)
    assert "车间数量" in words(answer)


def test_a_look_first_adds_nothing(owner: Client) -> None:
    answer = owner.post(at("new", "choice"), {"title": "能力", "block": "traits", "choices": "强\n弱", "look": "1"})
    assert answer.status_code == 200
    assert '<option value="c2">弱</option>' in words(answer)
    assert not Definition.objects.exists()


def test_wrong_input_is_kept_and_every_fault_said_beside_its_field(owner: Client) -> None:
    make("资产", "money", code="assets")
    sent = {"title": "资产", "block": "traits", "formula": "{没有} +", "result": "number"}
    answer = owner.post(at("new", "formula"), sent)
    assert answer.status_code == 422
    assert {"title", "formula"} == {*answer.context["form"].errors}
    assert "{没有} +" in words(answer)
    assert owner.post(at("new", "text"), {}).status_code == 422


def test_a_formula_is_written_with_names_and_kept_when_one_is_renamed(owner: Client) -> None:
    field = make()
    sent = {"title": "双倍", "block": "business", "formula": "{车间数量}*2", "result": "number"}
    owner.post(at("new", "formula"), sent)
    formula = Definition.objects.get(title="双倍")
    assert formula.formula == "{workshops}*2"
    owner.post(at("edit", field.pk), NUMBER | {"title": "厂房数量", "version": 1})
    assert "{厂房数量}*2" in words(owner.get(at("edit", formula.pk)))


def test_a_field_is_changed(owner: Client) -> None:
    field = make()
    assert 'value="车间数量"' in words(owner.get(at("edit", field.pk)))
    assert owner.post(at("edit", field.pk), NUMBER | {"version": 1}).status_code == 302
    assert (Definition.objects.get().unit, Definition.objects.get().version) == ("个", 2)


def test_a_stale_save_is_refused_and_shows_both_values(owner: Client) -> None:
    field = make()
    Definition.objects.update(title="厂房数量", version=2)
    answer = owner.post(at("edit", field.pk), NUMBER | {"version": 1})
    assert answer.status_code == 409
    assert "<td>厂房数量</td><td>车间数量</td>" in words(answer)
    assert 'name="version" value="2"' in words(answer)
    assert Definition.objects.get().title == "厂房数量"


def test_choices_are_renamed_added_and_replaced_but_never_lost(owner: Client) -> None:
    choices = [{"key": "c1", "title": "强"}, {"key": "c2", "title": "弱"}, {"key": "c3", "title": "一般"}]
    field = make("能力", "choice", code="ability", choices=choices)
    sent = {"title": "能力", "block": "traits", "version": 1, "choices": "中\n很强"}
    sent |= {"choice_c1": "很强了", "choice_c2": "弱", "choice_c3": "一般", "fate_c2": "off", "fate_c3": "=c1"}
    assert owner.post(at("edit", field.pk), sent).status_code == 302
    assert Definition.objects.get().choices == [
        {"key": "c1", "title": "很强了"},
        {"key": "c2", "title": "弱", "is_off": True},
        {"key": "c3", "title": "一般", "now": "c1"},
        {"key": "c4", "title": "中"},
        {"key": "c5", "title": "很强"},
    ]
    assert 'value="=c1" selected' in words(owner.get(at("edit", field.pk)))


def test_a_field_is_switched_moved_and_put_into_the_filters_by_one_click(owner: Client) -> None:
    first, second = make("一", code="one", position=1), make("二", code="two", position=2)
    owner.post(at("switch", first.pk), {"to": "off", "version": 1})
    owner.post(at("filter", second.pk), {"to": "on", "version": 1})
    owner.post(at("move", second.pk), {"to": "up", "seen": "1"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_active, second.is_filtered) == (False, True)
    assert (first.position, second.position) == (2, 1)


@pytest.mark.parametrize("sent", [{"to": "on", "version": "7"}, {"to": "on", "version": "x"}, {"to": "on"}])
def test_a_click_on_an_old_page_is_refused_in_words(sent: dict[str, str], owner: Client) -> None:
    field = make()
    answer = owner.post(at("filter", field.pk), sent, follow=True)
    assert "zk-note-warn" in words(answer)
    assert not Definition.objects.get().is_filtered


def test_a_type_that_cannot_be_filtered_says_so(owner: Client) -> None:
    field = make("说明", "long_text", code="note")
    answer = owner.post(at("filter", field.pk), {"to": "on", "version": "1"}, follow=True)
    assert "zk-note-warn" in words(answer)


def test_the_form_asks_few_queries(owner: Client, django_assert_max_num_queries: Any) -> None:
    field = make()
    owner.get(at("edit", field.pk))
    with django_assert_max_num_queries(6):
        owner.get(at("edit", field.pk))
