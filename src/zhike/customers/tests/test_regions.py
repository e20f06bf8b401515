"""The column of the region shows the area of the address where nobody wrote a region, and is filtered by both."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import cast, customer
from tests.factories.pages import words
from zhike.customers.models import Customer, Party
from zhike.customers.screens import CustomerScreen
from zhike.customers.screens.regions import region_of

pytestmark = pytest.mark.django_db
LIST = "/customers/"
WRITTEN, IN_HANGZHOU, UNKNOWN = "K1", "K2", "K3"


@pytest.fixture
def owner(client: Client) -> Client:
    for number, region, area in ((WRITTEN, "华东", "330106"), (IN_HANGZHOU, "", "330106"), (UNKNOWN, "", "")):
        made = customer(f"客户{number}", number=number)
        Customer.objects.filter(pk=made.pk).update(region=region)
        Party.objects.filter(pk=made.party_id).update(area=area)
    client.force_login(cast().owner)
    return client


def test_the_list_shows_the_region_or_else_the_area(owner: Client) -> None:
    shown = words(owner.get(LIST))
    assert shown.count("浙江省杭州市西湖区") == 1
    assert "华东" in shown
    column = next(column for column in CustomerScreen.columns if column.name == "region")
    assert [column.plain(each) for each in Customer.objects.order_by("number")] == ["华东", "浙江省杭州市西湖区", ""]
    assert region_of(Customer.objects.get(number=UNKNOWN)) == ""


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"op": "contains", "v": "杭州"}, [IN_HANGZHOU]),
        ({"op": "begins", "v": " 浙江"}, [IN_HANGZHOU]),
        ({"op": "is", "v": "浙江省杭州市西湖区"}, [IN_HANGZHOU]),
        ({"op": "is", "v": "浙江"}, []),
        ({"op": "contains", "v": "东"}, [WRITTEN]),
        ({"op": "empty"}, [UNKNOWN]),
        ({"op": "filled"}, [WRITTEN, IN_HANGZHOU]),
    ],
)
def test_a_filter_finds_what_the_column_shows(told: dict[str, Any], found: list[str], owner: Client) -> None:
    answer = owner.post(f"{LIST}-/filter/", {"ask": "region"} | told, follow=True)
    assert sorted(each.number for each in answer.context["page_obj"]) == found


def test_nothing_typed_is_refused(owner: Client) -> None:
    assert owner.post(f"{LIST}-/filter/", {"ask": "region", "op": "contains", "v": " "}).status_code == 422
