import pytest
from django.test import Client

from tests.factories import Cast, cast
from zhike.exchange.reading import peek, read_into_spool


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process, where the test's database is."""
    monkeypatch.setattr("zhike.exchange.operations.read_in_child", read_into_spool)
    monkeypatch.setattr("zhike.exchange.deciding.taking.peek_in_child", peek)


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def owner(people: Cast, client: Client) -> Client:
    client.force_login(people.owner)
    return client
