"""Every address × method × actor: who may not, gets nothing, changes nothing and learns nothing."""

from itertools import product
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests.factories import Cast
from tests.factories.files import tables
from tests.factories.pages import body
from tests.security.addresses import ADDRESSES, METHODS, READ, names
from tests.security.world import made_for

WALKED = sorted(ADDRESSES)
PUBLIC = [name for name in WALKED if ADDRESSES[name].is_public]
GUARDED = [name for name in WALKED if not ADDRESSES[name].is_public]
FOREIGN = [name for name in GUARDED if "rep" in ADDRESSES[name].allowed and ADDRESSES[name].foreign]
# What a GET answers where it is no page: the picture's address, no error file as there was no error.
ANSWERS = {
    "favicon": 301,
    "exchange:errors": 404,
    "exchange:undo": 302,  # nothing is in that could be undone
    "exchange:exported_file": 404,  # nobody else's
    "fields:file": 404,
    "invitation": 410,
    "watch:metrics": 404,  # without a token of the installation there is no such page
    **dict.fromkeys(("mfa_authenticate", "mfa_login_webauthn", "mfa_index"), 302),
    # They ask for the password again, or for a factor that these colleagues do not have.
    **dict.fromkeys(("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_activate_totp"), 302),
    **dict.fromkeys(("mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"), 302),
    **dict.fromkeys(("mfa_generate_recovery_codes",), 302),
    **dict.fromkeys(("mfa_deactivate_totp", "mfa_view_recovery_codes"), 404),
}
OWN_ALONE = {"timeline:correct"}  # the words of another colleague are nobody's to correct, however much one may
OWNERS = {"exchange:exported_file": 410}  # to whom it is her own a page says that its file is not kept
World = dict[str, Client]
Names = tuple[str, ...]


def together(*names: str) -> list[Any]:
    """Put addresses into groups that share one world: nothing that a test asks may change it."""
    return [pytest.param(names[at : at + 12], id=names[at]) for at in range(0, len(names), 12)]


@pytest.fixture
def world(people: Cast) -> World:
    """Make everybody's records, and let everybody but nobody sign in."""
    made_for(people)
    clients = {"nobody": Client()}
    for actor in ("owner", "rep", "other_rep", "visitor"):
        clients[actor] = Client()
        clients[actor].force_login(getattr(people, actor))
    return clients


def place(name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, args=[arg() if callable(arg) else arg for arg in args])


def ask(client: Client, name: str, args: tuple[Any, ...], method: str) -> HttpResponseBase:
    data = ADDRESSES[name].data if method == "POST" else {}
    answer: HttpResponseBase = getattr(client, method.lower())(place(name, args), data)
    b"".join(getattr(answer, "streaming_content", ()))  # a file that is read to its end is closed
    return answer


def test_every_address_is_walked() -> None:
    found = list(names())
    assert sorted(set(found)) == WALKED, "give each new URL pattern a row in tests/security/addresses.py"


@pytest.mark.parametrize("names", together(*GUARDED))
def test_nobody_is_sent_to_sign_in_and_changes_nothing(names: Names, world: World) -> None:
    before = tables()
    for name, method in product(names, METHODS):
        answer = ask(world["nobody"], name, ADDRESSES[name].own, method)
        is_sent_away = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
        assert is_sent_away or answer.status_code in (401, 403, 405), (name, method)
    assert tables() == before


@pytest.mark.parametrize("names", together(*PUBLIC))
def test_what_is_open_to_everybody_writes_nothing(names: Names, world: World) -> None:
    before = tables()
    for name, method in product(names, METHODS):
        status = ask(world["nobody"], name, ADDRESSES[name].own, method).status_code
        assert status in (200, 405, ANSWERS.get(name)), (name, method)
    assert tables() == before


@pytest.mark.parametrize("actor", ["visitor", "rep"])
@pytest.mark.parametrize("names", together(*GUARDED))
def test_a_role_without_the_permission_is_refused_and_changes_nothing(names: Names, actor: str, world: World) -> None:
    before = tables()
    for name, method in product(names, METHODS):
        address = ADDRESSES[name]
        if actor in address.allowed:
            continue
        for args in (address.own, address.foreign or address.own, address.missing or address.own):
            status = ask(world[actor], name, args, method).status_code
            assert status == 403 or (status == 405 and method not in address.methods), (name, method, args)
    assert tables() == before


@pytest.mark.parametrize("names", together(*WALKED))
def test_a_method_that_an_address_does_not_know_is_refused_and_changes_nothing(names: Names, world: World) -> None:
    before = tables()
    for name in names:
        address = ADDRESSES[name]
        for method, actor in product(set(METHODS) - set(address.methods), address.allowed):
            assert ask(world[actor], name, address.own, method).status_code == 405, (name, actor, method)
    assert tables() == before


def expected(name: str, actor: str) -> int:
    if actor == "owner" and name in OWNERS:
        return OWNERS[name]
    return 404 if name in OWN_ALONE and actor == "owner" else ANSWERS.get(name, 200)


@pytest.mark.parametrize("names", together(*WALKED))
def test_who_may_read_reads_and_reading_writes_nothing(names: Names, world: World) -> None:
    before = tables()
    for name in names:
        address = ADDRESSES[name]
        for method, actor in product(set(address.methods) & set(READ), address.allowed):
            status = ask(world[actor], name, address.own, method).status_code
            assert status == expected(name, actor), (name, actor, method)
    assert tables() == before


@pytest.mark.parametrize("names", together(*FOREIGN))
def test_a_foreign_record_answers_exactly_like_a_missing_one(names: Names, world: World) -> None:
    before = tables()
    for name, method in product(names, METHODS):
        places = (ADDRESSES[name].foreign, ADDRESSES[name].missing)
        foreign, missing = (ask(world["rep"], name, args, method) for args in places)
        assert foreign.status_code == missing.status_code in (404, 405), (name, method)
        assert body(foreign) == body(missing), (name, method)
        assert {*foreign.headers} == {*missing.headers}, (name, method)
    assert tables() == before


def test_the_same_record_answers_to_its_own_rep_and_to_the_owner(world: World) -> None:
    for name in (name for name in FOREIGN if "GET" in ADDRESSES[name].methods):
        for actor in ("other_rep", "owner"):
            status = ask(world[actor], name, ADDRESSES[name].foreign, "GET").status_code
            assert status == expected(name, actor), (name, actor)


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
            assert client.post(place(name, address.own), address.data).status_code == 403, name
    assert tables() == before
