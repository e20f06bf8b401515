"""The page of one's own account, and what is written down of signing in."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.factories.pages import words
from zhike.core.accounts import queries
from zhike.core.accounts.models import SignIn, User
from zhike.core.accounts.tests.people import AT, CHROME, give_app, give_codes, sign_in

pytestmark = pytest.mark.django_db

ACCOUNT = "/account/"


def kinds(user: User | None) -> list[str]:
    return list(SignIn.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_the_page_shows_who_one_is_and_how_one_signs_in(user: User, client: Client) -> None:
    client.force_login(user)
    page = words(client.get(ACCOUNT))
    for shown in ("李强", "LiQiang", "13800000001", "li@example.com", reverse("account_change_password")):
        assert shown in page
    assert reverse("mfa_activate_totp") in page
    assert reverse("mfa_generate_recovery_codes") not in page
    give_app(user)
    give_codes(user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "我的<b>手机", "credential": {}})
    page = words(client.get(ACCOUNT))
    assert reverse("mfa_deactivate_totp") in page
    assert reverse("mfa_generate_recovery_codes") in page
    assert "我的&lt;b&gt;手机" in page


def test_the_page_is_ones_own(user: User, boss: User, client: Client) -> None:
    Client(REMOTE_ADDR="192.0.2.9").force_login(boss)
    sign_in(Client(REMOTE_ADDR="192.0.2.8"), "zhoumin")
    client.force_login(user)
    page = words(client.get(ACCOUNT))
    assert "周敏" not in page
    assert "192.0.2." not in page


def test_nobody_has_no_account(client: Client) -> None:
    assert client.get(ACCOUNT)["Location"] == "/sign-in/?next=/account/"


def test_signing_in_and_out_is_written_down_with_device_and_address(user: User) -> None:
    client = Client(headers={"user-agent": CHROME}, REMOTE_ADDR="192.0.2.7")
    sign_in(client, "LiQiang")
    client.post(reverse("account_logout"))
    assert kinds(user) == ["signed_in", "ended"]
    assert {(event.address, event.agent) for event in queries.sign_ins_of(user)} == {("192.0.2.7", CHROME)}


def test_a_wrong_password_is_written_down_for_whose_name_it_was(user: User, client: Client) -> None:
    for login in ("liqiang", "13800000001", "LI@example.com", "nobody", "my-secret-password"):
        sign_in(client, login, "wrong-password")
    assert kinds(user) == ["refused"] * 3
    assert kinds(None) == ["refused"] * 2
    kept = str(list(SignIn.objects.values()))
    assert "secret" not in kept
    assert "wrong-password" not in kept


def test_a_wrong_code_is_written_down(user: User, client: Client) -> None:
    give_app(user)
    sign_in(client, "LiQiang")
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert kinds(user) == ["refused"]


def test_the_page_shows_the_last_twenty(user: User, client: Client) -> None:
    for _ in range(25):
        SignIn.objects.create(user=user, at=AT, kind=SignIn.Kind.REFUSED, address="192.0.2.5")
    client.force_login(user)
    assert words(client.get(ACCOUNT)).count("192.0.2.5") == 19  # the newest is this sign-in


def test_what_happened_is_never_changed(user: User) -> None:
    event = SignIn.objects.create(user=user, at=AT, kind=SignIn.Kind.REFUSED)
    for change in (event.save, event.delete, SignIn.objects.all().delete, lambda: SignIn.objects.update(kind="left")):
        with pytest.raises(TypeError):
            change()


@pytest.mark.parametrize("agent", ["<script>alert(1)</script>", "x" * 5000, "\x00", "浏览器"])
def test_whatever_a_browser_calls_itself_the_page_stands(agent: str, user: User) -> None:
    client = Client(HTTP_USER_AGENT=agent)
    sign_in(client, "LiQiang")
    page = client.get(ACCOUNT)
    assert page.status_code == 200
    assert "<script>alert" not in words(page)
