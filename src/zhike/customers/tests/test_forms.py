"""What the form of a new customer asks for once more instead of dropping it."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import cast
from tests.factories.pages import words
from zhike.customers.models import Contact, Customer

pytestmark = pytest.mark.django_db

NEW: dict[str, Any] = {"name": "宏达商贸", "kind": "organisation"}


@pytest.fixture
def rep(client: Client) -> Client:
    client.force_login(cast().rep)
    return client


@pytest.mark.parametrize("told", [{"contact_phone": "13800000007"}, {"contact_title": "采购"}], ids=["phone", "title"])
def test_a_contact_without_a_name_is_asked_for_it_and_nothing_is_lost(told: dict[str, str], rep: Client) -> None:
    answer = rep.post("/customers/new/", NEW | told)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"contact_name"}
    assert f'value="{next(iter(told.values()))}"' in words(answer)
    assert not Customer.objects.exists()
    assert rep.post("/customers/new/", NEW | told | {"contact_name": "李姐"}).status_code == 302
    assert Contact.objects.get().person.name == "李姐"


def test_a_customer_without_a_contact_is_asked_nothing(rep: Client) -> None:
    assert rep.post("/customers/new/", NEW).status_code == 302


def test_a_number_taken_by_somebody_else_keeps_what_was_typed(rep: Client) -> None:
    rep.post("/customers/new/", NEW | {"number": "K7"})
    answer = rep.post("/customers/new/", NEW | {"name": "远山", "number": "K7", "region": "上海"})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"number"}
    assert 'value="上海"' in words(answer)
    assert Customer.objects.count() == 1
