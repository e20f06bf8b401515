"""What is sent as a passkey may be anything: it opens nothing and breaks nothing."""

import json
from base64 import urlsafe_b64encode
from typing import Any

import hypothesis
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from pytest_django import Settings

from zhike.core.accounts.models import User
from zhike.core.accounts.tests.people import confirm, factor_kinds, give_app, is_signed_in, sign_in

pytestmark = pytest.mark.django_db

SIGN_IN = "/sign-in/passkey/"
ODD = ["", "x", "{}", "[]", '{"id": 1}', '{"response": {"userHandle": "MQ"}}', "null", '""', "[" * 5000, "\x00"]


def sent_as_bytes(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def presented(handle: Any, *, data: bytes = bytes(37)) -> dict[str, Any]:
    """Make what a browser sends up, well-formed in all but what it says."""
    said = {"type": "webauthn.get", "challenge": "AAAA", "origin": "http://localhost"}
    response = {
        "clientDataJSON": sent_as_bytes(json.dumps(said).encode()),
        "authenticatorData": sent_as_bytes(data),
        "signature": sent_as_bytes(b"signature"),
        "userHandle": handle,
    }
    key = sent_as_bytes(b"key")
    return {"id": key, "rawId": key, "type": "public-key", "response": response, "clientExtensionResults": {}}


def ask(client: Client) -> None:
    answer = client.get(SIGN_IN, headers={"accept": "application/json"})
    assert answer.json()["request_options"]["publicKey"]["challenge"]


@pytest.mark.parametrize("sent", ODD, ids=range(len(ODD)))
def test_it_is_no_sign_in(sent: str, user: User, client: Client) -> None:
    ask(client)
    assert client.post(SIGN_IN, {"credential": sent})["Location"] == reverse("account_login")
    assert not is_signed_in(client)


@pytest.mark.parametrize("handle", [None, "", "MQ", "!!!", 5, [], {}, "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "_w", "AA"])
def test_nor_with_whatever_name_in_it(handle: Any, user: User, client: Client) -> None:
    ask(client)
    answer = client.post(SIGN_IN, {"credential": json.dumps(presented(handle))})
    assert answer["Location"] == reverse("account_login")
    assert not is_signed_in(client)


@pytest.fixture
def without_throttle(settings: Settings) -> None:
    settings.MFA_RATE_LIMITS = False


@hypothesis.settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(handle=st.one_of(st.none(), st.text(), st.integers()), data=st.binary(max_size=80))
def test_nor_by_chance(handle: Any, data: bytes, user: User, without_throttle: None) -> None:
    client = Client()
    ask(client)
    answer = client.post(SIGN_IN, {"credential": json.dumps(presented(handle, data=data))})
    assert answer["Location"] == reverse("account_login")
    assert not is_signed_in(client)


@pytest.mark.parametrize("sent", ODD, ids=range(len(ODD)))
def test_it_is_no_second_step(sent: str, user: User, client: Client) -> None:
    give_app(user)
    sign_in(client, "LiQiang")
    assert client.post(reverse("mfa_authenticate"), {"credential": sent}).status_code == 200
    assert not is_signed_in(client)


@pytest.mark.parametrize("sent", ODD, ids=range(len(ODD)))
def test_it_is_no_new_passkey(sent: str, user: User, client: Client) -> None:
    client.force_login(user)
    confirm(client)
    assert client.post(reverse("mfa_add_webauthn"), {"name": "K", "credential": sent}).status_code == 200
    assert factor_kinds(user) == set()


def test_too_many_tries_have_to_wait(user: User, client: Client) -> None:
    answers = [client.post(SIGN_IN, {"credential": "x"}).status_code for _ in range(12)]
    assert answers[0] == 302
    assert answers[-1] == 429
