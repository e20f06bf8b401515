"""A small company with a tree, for the tests of its settings."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.factories import Cast, add_user, cast, signed_in
from zhike.administration import permissions
from zhike.core.access import operations as access
from zhike.core.access.models import Role, Unit
from zhike.core.accounts.models import User

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class House:
    """The cast in a tree 公司 > 华东 > 上海, and 林月, who looks after colleagues but edits no roles."""

    cast: Cast
    company: Unit
    east: Unit
    shanghai: Unit
    clerk: User

    @property
    def owner(self) -> User:
        return self.cast.owner

    @property
    def rep(self) -> User:
        return self.cast.rep


@pytest.fixture
def house(db: None, settings: LazySettings) -> House:
    settings.COMPANY = "公司"
    people = cast()
    Role.objects.create(
        code="clerk",
        name="人事",
        grants={permissions.PEOPLE: 100, permissions.AUDIT: 100, permissions.PREVIEW: 100, "customers.see": 10},
    )
    root = access.company()
    east = access.make_unit(name="华东", parent=root)
    shanghai = access.make_unit(name="上海", parent=east)
    clerk = add_user("林月", username="linyue", role="clerk")
    return House(people, root, east, shanghai, clerk)


@pytest.fixture
def owner(house: House) -> Client:
    return signed_in(house.owner)


@pytest.fixture
def clerk(house: House) -> Client:
    return signed_in(house.clerk)


def role(code: str) -> Role:
    return Role.objects.get(code=code)
