import pytest
from django.test import Client

from tests import factories


@pytest.fixture
def cast(db: None) -> factories.Cast:
    return factories.cast()


@pytest.fixture
def owner(cast: factories.Cast, client: Client) -> Client:
    client.force_login(cast.owner)
    return client
