"""Lists and forms that are declared, shown on the product list and its form."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import cast, product
from tests.factories.files import tables
from tests.factories.pages import words
from zhike.kit.forms import IDENTITY

pytestmark = pytest.mark.django_db

LIST, NEW, EDIT = "/products/", "/products/new/", "/products/edit/P1/"
GIFT: dict[str, Any] = {"code": "P1", "name": "礼盒", "unit": "盒", "category": "", "version": 1}


def codes(answer: Any) -> list[str]:
    return [row.code for row in answer.context["page_obj"]]


def test_a_list_shows_the_newest_first_until_it_is_sorted(owner: Client) -> None:
    for code in ("P2", "P1", "P3"):
        product(code)
    assert codes(owner.get(LIST)) == ["P3", "P1", "P2"]
    assert codes(owner.get(LIST, {"sort": "code"})) == ["P1", "P2", "P3"]
    assert codes(owner.get(LIST, {"sort": "-code"})) == ["P3", "P2", "P1"]


@pytest.mark.parametrize("word", ["unit", "password", "-", "code,name", "%00", "'"])
def test_an_unknown_sorting_word_is_ignored(word: str, owner: Client) -> None:
    for code in ("P2", "P1"):
        product(code)
    assert codes(owner.get(LIST, {"sort": word})) == ["P1", "P2"]


def test_the_head_of_the_sorted_column_says_so_and_turns_the_order_round(owner: Client) -> None:
    product("P1")
    shown = words(owner.get(LIST, {"sort": "code", "name": "P"}))
    assert 'aria-sort="ascending"' in shown
    assert "sort=-code" in shown
    assert "name=P" in shown.split("sort=-code")[0].rsplit("href=", 1)[1]


@pytest.mark.parametrize("number", ["0", "-1", "2", "99999999999999999999", "x", "1.5"])
def test_a_page_that_is_not_there_is_a_404_and_never_a_500(number: str, owner: Client) -> None:
    product("P1")
    assert owner.get(LIST, {"page": number}).status_code == 404


def test_pages_are_numbered_and_nothing_is_shown_twice(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhike.kit.screens.Screen.page_size", 2)
    for number in range(5):
        product(f"P{number}")
    pages = [owner.get(LIST, {"page": page, "sort": "code"}) for page in (1, 2, 3)]
    assert [codes(page) for page in pages] == [["P0", "P1"], ["P2", "P3"], ["P4"]]
    assert "sort=code" in words(pages[0]).split('rel="next"')[1]
    assert owner.get(LIST, {"page": 4}).status_code == 404


def test_a_count_stops_at_its_cap_and_says_that_there_are_more(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhike.kit.paging.MOST_ROWS", 3)
    for number in range(3):
        product(f"P{number}")
    exact = owner.get(LIST).context["page_obj"].paginator
    assert (exact.count, exact.is_capped) == (3, False)
    product("P3")
    capped = owner.get(LIST).context["page_obj"].paginator
    assert (capped.count, capped.is_capped) == (3, True)


def test_a_list_asks_the_same_number_of_questions_whatever_its_length(
    owner: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        product(f"P{number}")
    address = filtered(owner, "code", "P")
    with django_assert_max_num_queries(18):
        owner.get(f"{address}&sort=code")


def filtered(client: Client, column: str, value: str) -> str:
    """Answer the address of the list, narrowed to what has a text in a column."""
    return str(client.post(f"{LIST}-/filter/", {"ask": column, "op": "contains", "v": value})["Location"])


@pytest.mark.parametrize(
    ("column", "value", "found"), [("name", "礼", ["P1"]), ("code", "p", ["P2", "P1"]), ("name", "%", [])]
)
def test_a_filter_narrows_the_list(column: str, value: str, found: list[str], owner: Client) -> None:
    product("P1", "礼盒")
    product("P2", "酒")
    product("X1", "茶")
    assert codes(owner.get(filtered(owner, column, value))) == found


def test_an_empty_list_says_what_to_do(owner: Client) -> None:
    answer = owner.get(LIST)
    shown, screen = words(answer).split("zk-empty")[1], answer.context["screen"]
    assert str(screen.empty) in shown
    assert str(screen.advice) in shown


def test_a_list_that_is_empty_by_its_filter_offers_to_show_all(owner: Client) -> None:
    product("P1")
    answer = owner.get(filtered(owner, "name", "没有"))
    shown = words(answer).split("zk-empty")[1]
    assert f'href="{LIST}?f=-"' in shown
    assert str(answer.context["screen"].empty) not in shown


def test_a_new_record_is_saved_and_its_card_shown(owner: Client) -> None:
    answer = owner.post(NEW, GIFT, follow=True)
    assert answer.redirect_chain == [("/products/P1/", 302)]
    assert "礼盒" in words(answer)


def test_a_form_that_will_not_do_keeps_what_was_typed_and_writes_nothing(owner: Client) -> None:
    before = tables()
    answer = owner.post(NEW, GIFT | {"name": "名" * 101, "unit": "箱子"})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"name"}
    assert 'value="箱子"' in words(answer)
    assert "名" * 101 in words(answer)
    assert tables() == before


def test_what_the_operation_refuses_is_said_beside_the_field(owner: Client) -> None:
    product("P1")
    answer = owner.post(NEW, GIFT)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"code"}
    assert 'value="礼盒"' in words(answer)


def test_a_change_is_saved_and_counted(owner: Client) -> None:
    made = product("P1")
    assert owner.get(EDIT).context["form"].initial["version"] == 1
    assert owner.post(EDIT, GIFT)["Location"] == "/products/P1/"
    made.refresh_from_db()
    assert (made.name, made.unit, made.version) == ("礼盒", "盒", 2)


def test_a_stale_save_is_refused_with_both_values_and_writes_nothing(owner: Client) -> None:
    product("P1", "旧名")
    owner.post(EDIT, GIFT | {"name": "别人的名"})
    before = tables()
    answer = owner.post(EDIT, GIFT | {"name": "我的名"})
    assert answer.status_code == 409
    assert [values[1:] for values in answer.context["differing"]] == [("别人的名", "我的名")]
    assert "别人的名" in words(answer)
    assert 'value="我的名"' in words(answer)
    assert tables() == before


def test_saving_again_after_comparing_is_deliberate(owner: Client) -> None:
    made = product("P1")
    owner.post(EDIT, GIFT | {"name": "别人的名"})
    stale = owner.post(EDIT, GIFT | {"name": "我的名"})
    seen = stale.context["form"].data["version"]
    assert owner.post(EDIT, GIFT | {"name": "我的名", "version": seen}).status_code == 302
    made.refresh_from_db()
    assert made.name == "我的名"


@pytest.mark.parametrize("heir", ["", "P1"], ids=["nobody", "another"])
def test_a_stale_save_finds_its_record_whoever_has_its_address_now(heir: str, owner: Client) -> None:
    made = product("P1", "旧名")
    opened = owner.get(EDIT).context["form"].initial
    owner.post(EDIT, GIFT | {"code": "P2", "name": "别人的名"})
    if heir:
        product(heir, "另一个")
    stale = owner.post(EDIT, GIFT | {"name": "我的名", "record": opened["record"]})
    assert stale.status_code == 409
    assert [values[1:] for values in stale.context["differing"]] == [("P2", "P1"), ("别人的名", "我的名")]
    assert 'value="我的名"' in words(stale)
    seen = {name: stale.context["form"].data[name] for name in IDENTITY}
    assert owner.post(EDIT, GIFT | seen | {"code": "P2", "name": "我的名"}).status_code == 302
    made.refresh_from_db()
    assert (made.code, made.name) == ("P2", "我的名")


@pytest.mark.parametrize("record", ["x", "0", "99999999999999999999", "\x00"])
def test_a_save_of_no_record_is_as_good_as_missing(record: str, owner: Client) -> None:
    product("P1")
    before = tables()
    assert owner.post(EDIT, GIFT | {"record": record}).status_code == 404
    assert tables() == before


@pytest.mark.parametrize("code", ["new", "edit/P1", ".", "..", "/a", "a/", "a\tb"])
def test_a_code_that_no_page_could_be_opened_by_is_refused_beside_its_field(code: str, owner: Client) -> None:
    answer = owner.post(NEW, GIFT | {"code": code})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"code"}


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "99999999999999999999"])
def test_a_save_without_a_version_that_fits_writes_nothing(version: str, owner: Client) -> None:
    product("P1")
    before = tables()
    assert owner.post(EDIT, GIFT | {"version": version}).status_code in (409, 422)
    assert tables() == before


def test_who_may_not_change_is_offered_no_way_to(client: Client) -> None:
    client.force_login(cast().rep)
    product("P1")
    assert "/products/edit/" not in words(client.get("/products/P1/"))
    assert "/products/new/" not in words(client.get(LIST))
