"""Roles are data: edited right by right, audited before and after, never locking everybody out."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import add_user, signed_in
from tests.factories.files import tables
from tests.factories.pages import words
from zhike.administration import operations, permissions
from zhike.administration.forms import RoleForm, role_as_asked
from zhike.administration.tests.conftest import TODAY, House, role
from zhike.core.access import operations as access
from zhike.core.access import queries
from zhike.core.access.models import Position, Role
from zhike.core.audit.models import Entry, Value
from zhike.kit.refusals import FieldRefused, StaleRecord


def change(found: Role, house: House, **more: Any) -> Role:
    told: dict[str, Any] = {
        "name": found.name,
        "grants": {},
        "fields": {},
        "reveals": found.reveals_per_day,
        "version": found.version,
        "on": TODAY,
        "by": house.owner,
    }
    return operations.change_role(role=found.pk, **told | more)


def sent(found: Role, **more: Any) -> dict[str, Any]:
    asked = role_as_asked(found) | {"version": found.version}
    return {key: value for key, value in asked.items() if value is not None} | more


def test_each_right_that_changes_is_audited_before_and_after(house: House) -> None:
    change(role("rep"), house, grants={"customers.see": 30, "customers.share": None}, fields={"customers.phone": 10})
    found = role("rep")
    assert (found.grants["customers.see"], "customers.share" in found.grants) == (30, False)
    assert found.fields == {"customers.phone": 10}
    assert found.version == 2
    assert {v.field: (v.before, v.after) for v in Value.objects.all()} == {
        "customers.see": (10, 30),
        "customers.share": (10, None),
        "customers.phone": (None, 10),
    }


def test_what_is_not_named_stays_as_it_is(house: House) -> None:
    before = role("rep").grants
    change(role("rep"), house, grants={"customers.see": 10})
    assert role("rep").grants == before
    assert not Entry.objects.exists()


def test_a_changed_role_counts_at_once(house: House) -> None:
    change(role("rep"), house, grants={"catalog.see": None})
    assert not queries.may(type(house.rep).objects.get(pk=house.rep.pk), "catalog.see")


def test_a_stale_change_is_refused(house: House) -> None:
    change(role("rep"), house, name="销售")
    with pytest.raises(StaleRecord):
        change(role("rep"), house, name="销售员", version=1)
    assert role("rep").name == "销售"


def test_the_right_to_edit_roles_stays_with_somebody_who_can_sign_in(house: House) -> None:
    with pytest.raises(FieldRefused):
        change(role("owner"), house, grants={permissions.ROLES: None})
    keeper = operations.add_role(name="权限管理员", like=role("owner").pk, by=house.owner)
    with pytest.raises(FieldRefused):  # nobody holds the copy yet
        change(role("owner"), house, grants={permissions.ROLES: None})
    gone = add_user("高远", is_active=False)
    for user in (gone, house.cast.visitor):
        access.give_role(user=user, role=keeper.code)
    change(role("owner"), house, grants={permissions.ROLES: None})
    with pytest.raises(FieldRefused):
        change(keeper, house, grants={permissions.ROLES: None}, by=house.cast.visitor)


def test_a_new_role_is_a_copy_with_a_name_of_its_own(house: House) -> None:
    made = operations.add_role(name="区域经理", like=role("manager").pk, by=house.owner)
    assert (made.grants, made.fields) == (role("manager").grants, role("manager").fields)
    with pytest.raises(FieldRefused) as refused:
        operations.add_role(name="业务员", like=made.pk, by=house.owner)
    assert refused.value.field == "name"
    with pytest.raises(FieldRefused):
        change(made, house, name="业务员")


def test_a_role_is_deleted_only_when_nobody_holds_it(house: House) -> None:
    with pytest.raises(FieldRefused):
        operations.retire_role(role=role("rep").pk, version=1, on=TODAY, by=house.owner)
    for held in Position.objects.filter(role__code="rep"):
        access.end_position(held, until_on=TODAY)
    with pytest.raises(StaleRecord):
        operations.retire_role(role=role("rep").pk, version=9, on=TODAY, by=house.owner)
    operations.retire_role(role=role("rep").pk, version=1, on=TODAY, by=house.owner)
    assert "rep" not in {found.code for found in queries.roles()}
    assert operations.add_role(name="业务员", like=role("manager").pk, by=house.owner).name == "业务员"


def test_nobody_without_the_permission_edits_roles(house: House) -> None:
    before = tables()
    for attempt in (
        lambda: change(role("clerk"), house, grants={permissions.ROLES: 100}, by=house.clerk),
        lambda: operations.add_role(name="x", like=role("owner").pk, by=house.clerk),
        lambda: operations.retire_role(role=role("finance").pk, version=1, on=TODAY, by=house.clerk),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert tables() == before


def test_the_form_asks_for_every_right_and_saving_it_untouched_changes_nothing(house: House, owner: Client) -> None:
    asked = {name.partition(".")[2] for name in RoleForm().fields if "." in name}
    offered = {named.code for each in queries.rights() for named in each.permissions}
    assert asked == offered | {*queries.field_rights()}
    before = tables()
    for found in queries.roles():
        assert owner.post(reverse("administration:role", args=[found.pk]), sent(found)).status_code == 302
    assert tables() == before


def test_the_form_saves_what_was_chosen(house: House, owner: Client) -> None:
    found = role("rep")
    chosen: dict[str, Any] = {
        "grant.customers.see": 20,
        "field.customers.phone": 10,
        "field.sales.cost": 0,
        "reveals": 5,
    }
    assert owner.post(reverse("administration:role", args=[found.pk]), sent(found, **chosen)).status_code == 302
    found.refresh_from_db()
    assert (found.grants["customers.see"], found.reveals_per_day) == (20, 5)
    assert found.fields == {"customers.phone": 10, "sales.cost": 0}
    chosen = {"grant.customers.see": 0, "field.customers.phone": ""}
    owner.post(reverse("administration:role", args=[found.pk]), sent(found, **chosen))
    found.refresh_from_db()
    assert "customers.see" not in found.grants
    assert found.fields == {"sales.cost": 0}


@pytest.mark.parametrize("bad", [{"grant.customers.see": 77}, {"reveals": -1}, {"name": ""}, {"field.sales.cost": 5}])
def test_a_choice_that_is_not_offered_is_refused_beside_its_field(bad: Any, house: House, owner: Client) -> None:
    found = role("rep")
    answer = owner.post(reverse("administration:role", args=[found.pk]), sent(found, **bad))
    assert (answer.status_code, answer.context["form"].errors.keys()) == (422, bad.keys())
    assert role("rep").version == 1


def test_a_stale_form_shows_both_values(house: House, owner: Client) -> None:
    found = role("rep")
    change(found, house, grants={"customers.see": 30})
    answer = owner.post(reverse("administration:role", args=[found.pk]), sent(found, name="销售"))
    assert answer.status_code == 409
    assert len(answer.context["differing"]) == 2
    assert role("rep").name == "业务员"


def test_the_last_keeper_is_told_so_on_the_page(house: House, owner: Client) -> None:
    found = role("owner")
    answer = owner.post(
        reverse("administration:role", args=[found.pk]), sent(found, **{f"grant.{permissions.ROLES}": 0})
    )
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_roles_are_listed_with_how_many_hold_them(
    house: House, owner: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):  # session and user, own roles, roles, positions, own work
        page = owner.get(reverse("administration:roles"))
    assert {row["role"].code: row["held"] for row in page.context["rows"]} == {
        "owner": 1,
        "manager": 0,
        "rep": 2,
        "finance": 0,
        "clerk": 1,
    }
    address = reverse("administration:role", args=[role("owner").pk])
    with django_assert_num_queries(4):
        assert "老板" in words(owner.get(address))


def test_a_role_is_copied_and_deleted_in_the_browser(house: House, owner: Client) -> None:
    address = reverse("administration:role_add")
    assert owner.get(address, {"like": role("rep").pk}).status_code == 200
    answer = owner.post(address, {"name": "实习业务员", "like": role("rep").pk})
    made = Role.objects.get(name="实习业务员")
    assert answer["Location"] == reverse("administration:role", args=[made.pk])
    address = reverse("administration:role_retire", args=[made.pk])
    assert owner.get(address).context["is_grave"]
    assert owner.post(address, {"version": 1}).status_code == 302
    assert owner.get(address).status_code == 404


def test_who_edits_no_roles_sees_no_role_page(house: House) -> None:
    assert signed_in(house.rep).get(reverse("administration:role", args=[role("rep").pk])).status_code == 403
