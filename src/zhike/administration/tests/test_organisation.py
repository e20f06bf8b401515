"""The organisation grows, is moved about and closed, by who may, without tearing the tree."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories.files import tables
from tests.factories.pages import words
from zhike.administration import operations, rules
from zhike.administration.tests.conftest import TODAY, House
from zhike.core.access import operations as access
from zhike.core.access.models import Unit
from zhike.core.audit.models import Entry, Value
from zhike.kit.refusals import FieldRefused, StaleRecord

LIST = "administration:organisation"


def told() -> list[tuple[Any, ...]]:
    rows = Value.objects.order_by("pk").values_list("entry__action", "field", "before", "after")
    return [*rows]


def test_a_unit_is_added_below_another_and_audited(house: House) -> None:
    made = operations.add_unit(below=house.east.pk, name="杭州", by=house.owner)
    assert made.path == f"{house.east.path}{made.pk}/"
    assert told() == [("added", "name", None, "杭州"), ("added", "parent", None, "华东")]


def test_a_name_stands_once_beside_its_like(house: House) -> None:
    with pytest.raises(FieldRefused) as refused:
        operations.add_unit(below=house.east.pk, name="上海", by=house.owner)
    assert refused.value.field == "name"
    operations.add_unit(below=house.company.pk, name="上海", by=house.owner)
    with pytest.raises(FieldRefused) as refused:
        operations.move_unit(unit=house.shanghai.pk, below=house.company.pk, version=1, by=house.owner)
    assert refused.value.field == "below"


def test_renaming_is_audited_and_a_stale_one_is_refused(house: House) -> None:
    operations.rename_unit(unit=house.east.pk, name="东区", version=1, by=house.owner)
    assert told() == [("changed", "name", "华东", "东区")]
    with pytest.raises(StaleRecord):
        operations.rename_unit(unit=house.east.pk, name="华东区", version=1, by=house.clerk)
    assert Unit.objects.get(pk=house.east.pk).name == "东区"


def test_a_moved_unit_takes_all_below_it_along(house: House) -> None:
    north = operations.add_unit(below=house.company.pk, name="华北", by=house.owner)
    operations.move_unit(unit=house.east.pk, below=north.pk, version=1, by=house.owner)
    shanghai = Unit.objects.get(pk=house.shanghai.pk)
    assert shanghai.path == f"{north.path}{house.east.pk}/{shanghai.pk}/"
    assert told()[-1] == ("moved", "parent", "公司", "华北")


@pytest.mark.parametrize("target", ["east", "shanghai"])
def test_a_unit_never_stands_below_itself(target: str, house: House) -> None:
    before = tables()
    with pytest.raises(FieldRefused) as refused:
        operations.move_unit(unit=house.east.pk, below=getattr(house, target).pk, version=1, by=house.owner)
    assert refused.value.field == "below"
    assert tables() == before


def test_the_company_is_neither_moved_nor_closed(house: House) -> None:
    for attempt in (
        lambda: operations.move_unit(unit=house.company.pk, below=house.east.pk, version=1, by=house.owner),
        lambda: operations.close_unit(unit=house.company.pk, version=1, on=TODAY, by=house.owner),
    ):
        with pytest.raises(FieldRefused):
            attempt()


def test_the_tree_does_not_grow_without_end(house: House) -> None:
    unit = house.shanghai
    for level in range(3, rules.DEEPEST):
        unit = operations.add_unit(below=unit.pk, name=f"组{level}", by=house.owner)
    with pytest.raises(FieldRefused):
        operations.add_unit(below=unit.pk, name="太深", by=house.owner)
    side = operations.add_unit(below=house.company.pk, name="旁", by=house.owner)
    with pytest.raises(FieldRefused):
        operations.move_unit(unit=house.east.pk, below=side.pk, version=1, by=house.owner)


def test_a_unit_closes_only_when_nobody_works_there_and_nothing_stands_below(house: House) -> None:
    with pytest.raises(FieldRefused):
        operations.close_unit(unit=house.east.pk, version=1, on=TODAY, by=house.owner)
    held = access.give_role(user=house.rep, role="rep", unit=house.shanghai)
    with pytest.raises(FieldRefused):
        operations.close_unit(unit=house.shanghai.pk, version=1, on=TODAY, by=house.owner)
    access.end_position(held, until_on=TODAY)
    operations.close_unit(unit=house.shanghai.pk, version=1, on=TODAY, by=house.owner)
    assert Entry.objects.get(action="closed").object_id == house.shanghai.pk
    with pytest.raises(Unit.DoesNotExist):
        operations.rename_unit(unit=house.shanghai.pk, name="x", version=2, by=house.owner)


def test_nobody_without_the_permission_changes_the_organisation(house: House) -> None:
    before = tables()
    for attempt in (
        lambda: operations.add_unit(below=house.east.pk, name="x", by=house.rep),
        lambda: operations.rename_unit(unit=house.east.pk, name="x", version=1, by=house.rep),
        lambda: operations.move_unit(unit=house.shanghai.pk, below=house.company.pk, version=1, by=house.rep),
        lambda: operations.close_unit(unit=house.shanghai.pk, version=1, on=TODAY, by=house.rep),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert tables() == before


def test_the_page_shows_the_tree_with_its_people(
    house: House, owner: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    access.give_role(user=house.rep, role="rep", unit=house.shanghai)
    with django_assert_num_queries(5):  # session and user, roles, positions, units, own work
        page = owner.get(reverse(LIST))
    assert [(branch.unit.name, branch.people) for branch in page.context["branches"]] == [
        ("公司", 4),
        ("华东", 0),
        ("上海", 1),
    ]


def test_the_forms_lead_back_to_the_tree(house: House, owner: Client) -> None:
    assert owner.post(reverse("administration:unit_add", args=[house.east.pk]), {"name": "杭州"})[
        "Location"
    ] == reverse(LIST)
    unit = Unit.objects.get(name="杭州")
    sent = {"name": "宁波", "version": 1}
    assert owner.post(reverse("administration:unit_rename", args=[unit.pk]), sent).status_code == 302
    sent = {"below": house.company.pk, "version": 2}
    assert owner.post(reverse("administration:unit_move", args=[unit.pk]), sent).status_code == 302
    assert "宁波" in words(owner.get(reverse("administration:unit_close", args=[unit.pk])))
    assert owner.post(reverse("administration:unit_close", args=[unit.pk]), {"version": 3}).status_code == 302
    assert Unit.objects.get(pk=unit.pk).closed_on is not None


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(house: House, owner: Client) -> None:
    answer = owner.post(reverse("administration:unit_add", args=[house.east.pk]), {"name": "上海"})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"name"}
    assert 'value="上海"' in words(answer)


def test_a_stale_form_shows_both_values_and_can_then_be_saved(house: House, owner: Client) -> None:
    operations.rename_unit(unit=house.east.pk, name="东区", version=1, by=house.clerk)
    address = reverse("administration:unit_rename", args=[house.east.pk])
    answer = owner.post(address, {"name": "华东区", "version": 1})
    assert answer.status_code == 409
    assert [(theirs, yours) for _, theirs, yours in answer.context["differing"]] == [("东区", "华东区")]
    assert owner.post(address, {"name": "华东区", "version": 2}).status_code == 302
    assert owner.post(address, {"name": "华东区"}).status_code == 409


def test_a_unit_that_is_not_there_answers_404(house: House, owner: Client) -> None:
    for name in ("unit_add", "unit_rename", "unit_move", "unit_close"):
        assert owner.get(reverse(f"administration:{name}", args=[404])).status_code == 404
