"""Signing in and out: by name, phone or e-mail; what fails tells nothing about who exists."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.factories import add_user
from tests.factories.pages import words
from zhike.core.accounts import operations, queries
from zhike.core.accounts.models import Session, User
from zhike.core.accounts.tests.people import PASSWORD, is_signed_in, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "login", ["LiQiang", "liqiang", "LIQIANG", "13800000001", "+8613800000001", "li@example.com", "LI@EXAMPLE.COM"]
)
def test_one_signs_in_by_name_phone_or_e_mail_in_any_case(login: str, user: User, client: Client) -> None:
    answer = sign_in(client, login)
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "kind", [("LiQiang", "nobody"), ("13800000001", "13899999999"), ("li@example.com", "no@example.com")]
)
def test_a_wrong_password_and_an_unknown_user_get_the_same_answer(
    kind: tuple[str, str], user: User, client: Client
) -> None:
    known, unknown = (sign_in(client, login, "wrong-password-1") for login in kind)
    assert known.status_code == unknown.status_code == 200
    assert words(known).replace(kind[0], "") == words(unknown).replace(kind[1], "")
    assert not is_signed_in(client)


def test_who_has_left_is_refused_like_an_unknown_user(user: User, client: Client) -> None:
    User.objects.update(is_active=False)
    left, unknown = sign_in(client, "LiQiang"), sign_in(client, "nobody")
    assert left.status_code == unknown.status_code
    assert words(left).replace("LiQiang", "") == words(unknown).replace("nobody", "")
    assert not is_signed_in(client)


def test_who_leaves_is_out_at_the_next_page(user: User, client: Client) -> None:
    sign_in(client, "LiQiang")
    User.objects.update(is_active=False)
    assert not is_signed_in(client)


@pytest.mark.parametrize("login", ["LiQiang", "nobody"])
def test_after_five_failures_even_the_right_password_has_to_wait(login: str, user: User, client: Client) -> None:
    failures = [sign_in(client, login, f"wrong-{n}") for n in range(6)]
    assert sign_in(client, login).status_code in (200, 429)
    assert not is_signed_in(client)
    assert words(failures[0]) != words(failures[-1])


@pytest.mark.parametrize("missing", ["login", "password"])
def test_a_field_left_empty_is_said_beside_it_and_the_name_is_kept(missing: str, user: User, client: Client) -> None:
    sent = {"login": "LiQiang", "password": PASSWORD} | {missing: ""}
    answer = client.post(reverse("account_login"), sent)
    assert missing in answer.context["form"].errors
    assert sent["login"] in words(answer)
    assert PASSWORD not in words(answer)


@pytest.mark.parametrize("login", ["'", "a" * 10_000, "𠮷", "\x00", "%", "1380000000", "@", "..", "<b>"])
def test_odd_names_are_refused_without_an_error(login: str, user: User, client: Client) -> None:
    assert sign_in(client, login).status_code == 200
    assert not is_signed_in(client)


def test_one_comes_back_to_the_page_one_wanted_and_to_no_other_site(user: User, client: Client) -> None:
    wanted = client.get(reverse("customers:list"))
    assert wanted["Location"].endswith("?next=/customers/")
    sent = {"login": "LiQiang", "password": PASSWORD}
    assert client.post(wanted["Location"], sent | {"next": "/customers/"})["Location"] == "/customers/"
    other = Client().post(reverse("account_login"), sent | {"next": "https://evil.example/"})
    assert other["Location"] == reverse("home")


def test_signing_in_starts_a_new_session(user: User, client: Client) -> None:
    client.get(reverse("account_login"))
    client.cookies["zhike-session"] = "a-session-somebody-planted"
    sign_in(client, "LiQiang")
    assert client.cookies["zhike-session"].value != "a-session-somebody-planted"


def test_signing_out_takes_a_post_and_ends_the_session_on_the_server(user: User, client: Client) -> None:
    sign_in(client, "LiQiang")
    kept = client.cookies["zhike-session"].value
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)
    assert not Session.objects.filter(session_key=kept).exists()
    thief = Client()
    thief.cookies["zhike-session"] = kept
    assert not is_signed_in(thief)


def change_password(client: Client, old: str, new: str, again: str = "") -> Any:
    sent = {"oldpassword": old, "password1": new, "password2": again or new}
    return client.post(reverse("account_change_password"), sent)


def test_a_changed_password_is_the_only_one_and_ends_other_sessions(user: User, client: Client) -> None:
    elsewhere = Client()
    sign_in(elsewhere, "LiQiang")
    sign_in(client, "LiQiang")
    assert change_password(client, PASSWORD, "lu-yuan-shan-gao").status_code == 302
    assert not is_signed_in(elsewhere)
    assert sign_in(Client(), "LiQiang").status_code == 200
    assert sign_in(Client(), "LiQiang", "lu-yuan-shan-gao").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", "lu-yuan-shan-gao", ""),
        (PASSWORD, "lu-yuan-shan-gao", "something-else"),
        (PASSWORD, "short", ""),
        (PASSWORD, "password123", ""),
        (PASSWORD, "LiQiang-", ""),
        (PASSWORD, "", ""),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(
    old: str, new: str, again: str, user: User, client: Client
) -> None:
    sign_in(client, "LiQiang")
    answer = change_password(client, old, new, again)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("path", ["/accounts/signup/", "/signup/", "/sign-up/", "/password/reset/", "/admin/"])
def test_nobody_can_add_herself(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("phone", ["+86 138 0000 0002", "0086-138-0000-0002", "＋８６ 138（0000）0002", "13800000002"])
def test_a_phone_is_kept_as_it_is_dialled_whatever_was_typed(phone: str, client: Client) -> None:
    operations.add_user(username="wangfang", name="王芳", password=PASSWORD, phone=phone)
    assert User.objects.get().phone == "13800000002"
    assert sign_in(client, "13800000002").status_code == 302
    assert queries.user_named(phone) == User.objects.get()


@pytest.mark.parametrize("phone", ["021-60000000", "1380000000", "138000000011", "wangfang", "+1 13800000002"])
def test_a_phone_that_nobody_could_sign_in_by_is_refused_beside_its_field(phone: str) -> None:
    with pytest.raises(ValidationError) as refused:
        operations.add_user(username="wangfang", name="王芳", password=PASSWORD, phone=phone)
    assert [*refused.value.message_dict] == ["phone"]


def test_who_tries_too_often_gets_a_page_of_ours(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    answers = [sign_in(client, "nobody") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert "zk-signin" in words(answers[1])
    assert "Too Many Requests" not in words(answers[1])


@pytest.mark.parametrize(("is_behind_proxy", "statuses"), [(True, [200, 200, 429]), (False, [200, 429, 429])])
def test_behind_a_proxy_each_client_has_a_throttle_of_her_own(
    is_behind_proxy: bool, statuses: list[int], client: Client, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = int(is_behind_proxy)
    sent = {"login": "nobody", "password": PASSWORD}
    ips = ("1.1.1.1, 10.0.0.1", "1.1.1.1, 10.0.0.2", "2.2.2.2, 10.0.0.1")  # what the client claims comes first
    found = [client.post(reverse("account_login"), sent, headers={"x-forwarded-for": ip}).status_code for ip in ips]
    assert found == statuses


@pytest.mark.parametrize("word", ["liqiang", "13800000001", "LI@example.com"])
def test_a_colleague_is_known_by_three_words(word: str, user: User) -> None:
    assert queries.user_named(word) == user
    assert queries.user_named("") is None


def test_colleagues_who_left_are_not_offered(user: User) -> None:
    add_user("王芳", is_active=False)
    assert list(queries.active_users()) == [user]


@pytest.mark.parametrize(
    "taken",
    [{"username": "liqiang"}, {"phone": "13800000001"}, {"email": "LI@example.com"}],
    ids=lambda taken: next(iter(taken)),
)
def test_two_colleagues_never_sign_in_by_the_same_word(taken: dict[str, str], user: User) -> None:
    asked = {"username": "another", "name": "王芳", "password": PASSWORD} | taken
    with pytest.raises((ValidationError, IntegrityError)):
        operations.add_user(**asked)


@pytest.mark.parametrize("password", ["", "short", "password123", "12345678", "liqiang1"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        operations.add_user(username="liqiang", name="李强", password=password)
    assert not User.objects.exists()
