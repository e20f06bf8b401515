import pytest
from django.test import Client

from tests.factories import Cast, cast


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def owner(people: Cast, client: Client) -> Client:
    client.force_login(people.owner)
    return client
