import pytest
from pytest_django import Settings

from tests.factories import give_role
from zhike.core.accounts import operations
from zhike.core.accounts.models import User
from zhike.core.accounts.tests.people import PASSWORD, Clock


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def user(db: None) -> User:
    made = operations.add_user(
        username="LiQiang", name="李强", password=PASSWORD, phone="13800000001", email="Li@Example.com"
    )
    give_role(made, "rep")
    return made


@pytest.fixture
def boss(db: None) -> User:
    made = operations.add_user(username="zhoumin", name="周敏", password=PASSWORD)
    give_role(made, "owner")
    return made


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)
