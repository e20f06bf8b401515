"""The second step: a code of the app, a recovery code; each once, not too often, and never without the first step."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.factories.pages import words
from zhike.core.accounts import operations, queries
from zhike.core.accounts.models import SignIn, User
from zhike.core.accounts.tests.people import (
    AT,
    PASSWORD,
    code,
    confirm,
    factor_kinds,
    give_app,
    give_codes,
    is_signed_in,
    sign_in,
)

pytestmark = pytest.mark.django_db

SECOND_STEP = "/sign-in/second-step/"


def send(client: Client, typed: str) -> Any:
    return client.post(SECOND_STEP, {"code": typed})


def set_up_app(client: Client) -> str:
    """Set the app up on the pages, as a colleague does; answer its secret."""
    client.get(reverse("mfa_activate_totp"))
    secret: str = client.session[SECRET_SESSION_KEY]
    assert client.post(reverse("mfa_activate_totp"), {"code": code(secret)})["Location"] == "/account/codes/"
    return secret


def test_an_app_is_set_up_on_the_page_and_asked_for_at_the_next_sign_in(user: User, client: Client) -> None:
    sign_in(client, "LiQiang")
    confirm(client)
    page = words(client.get(reverse("mfa_activate_totp")))
    assert "data:image/svg+xml;base64," in page
    assert client.session[SECRET_SESSION_KEY] in page
    secret = set_up_app(client)
    assert factor_kinds(user) == {"totp", "recovery_codes"}
    elsewhere = Client()
    assert sign_in(elsewhere, "LiQiang")["Location"] == SECOND_STEP
    assert not is_signed_in(elsewhere)
    assert elsewhere.get(SECOND_STEP).status_code == 200
    assert send(elsewhere, code(secret, steps=1))["Location"] == reverse("home")
    assert is_signed_in(elsewhere)


def test_recovery_codes_are_shown_once(user: User, client: Client) -> None:
    sign_in(client, "LiQiang")
    confirm(client)
    set_up_app(client)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    first, again = (words(client.get(reverse("mfa_view_recovery_codes"))) for _ in range(2))
    assert all(each in first for each in codes)
    assert not any(each in again for each in codes)


def test_the_page_wanted_at_first_is_still_wanted_after_the_second_step(user: User, client: Client) -> None:
    secret = give_app(user)
    sent = {"login": "LiQiang", "password": PASSWORD, "next": "/customers/"}
    client.post("/sign-in/?next=/customers/", sent)
    assert send(client, code(secret))["Location"] == "/customers/"


@pytest.mark.parametrize("typed", ["000000", "", "abc", "0" * 5000, "12345678", "１２３４５６"])
def test_a_wrong_code_opens_nothing(typed: str, user: User, client: Client) -> None:
    give_app(user)
    give_codes(user)
    sign_in(client, "LiQiang")
    answer = send(client, typed)
    assert answer.context["form"].errors["code"]
    assert not is_signed_in(client)


def test_after_five_wrong_codes_even_the_right_one_has_to_wait(user: User, client: Client) -> None:
    secret = give_app(user)
    sign_in(client, "LiQiang")
    for number in range(5):
        send(client, f"00000{number}")
    assert send(client, code(secret)).status_code == 200
    assert not is_signed_in(client)
    elsewhere = Client()
    sign_in(elsewhere, "LiQiang")
    assert send(elsewhere, code(secret)).status_code == 200
    assert not is_signed_in(elsewhere)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_is_taken_once_even_by_a_clock_that_is_a_little_off(steps: int, user: User, client: Client) -> None:
    typed = code(give_app(user), steps=steps)
    sign_in(client, "LiQiang")
    assert send(client, typed).status_code == 302
    elsewhere = Client()
    sign_in(elsewhere, "LiQiang")
    # allauth's own memory of a used code ends after half a minute, the code may live for two more.
    Authenticator.objects.update(last_used_at=None)
    for spelled in (typed, f"{typed[:3]} {typed[3:]}"):
        assert send(elsewhere, spelled).status_code == 200
    assert not is_signed_in(elsewhere)


def test_a_code_of_long_ago_is_not_taken(user: User, client: Client) -> None:
    secret = give_app(user)
    sign_in(client, "LiQiang")
    for steps in (-3, 3):
        assert send(client, code(secret, steps=steps)).status_code == 200
    assert not is_signed_in(client)


def test_a_recovery_code_opens_once(user: User, client: Client) -> None:
    give_app(user)
    kept = give_codes(user)[0]
    sign_in(client, "LiQiang")
    assert send(client, kept).status_code == 302
    assert is_signed_in(client)
    assert queries.factors_of(user).codes_left == 9
    elsewhere = Client()
    sign_in(elsewhere, "LiQiang")
    assert send(elsewhere, kept).status_code == 200
    assert not is_signed_in(elsewhere)


def test_a_code_of_somebody_else_opens_nothing(user: User, boss: User, client: Client) -> None:
    give_app(user)
    others, theirs = give_app(boss), give_codes(boss)
    sign_in(client, "LiQiang")
    assert [send(client, typed).status_code for typed in (code(others), theirs[0])] == [200, 200]


def test_the_second_step_without_the_first_leads_to_the_first(user: User, client: Client) -> None:
    secret = give_app(user)
    for answer in (client.get(SECOND_STEP), send(client, code(secret))):
        assert answer["Location"] == reverse("account_login")
    assert not is_signed_in(client)


def test_who_stands_before_the_second_step_may_turn_round(user: User, client: Client) -> None:
    give_app(user)
    sign_in(client, "LiQiang")
    client.post(reverse("account_logout"))
    assert client.get(reverse("account_login")).status_code == 200


def test_who_leaves_between_the_two_steps_does_not_come_in(user: User, boss: User, client: Client) -> None:
    secret = give_app(user)
    sign_in(client, "LiQiang")
    operations.end_access(user=user, by=boss, at=AT)
    assert send(client, code(secret))["Location"] == reverse("account_login")
    assert not is_signed_in(client)
    assert not SignIn.objects.filter(kind=SignIn.Kind.SIGNED_IN).exists()


@pytest.mark.parametrize(
    "name", ["mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"]
)
def test_changing_ones_factors_asks_for_the_password_again(name: str, user: User, client: Client) -> None:
    if name == "mfa_deactivate_totp":
        give_app(user)
    client.force_login(user)
    before = factor_kinds(user)
    for answer in (client.get(reverse(name)), client.post(reverse(name))):
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert factor_kinds(user) == before
    assert client.post(reverse("account_reauthenticate"), {"password": "wrong-password"}).status_code == 200
    assert client.get(reverse(name)).status_code == 302
    confirm(client)
    assert client.get(reverse(name)).status_code == 200


def test_a_code_confirms_as_well_as_the_password(user: User, client: Client) -> None:
    secret = give_app(user)
    client.force_login(user)
    page = words(client.get(reverse("account_reauthenticate")))
    assert reverse("mfa_reauthenticate") in page
    assert client.post(reverse("mfa_reauthenticate"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_reauthenticate"), {"code": code(secret)}).status_code == 302
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200


def test_with_the_app_its_recovery_codes_go(
    user: User, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    give_app(user)
    give_codes(user)
    client.force_login(user)
    confirm(client)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("mfa_deactivate_totp"))["Location"] == reverse("account")
    assert factor_kinds(user) == set()
    assert sign_in(Client(), "LiQiang")["Location"] == reverse("home")
    assert SignIn.objects.filter(user=user, kind=SignIn.Kind.FACTORS).exists()


def test_new_recovery_codes_end_the_old_ones(user: User, client: Client) -> None:
    give_app(user)
    old = give_codes(user)
    client.force_login(user)
    confirm(client)
    assert client.post(reverse("mfa_generate_recovery_codes"))["Location"] == reverse("mfa_view_recovery_codes")
    page = words(client.get(reverse("mfa_view_recovery_codes")))
    assert not any(each in page for each in old)
    assert queries.factors_of(user).codes_left == 10


def test_who_lost_everything_is_helped_by_a_colleague(user: User, boss: User) -> None:
    give_app(user)
    give_codes(user)
    operations.remove_factors(user=user, by=boss, at=AT)
    assert not queries.factors_of(user)
    assert sign_in(Client(), "LiQiang")["Location"] == reverse("home")
    noted = SignIn.objects.get(kind=SignIn.Kind.FACTORS)
    assert (noted.user, noted.by, noted.at) == (user, boss, AT)


def test_the_passkey_of_somebody_else_is_not_there(user: User, boss: User, client: Client) -> None:
    made = Authenticator.objects.create(user=boss, type="webauthn", data={"name": "K", "credential": {}})
    client.force_login(user)
    confirm(client)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        for pk in (made.pk, 404):
            assert client.get(reverse(name, args=[pk])).status_code == 404
            assert client.post(reverse(name, args=[pk]), {"name": "M"}).status_code == 404
    assert Authenticator.objects.get().data["name"] == "K"
