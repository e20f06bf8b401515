"""Every address × method × actor: who may not, gets nothing, changes nothing and learns nothing."""

from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests.factories import Cast, customer, order, product
from tests.factories.files import AT, tables
from tests.factories.pages import body
from tests.security.addresses import ADDRESSES, METHODS, READ, names
from zhike.exchange.models import ImportRun

WALKED = sorted(ADDRESSES)
PUBLIC = [name for name in WALKED if ADDRESSES[name].is_public]
GUARDED = [name for name in WALKED if not ADDRESSES[name].is_public]
REFUSED = [(name, actor) for name in GUARDED for actor in ("visitor", "rep") if actor not in ADDRESSES[name].allowed]
FOREIGN = [name for name in GUARDED if "rep" in ADDRESSES[name].allowed and ADDRESSES[name].foreign]
# What a GET answers where it is no page: the picture's address, no error file as there was no error.
ANSWERS = {"favicon": 301, "exchange:errors": 404}
World = dict[str, Client]


@pytest.fixture
def world(cast: Cast) -> World:
    """Give the two reps a customer, an order and an import each, and let everybody but nobody sign in."""
    bought = product("P1", "礼盒")
    for rep, number in ((cast.rep, "1"), (cast.other_rep, "2")):
        buyer = customer(f"商贸{number}", number=f"K{number}", owner=rep, phone=f"1380000000{number}")
        order(buyer, number=f"D{number}", of=bought)
        run = ImportRun(pk=int(number), kind="customers", by=rep, state="checked", source_name="客户.csv", ended_at=AT)
        run.save()
    clients = {"nobody": Client()}
    for actor in ("owner", "rep", "other_rep", "visitor"):
        clients[actor] = Client()
        clients[actor].force_login(getattr(cast, actor))
    return clients


def ask(client: Client, name: str, args: tuple[Any, ...], method: str) -> HttpResponseBase:
    data = ADDRESSES[name].data if method == "POST" else {}
    answer: HttpResponseBase = getattr(client, method.lower())(reverse(name, args=args), data)
    return answer


def test_every_address_is_walked() -> None:
    found = list(names())
    assert sorted(set(found)) == WALKED, "give each new URL pattern a row in tests/security/addresses.py"


@pytest.mark.parametrize("name", GUARDED)
def test_nobody_is_sent_to_sign_in_and_changes_nothing(name: str, world: World) -> None:
    before = tables()
    for method in METHODS:
        answer = ask(world["nobody"], name, ADDRESSES[name].own, method)
        is_sent_away = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
        assert is_sent_away or answer.status_code in (401, 403, 405), method
    assert tables() == before


@pytest.mark.parametrize("name", PUBLIC)
def test_what_is_open_to_everybody_writes_nothing(name: str, world: World) -> None:
    before = tables()
    for method in METHODS:
        assert ask(world["nobody"], name, (), method).status_code in (200, 301, 405), method
    assert tables() == before


@pytest.mark.parametrize(("name", "actor"), REFUSED)
def test_a_role_without_the_permission_is_refused_and_changes_nothing(name: str, actor: str, world: World) -> None:
    address = ADDRESSES[name]
    before = tables()
    for method in METHODS:
        for args in (address.own, address.foreign or address.own, address.missing or address.own):
            status = ask(world[actor], name, args, method).status_code
            assert status == 403 or (status == 405 and method not in address.methods), (method, args)
    assert tables() == before


@pytest.mark.parametrize("name", WALKED)
def test_a_method_that_an_address_does_not_know_is_refused_and_changes_nothing(name: str, world: World) -> None:
    address = ADDRESSES[name]
    before = tables()
    for method in set(METHODS) - set(address.methods):
        for actor in address.allowed:
            assert ask(world[actor], name, address.own, method).status_code == 405, (actor, method)
    assert tables() == before


@pytest.mark.parametrize("name", WALKED)
def test_who_may_read_reads_and_reading_writes_nothing(name: str, world: World) -> None:
    address = ADDRESSES[name]
    before = tables()
    for actor in address.allowed:
        for method in set(address.methods) & set(READ):
            assert ask(world[actor], name, address.own, method).status_code == ANSWERS.get(name, 200), (actor, method)
    assert tables() == before


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_record_answers_exactly_like_a_missing_one(name: str, world: World) -> None:
    before = tables()
    for method in METHODS:
        foreign, missing = (
            ask(world["rep"], name, args, method) for args in (ADDRESSES[name].foreign, ADDRESSES[name].missing)
        )
        assert foreign.status_code == missing.status_code in (404, 405), method
        assert body(foreign) == body(missing), method
        assert {*foreign.headers} == {*missing.headers}, method
    assert tables() == before


@pytest.mark.parametrize("name", FOREIGN)
def test_the_same_record_answers_to_its_own_rep_and_to_the_owner(name: str, world: World) -> None:
    for actor in ("other_rep", "owner"):
        assert ask(world[actor], name, ADDRESSES[name].foreign, "GET").status_code == 200


def test_a_post_that_is_allowed_does_change_something(world: World) -> None:
    """The walk proves refusals only if its data would have been accepted."""
    for name in ("customers:edit", "customers:new", "products:edit"):
        before = tables()
        assert ask(world["owner"], name, ADDRESSES[name].own, "POST").status_code == 302
        assert tables() != before


def test_a_form_without_its_token_is_refused_and_changes_nothing(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = world["owner"].cookies
    before = tables()
    for name, address in ADDRESSES.items():
        if "POST" in address.methods:
            assert client.post(reverse(name, args=address.own), address.data).status_code == 403, name
    assert tables() == before
