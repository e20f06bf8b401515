"""Colleagues added to one record, and the words that say why somebody reaches it."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import Cast, add_user, customer
from zhike.core.access import operations, queries, rules
from zhike.core.access.models import Member, Role
from zhike.core.access.operations import add_member, give_role
from zhike.core.accounts.models import User

if TYPE_CHECKING:  # at run time a test of the ground floor knows no app by its module
    from zhike.customers.models import Customer

pytestmark = pytest.mark.django_db
KIND, SEE, EDIT = "customers.customer", "customers.see", "customers.edit"
TODAY = timezone.localdate()


@pytest.fixture
def record(people: Cast) -> "Customer":
    return customer("宏达商贸", owner=people.rep)


def let_in(record: "Customer", user: User, *, level: int = Member.Level.READ, days: int | None = None) -> None:
    until = TODAY + timedelta(days=days) if days is not None else None
    add_member(kind=KIND, object_id=record.pk, user=user, level=level, until_on=until, given_by=None)


def sees(user: User, record: "Customer") -> bool:
    return type(record).objects.visible_to(user).filter(pk=record.pk).exists()


def edits(user: User, record: "Customer") -> bool:
    return type(record).objects.editable_by(user).filter(pk=record.pk).exists()


def reasons(user: User, record: "Customer", permission: str = SEE) -> list[tuple[bool, str]]:
    found = queries.why(user, permission=permission, owner=record.owner, kind=KIND, object_id=record.pk)
    return [(does, phrase.text) for does, phrase in found]


def test_a_member_sees_the_record_and_changes_it_only_at_that_level(people: Cast, record: "Customer") -> None:
    assert not sees(people.other_rep, record)
    let_in(record, people.other_rep)
    assert sees(people.other_rep, record)
    assert not edits(people.other_rep, record)
    let_in(record, people.other_rep, level=Member.Level.EDIT)
    assert edits(people.other_rep, record)
    assert Member.objects.count() == 1


def test_a_membership_ends_on_its_day(people: Cast, record: "Customer") -> None:
    let_in(record, people.other_rep, days=1)
    assert sees(people.other_rep, record)
    let_in(record, people.other_rep, days=0)
    assert not sees(people.other_rep, record)
    assert not queries.members(KIND, record.pk).exists()


def test_a_member_without_any_role_sees_nothing(people: Cast, record: "Customer") -> None:
    let_in(record, people.visitor)
    assert not sees(people.visitor, record)


def test_members_only_add_what_roles_reach_stays(people: Cast, record: "Customer") -> None:
    let_in(record, people.other_rep)
    own = customer("远山商贸", owner=people.other_rep)
    assert sees(people.other_rep, own)
    assert sees(people.owner, record)


def test_a_record_of_another_kind_with_the_same_id_is_not_shared(people: Cast, record: "Customer") -> None:
    add_member(
        kind="sales.order", object_id=record.pk, user=people.other_rep, level=20, until_on=None, given_by=people.owner
    )
    assert not sees(people.other_rep, record)


def test_memberships_are_read_once_a_request(
    people: Cast, record: "Customer", django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = User.objects.get(pk=people.other_rep.pk)
    with django_assert_num_queries(2 + 3):  # roles and memberships once, then a question each
        for _ in range(3):
            assert not sees(user, record)


def test_each_way_to_a_record_is_named(people: Cast, record: "Customer") -> None:
    east = operations.make_unit(name="华东", parent=operations.company())
    lead = add_user("林月")
    operations.give_role(user=lead, role="manager", unit=operations.company())
    give_role(user=people.rep, role="rep", unit=east)
    assert reasons(people.owner, record) == [(True, rules.ALL.text)]
    assert reasons(people.rep, record) == [(True, rules.OWN.text)] * 2
    assert reasons(lead, record) == [(True, rules.BRANCH.text)]
    assert reasons(people.other_rep, record) == [(False, rules.TOO_NARROW.text)]
    assert reasons(people.visitor, record) == [(False, rules.NO_ROLE.text)]
    let_in(record, people.other_rep)
    assert reasons(people.other_rep, record) == [(True, rules.MEMBER.text)]
    let_in(record, people.other_rep, days=3)
    assert reasons(people.other_rep, record) == [(True, rules.MEMBER_UNTIL.text)]
    people.rep.is_active = False
    assert reasons(people.rep, record) == [(False, rules.NOT_IN.text)]


def test_the_team_is_named_with_its_unit_and_its_owner(people: Cast, record: "Customer") -> None:
    Role.objects.create(code="lead", name="组长", grants={SEE: 20})
    lead = add_user("林月")
    give_role(user=lead, role="lead")
    (phrase,) = [p for _, p in queries.why(lead, permission=SEE, owner=record.owner, kind=KIND, object_id=record.pk)]
    assert phrase.text == rules.TEAM.text
    assert phrase.values["owner"] == "李强"
    assert reasons(lead, record, EDIT) == [(False, rules.NO_ROLE.text)]


def test_a_record_without_an_owner_is_reached_by_all_only(people: Cast) -> None:
    orphan = customer("无主商贸")
    assert reasons(people.owner, orphan) == [(True, rules.ALL.text)]
    assert reasons(people.rep, orphan) == [(False, rules.TOO_NARROW.text)]


def test_why_says_exactly_what_the_lists_do(people: Cast, record: "Customer") -> None:
    let_in(record, people.other_rep, days=1)
    for user in (people.owner, people.rep, people.other_rep, people.visitor):
        assert any(does for does, _ in reasons(user, record)) == sees(user, record)
