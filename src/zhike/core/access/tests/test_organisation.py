"""Positions in a tree of units: how far a team and a branch reach, and from when until when."""

from datetime import date, timedelta

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import add_user
from zhike.core.access import operations, queries
from zhike.core.access.models import Position, Role, Unit
from zhike.core.access.rules import Reach, Scope
from zhike.core.accounts.models import User

pytestmark = pytest.mark.django_db

SEE = "papers.see"


@pytest.fixture
def units(settings: LazySettings) -> dict[str, Unit]:
    """Grow 公司 > 华东 > 上海, 杭州 and 公司 > 华北."""
    settings.COMPANY = "公司"
    root = operations.company()
    east, north = (operations.make_unit(name=name, parent=root) for name in ("华东", "华北"))
    shanghai, hangzhou = (operations.make_unit(name=name, parent=east) for name in ("上海", "杭州"))
    return {unit.name: unit for unit in (east, north, shanghai, hangzhou)} | {"公司": root}


def hold(unit: Unit, scope: int, *, since: date | None = None, until: date | None = None, name: str = "") -> User:
    """Add a colleague who holds a role of this reach there."""
    user = add_user(name or f"同事{User.objects.count()}")
    role = Role.objects.get_or_create(code=f"r{scope}", name=f"角色{scope}", defaults={"grants": {SEE: scope}})[0]
    Position.objects.create(user=user, role=role, unit=unit, since_on=since, until_on=until)
    return user


def reached(user: User) -> set[int] | str:
    found = queries.reach(user, SEE)
    return "all" if found.is_all else {*found.user_ids}


def test_a_team_reaches_the_colleagues_of_the_unit_and_a_branch_those_below(units: dict[str, Unit]) -> None:
    head = hold(units["华东"], Scope.BRANCH)
    lead = hold(units["华东"], Scope.TEAM)
    shanghai, hangzhou = hold(units["上海"], Scope.OWN), hold(units["杭州"], Scope.OWN)
    outside = hold(units["华北"], Scope.OWN)
    assert reached(lead) == {head.pk, lead.pk}
    assert reached(head) == {head.pk, lead.pk, shanghai.pk, hangzhou.pk}
    assert reached(outside) == {outside.pk}


def test_all_reaches_everybody_wherever_the_position_is(units: dict[str, Unit]) -> None:
    assert reached(hold(units["杭州"], Scope.ALL)) == "all"


def test_units_whose_ids_begin_alike_are_kept_apart(units: dict[str, Unit]) -> None:
    lead = hold(units["上海"], Scope.BRANCH)
    alike = Unit.objects.create(name="相似", parent=units["华东"], path=f"{units['上海'].path[:-1]}9/")
    other = hold(alike, Scope.OWN)
    assert other.pk not in queries.reach(lead, SEE).user_ids


def test_a_position_counts_from_its_first_day_and_not_on_its_last(units: dict[str, Unit]) -> None:
    today = timezone.localdate()
    day = timedelta(days=1)
    assert reached(hold(units["华东"], Scope.ALL, since=today)) == "all"
    assert reached(hold(units["华东"], Scope.ALL, since=today + day)) == set()
    assert reached(hold(units["华东"], Scope.ALL, until=today + day)) == "all"
    assert reached(hold(units["华东"], Scope.ALL, until=today)) == set()


def test_who_has_left_stays_within_the_reach_of_the_unit(units: dict[str, Unit]) -> None:
    lead, gone = hold(units["华东"], Scope.TEAM), hold(units["华东"], Scope.OWN)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert gone.pk in queries.reach(lead, SEE).user_ids


def test_a_reach_is_asked_once_a_request(
    units: dict[str, Unit], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = User.objects.get(pk=hold(units["华东"], Scope.BRANCH).pk)
    with django_assert_num_queries(2):
        assert [bool(queries.reach(user, SEE)) for _ in range(5)] == [True] * 5


def test_nobody_reaches_nothing() -> None:
    assert not Reach()
    assert Reach(is_all=True)


def test_moving_a_unit_takes_all_below_it_along(units: dict[str, Unit]) -> None:
    outside = hold(units["华北"], Scope.BRANCH)
    shanghai = hold(units["上海"], Scope.OWN)
    operations.move_unit(units["华东"], below=units["华北"])
    assert shanghai.pk in queries.reach(outside, SEE).user_ids
    assert {unit.name: unit.depth for unit in queries.units()} == {
        "公司": 0,
        "华北": 1,
        "华东": 2,
        "上海": 3,
        "杭州": 3,
    }
    assert all(unit.path.endswith(f"{unit.pk}/") for unit in Unit.objects.all())
    assert all(unit.parent is None or unit.path.startswith(unit.parent.path) for unit in Unit.objects.all())


def test_a_closed_unit_is_in_the_organisation_no_more_and_its_name_is_free(units: dict[str, Unit]) -> None:
    operations.close_unit(units["杭州"], on=date(2026, 11, 22))
    assert "杭州" not in {unit.name for unit in queries.units()}
    operations.make_unit(name="杭州", parent=units["华东"])
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.make_unit(name="上海", parent=units["华东"])


def test_a_position_that_never_began_ends_on_its_own_first_day(units: dict[str, Unit]) -> None:
    later = date(2030, 1, 1)
    hold(units["华东"], Scope.ALL, since=later)
    ended = operations.end_position(Position.objects.get(), until_on=date(2026, 11, 22))
    assert ended.until_on == later


def test_the_same_position_is_held_once_at_a_time(units: dict[str, Unit]) -> None:
    user = hold(units["华东"], Scope.OWN, until=date(2026, 1, 1))
    role = Role.objects.get()
    operations.take_position(user=user, role=role, unit=units["华东"], since_on=date(2026, 2, 1), until_on=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.take_position(user=user, role=role, unit=units["华东"], since_on=date(2026, 3, 1), until_on=None)


def test_the_holders_of_a_permission_are_those_who_can_sign_in(units: dict[str, Unit]) -> None:
    here, gone = hold(units["华东"], Scope.ALL), hold(units["华东"], Scope.ALL)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert queries.holders(SEE) == [here]
    assert queries.holders("papers.edit") == []
