"""Invitations: a link that opens once, for a week, for one colleague; and everything else gets one answer."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.factories.pages import words
from zhike.core.accounts import operations, queries
from zhike.core.accounts.logs import WithoutLinks
from zhike.core.accounts.models import TAKEN, User
from zhike.core.accounts.operations import Invited
from zhike.core.accounts.tests.people import AT, PASSWORD, Clock, give_app, is_signed_in, sign_in

pytestmark = pytest.mark.django_db

NEW = "lu-yuan-shan-gao"


@pytest.fixture
def invited(boss: User, clock: Clock) -> Invited:
    return operations.invite(username="WangFang", name="王芳", phone="138 0000 0003", by=boss, at=clock.at)


def address(token: str) -> str:
    return reverse("invitation", args=[token])


def choose(token: str, password: str = NEW, again: str = "") -> Any:
    return Client().post(address(token), {"password1": password, "password2": again or password})


def opens(token: str) -> bool:
    return Client().get(address(token)).status_code == 200


def test_an_invited_colleague_chooses_a_password_and_signs_in_by_it(invited: Invited, client: Client) -> None:
    page = client.get(address(invited.link_token))
    assert "王芳" in words(page)
    assert "WangFang" in words(page)
    answer = choose(invited.link_token)
    assert answer["Location"] == reverse("account_login")
    assert not is_signed_in(client)
    assert sign_in(client, "wangfang", NEW)["Location"] == reverse("home")
    user = User.objects.get(pk=invited.user.pk)
    assert user.is_active
    assert user.accepted_at is not None


def test_before_that_she_is_a_stranger(invited: Invited, client: Client) -> None:
    invited.user.set_password(NEW)
    invited.user.save()
    awaited, unknown = sign_in(client, "wangfang", NEW), sign_in(client, "nobody", NEW)
    assert words(awaited).replace("wangfang", "") == words(unknown).replace("nobody", "")
    assert invited.user.is_awaited
    assert list(queries.awaited_users()) == [invited.user]
    assert invited.user not in queries.active_users()
    assert not queries.users_who_left().exists()


def test_every_link_that_does_not_open_gets_the_same_page(invited: Invited, boss: User, clock: Clock) -> None:
    used, renewed, left = (
        operations.invite(username=name, name=name, by=boss, at=clock.at) for name in ("used", "renewed", "left")
    )
    choose(used.link_token)
    clock.wait(minutes=1)
    operations.renew_invitation(user=renewed.user, at=clock.at, by=boss)
    operations.end_access(user=left.user, by=boss, at=clock.at)
    ended = [used.link_token, renewed.link_token, left.link_token, "made-up", "x" * 3000, invited.link_token[:-1]]
    pages = [Client().get(address(token)) for token in ended]
    clock.wait(days=7)
    pages.append(Client().get(address(invited.link_token)))
    assert {page.status_code for page in pages} == {410}
    assert len({words(page) for page in pages}) == 1
    for token in [*ended, invited.link_token]:
        assert choose(token).status_code == 410
    assert not User.objects.filter(username__in=["WangFang", "renewed", "left"], is_active=True).exists()


@pytest.mark.parametrize(("days", "is_open"), [(0, True), (6.99, True), (7, False), (365, False)])
def test_a_link_opens_for_a_week(days: float, is_open: bool, invited: Invited, clock: Clock) -> None:
    clock.wait(days=days)
    assert opens(invited.link_token) == is_open


def test_a_renewed_link_opens_for_another_week(invited: Invited, boss: User, clock: Clock) -> None:
    clock.wait(days=30)
    token = operations.renew_invitation(user=invited.user, at=clock.at, by=boss)
    assert not opens(invited.link_token)
    assert opens(token)
    assert invited.user.invitation_ends_at == clock.at + timedelta(days=7)
    assert choose(token).status_code == 302
    assert not opens(token)


@pytest.mark.parametrize("password", ["short", "password123", "WangFang1", "12345678"])
def test_a_weak_password_is_refused_and_the_link_still_opens(password: str, invited: Invited) -> None:
    answer = choose(invited.link_token, password)
    assert answer.status_code == 422
    assert answer.context["form"].errors["password1"]
    assert password not in words(answer)
    assert opens(invited.link_token)


def test_two_passwords_that_differ_are_refused(invited: Invited) -> None:
    answer = choose(invited.link_token, NEW, "something-else")
    assert answer.context["form"].errors["password2"]
    assert opens(invited.link_token)


def test_of_two_who_use_a_link_at_once_one_is_first(invited: Invited, monkeypatch: pytest.MonkeyPatch) -> None:
    user = queries.invited(token=invited.link_token, at=invited.user.invited_at or AT)
    operations.accept_invitation(token=invited.link_token, password=NEW, at=AT)
    monkeypatch.setattr(queries, "invited", lambda **_: user)  # both had asked before either wrote
    with pytest.raises(operations.InvitationEnded):
        operations.accept_invitation(token=invited.link_token, password="another-one-of-mine", at=AT)
    assert User.objects.get(pk=invited.user.pk).check_password(NEW)


def test_who_forgot_her_password_gets_a_link_too_and_keeps_her_second_step(
    user: User, boss: User, clock: Clock
) -> None:
    give_app(user)
    inside = Client()
    inside.force_login(user)
    token = operations.renew_invitation(user=user, at=clock.at, by=boss)
    assert is_signed_in(inside)
    assert choose(token).status_code == 302
    assert not is_signed_in(inside)
    assert not queries.sessions_of(user).exists()
    assert sign_in(Client(), "LiQiang").status_code == 200
    assert sign_in(Client(), "LiQiang", NEW)["Location"] == reverse("mfa_authenticate")


def test_the_page_tells_nobody_its_address(invited: Invited) -> None:
    for token in (invited.link_token, "made-up"):
        page = Client().get(address(token))
        assert page["Referrer-Policy"] == "strict-origin"
        assert "no-store" in page["Cache-Control"]
        assert token not in words(page)
    assert choose(invited.link_token)["Referrer-Policy"] == "strict-origin"


def test_a_link_is_never_logged(invited: Invited, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(WithoutLinks())
    Client(enforce_csrf_checks=True).post(address(invited.link_token), {"password1": NEW})
    Client().get(address("made-up"))
    logging.getLogger("zhike").error("while answering /invitation/%s/ and /orders/D1/", invited.link_token)
    assert caplog.text.count("/invitation/…/") == 2
    assert "/orders/D1/" in caplog.text
    assert invited.link_token not in caplog.text
    assert invited.link_token not in repr(invited)


def test_the_log_of_this_installation_has_the_filter() -> None:
    handlers = logging.getLogger().handlers
    assert any(isinstance(each, WithoutLinks) for handler in handlers for each in handler.filters)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("username", {"username": "liqiang"}),
        ("username", {"username": "two words"}),
        ("username", {"username": ""}),
        ("name", {"name": ""}),
        ("phone", {"phone": "13800000001"}),
        ("phone", {"phone": "021-60000000"}),
        ("email", {"email": "LI@example.com"}),
        ("email", {"email": "no-address"}),
    ],
)
def test_who_cannot_be_invited_is_said_beside_the_field(field: str, wrong: dict[str, str], user: User) -> None:
    asked: dict[str, Any] = {"username": "wangfang", "name": "王芳"} | wrong
    with pytest.raises(ValidationError) as refused:
        operations.invite(**asked, by=user, at=AT)
    found = refused.value.message_dict
    assert field in found or (field == "username" and "__all__" in found)
    assert list(User.objects.all()) == [user]


def test_who_has_left_is_not_invited_again(user: User, boss: User) -> None:
    operations.end_access(user=user, by=boss, at=AT)
    with pytest.raises(operations.HasLeft):
        operations.renew_invitation(user=user, at=AT, by=boss)


def test_what_happened_is_written_down(invited: Invited, boss: User) -> None:
    choose(invited.link_token)
    events = [(event.kind, event.by) for event in queries.sign_ins_of(invited.user)]
    assert events == [("accepted", None), ("invited", boss)]


def test_a_link_is_short_enough_to_be_sent(invited: Invited) -> None:
    assert re.fullmatch(r"/invitation/[\w:-]{20,100}/", address(invited.link_token))


def test_a_colleague_added_with_a_password_has_no_link(user: User) -> None:
    assert user.invitation_ends_at is None
    assert not user.is_awaited
    assert user.check_password(PASSWORD)


def test_what_another_colleague_signs_in_by_is_refused_in_plain_words(
    invited: Invited, boss: User, clock: Clock
) -> None:
    told = {"phone": "13800001111", "email": "li@example.cn"}
    operations.invite(username="li", name="李强", **told, by=boss, at=clock.at)
    with pytest.raises(ValidationError) as refused:
        operations.invite(username="zhao", name="赵敏", **told, by=boss, at=clock.at)
    assert refused.value.message_dict == {name: [str(TAKEN[name])] for name in told}
