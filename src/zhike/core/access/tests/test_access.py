"""Who may do what, and how far it reaches."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.module_loading import import_string
from pytest_django import DjangoAssertNumQueries

from tests.factories import add_user
from zhike.core.access import operations, queries
from zhike.core.access.models import Position, Role
from zhike.core.access.rules import FirstRole, Scope, widest
from zhike.core.accounts.models import User

pytestmark = pytest.mark.django_db

SEE = "papers.see"


def user_with(*scopes: int, **more: Any) -> User:
    """Add a colleague who holds a role for each scope."""
    user = add_user(f"同事{User.objects.count()}", **more)
    for scope in scopes:
        role = Role.objects.get_or_create(code=f"r{scope}", name=f"角色{scope}", defaults={"grants": {SEE: scope}})[0]
        Position.objects.create(user=user, role=role, unit=operations.company())
    return user


def visible_to(user: User | AnonymousUser | None) -> set[User]:
    """Take positions as the rows: each belongs to somebody."""
    rows = queries.visible(Position.objects.all(), user=user, permission=SEE, owner="user")
    return {position.user for position in rows}


def test_the_system_may_do_everything() -> None:
    assert queries.scope(None, SEE) == queries.scope(None, "anything.at.all") == Scope.ALL
    queries.require(None, SEE)


@pytest.mark.parametrize(
    "who",
    [AnonymousUser, user_with, lambda: user_with(Scope.ALL, is_active=False)],
    ids=["nobody", "no role", "left"],
)
def test_nobody_no_role_and_who_has_left_may_do_nothing(who: Callable[[], User]) -> None:
    user = who()
    assert not queries.may(user, SEE)
    assert visible_to(user) == set()
    with pytest.raises(PermissionDenied):
        queries.require(user, SEE)


def test_own_reaches_the_own_rows_and_all_reaches_everybodys() -> None:
    own, everything = user_with(Scope.OWN), user_with(Scope.ALL)
    assert visible_to(own) == {own}
    assert visible_to(everything) == visible_to(None) == {own, everything}


def test_the_widest_of_several_roles_counts() -> None:
    assert queries.scope(user_with(Scope.OWN, Scope.ALL), SEE) == Scope.ALL
    assert widest([]) == Scope.NONE


def test_a_permission_that_no_role_names_is_not_given() -> None:
    assert queries.scope(user_with(Scope.ALL), "papers.edit") == Scope.NONE


def test_roles_are_read_once_a_request(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = user_with(Scope.OWN)
    with django_assert_num_queries(1):
        assert [queries.may(user, SEE) for _ in range(5)] == [True] * 5


def test_the_first_roles_come_once_and_what_an_owner_changed_stays() -> None:
    operations.seed_roles()
    Role.objects.filter(code="rep").update(grants={}, name="销售")
    operations.seed_roles()
    assert Role.objects.get(code="rep").grants == {}
    assert Role.objects.count() == len(import_string(settings.ZHIKE_FIRST_ROLES))


def test_what_a_new_version_brings_is_given_to_the_first_roles_once() -> None:
    old = (FirstRole(code="guest", name="访客", grants={SEE: Scope.OWN}),)
    new = (FirstRole(code="guest", name="访客", grants={SEE: Scope.OWN, "papers.export": Scope.ALL}),)
    operations.seed_roles(old)
    Role.objects.update(grants={})
    operations.seed_roles(new)
    assert Role.objects.get().grants == {"papers.export": Scope.ALL}
    Role.objects.update(grants={})
    operations.seed_roles(new)
    assert Role.objects.get().grants == {}


def test_a_first_role_whose_name_an_owner_has_given_away_still_comes() -> None:
    Role.objects.create(code="own-rep", name="业务员")
    operations.seed_roles()
    assert Role.objects.get(code="rep").name == "业务员 (rep)"


def test_a_retired_first_role_does_not_come_back() -> None:
    operations.seed_roles()
    operations.retire_role(Role.objects.get(code="rep"), on=date(2026, 11, 22))
    operations.seed_roles()
    assert not queries.roles().filter(code="rep").exists()


def test_a_given_list_of_roles_is_taken_instead() -> None:
    operations.seed_roles((FirstRole(code="guest", name="访客", grants={SEE: Scope.OWN}),))
    assert Role.objects.get().grants == {SEE: 10}


def test_a_role_is_held_once() -> None:
    operations.seed_roles()
    user = add_user("李强")
    assert operations.give_role(user=user, role="rep") == operations.give_role(user=user, role="rep")
    assert queries.role_names(user) == ["业务员"]
    with pytest.raises(Role.DoesNotExist):
        operations.give_role(user=user, role="king")


def test_an_owner_may_do_all_that_any_role_may() -> None:
    owner = operations.create_owner(username="zhoumin", name="周敏", password="shan-gao-lu-yuan")
    permissions = {name for role in Role.objects.all() for name in role.grants}
    assert {queries.scope(owner, permission) for permission in permissions} == {Scope.ALL}


def test_an_owner_with_a_weak_password_is_not_made() -> None:
    with pytest.raises(ValidationError):
        operations.create_owner(username="zhoumin", name="周敏", password="123456")
    assert not User.objects.exists()
