from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from tests.example import permissions
from tests.example.models import Book
from zhike.core.access import operations as access
from zhike.core.access.rules import FirstRole, Scope
from zhike.core.accounts.models import User

ROLES = (
    FirstRole("librarian", "馆员", {permissions.SEE: Scope.ALL, permissions.EDIT: Scope.ALL}),
    FirstRole("reader", "读者", {permissions.SEE: Scope.ALL}),
    FirstRole("visitor", "访客", {}),
)


@pytest.fixture(scope="session")
def shelves(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make the toy's table once: it has no migrations, and SQLite makes no table inside a transaction."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Book)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Book)


@pytest.fixture(autouse=True)
def example(shelves: None, db: None) -> Iterator[None]:
    """Install the toy app and its addresses for one test."""
    installed = [*settings.INSTALLED_APPS, "tests.example"]
    with override_settings(INSTALLED_APPS=installed, ROOT_URLCONF="tests.example.urls"):
        access.seed_roles(ROLES)
        yield


def signed_in(role: str) -> Client:
    user = User.objects.create(username=role, name="林月")
    access.give_role(user=user, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def librarian() -> Client:
    return signed_in("librarian")


@pytest.fixture
def reader() -> Client:
    return signed_in("reader")


@pytest.fixture
def visitor() -> Client:
    return signed_in("visitor")


@pytest.fixture
def books() -> list[Book]:
    """Five books on two shelves."""
    rows = [("论语", "A", 3200), ("史记", "A", 12800), ("红楼梦", "B", 5900), ("活着", "B", 2800), ("三体", "B", 9300)]
    return [Book.objects.create(name=name, shelf=shelf, price=price) for name, shelf, price in rows]
