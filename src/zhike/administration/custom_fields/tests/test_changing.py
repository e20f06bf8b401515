"""What the operations on custom fields write, refuse and pass on."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import Cast
from zhike.administration.custom_fields import operations
from zhike.core.audit import queries as audit
from zhike.core.fields.models import Definition
from zhike.core.fields.rules import Draft, types
from zhike.core.jobs.models import Job
from zhike.kit.refusals import FieldRefused, StaleRecord

KIND = "customers.customer"
AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def add(people: Cast, title: str = "车间数量", of_type: str = "number", **more: Any) -> Definition:
    draft = Draft(title, of_type, **{"block": "basic"} | more)
    return operations.add_field(kind=KIND, draft=draft, at=AT, by=people.owner)


def change(people: Cast, field: Definition, **more: Any) -> Definition:
    draft = replace(operations.draft_of(field), **more)
    version = more.pop("version", field.version)
    return operations.change_field(field=field.pk, draft=draft, version=version, at=AT, by=people.owner)


def test_a_new_field_is_ready_for_filters_at_once_and_the_log_says_so(people: Cast) -> None:
    field = add(people, is_filtered=True, unit="个")
    assert (field.code, field.may_filter, field.position) == ("chejianshuliang", True, 1)
    entry = audit.entries_about(field).get()
    assert (entry.action, entry.by) == ("added", people.owner)
    assert {value.field: value.after for value in entry.values.all()}["unit"] == "个"
    assert not Job.objects.exists()


def test_who_may_not_shape_cards_changes_nothing(people: Cast) -> None:
    field = add(people)
    calls: list[Any] = [
        lambda: operations.add_field(kind=KIND, draft=Draft("新", "text", block="basic"), at=AT, by=people.rep),
        lambda: operations.change_field(field=field.pk, draft=Draft("新", "text"), version=1, at=AT, by=people.rep),
        lambda: operations.switch_field(field=field.pk, is_active=False, version=1, at=AT, by=people.rep),
        lambda: operations.filter_field(field=field.pk, is_filtered=True, version=1, at=AT, by=people.rep),
        lambda: operations.move_field(field=field.pk, is_up=True, seen=0, by=people.rep),
    ]
    for call in calls:
        with pytest.raises(PermissionDenied):
            call()
    assert Definition.objects.get() == field


def test_the_type_and_the_code_never_change(people: Cast) -> None:
    changed = change(people, add(people), title="厂房数量", type="text", code="other")
    assert (changed.title, changed.type, changed.code) == ("厂房数量", "number", "chejianshuliang")


def test_a_change_is_logged_with_before_and_after_and_nothing_changed_is_no_change(people: Cast) -> None:
    field = add(people)
    changed = change(people, field, help="含租用的")
    value = audit.entries_about(field)[0].values.get()
    assert (value.field, value.before, value.after, changed.version) == ("help", "", "含租用的", 2)
    assert change(people, changed).version == 2
    assert audit.entries_about(field).count() == 2


def test_a_stale_save_is_refused(people: Cast) -> None:
    field = add(people)
    operations.switch_field(field=field.pk, is_active=False, version=1, at=AT, by=people.owner)
    calls: list[Any] = [
        lambda: operations.change_field(
            field=field.pk, draft=operations.draft_of(field), version=1, at=AT, by=people.owner
        ),
        lambda: operations.switch_field(field=field.pk, is_active=True, version=1, at=AT, by=people.owner),
        lambda: operations.filter_field(field=field.pk, is_filtered=True, version=1, at=AT, by=people.owner),
        lambda: operations.move_field(field=field.pk, is_up=True, seen=3, by=people.owner),
    ]
    for call in calls:
        with pytest.raises(StaleRecord):
            call()


def test_a_bad_draft_is_refused_beside_its_field(people: Cast) -> None:
    add(people)
    for draft, field in ((Draft("车间数量", "text", block="basic"), "title"), (Draft("新", "text"), "block")):
        with pytest.raises(FieldRefused) as refused:
            operations.add_field(kind=KIND, draft=draft, at=AT, by=people.owner)
        assert refused.value.field == field


def test_there_is_a_limit(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(types, "FIELDS_MOST", 1)
    add(people)
    with pytest.raises(FieldRefused):
        add(people, "另一个")


def test_what_comes_into_the_filters_later_is_indexed_by_a_worker(people: Cast) -> None:
    field = add(people)
    filtered = operations.filter_field(field=field.pk, is_filtered=True, version=1, at=AT, by=people.owner)
    assert (filtered.is_filtered, filtered.is_ready) == (True, False)
    assert Job.objects.get().payload == {"definition_id": field.pk, "turn": 1}


def indexing() -> int:
    return Job.objects.filter(name="fields.index").count()


def test_a_filtered_formula_is_indexed_again_when_what_it_needs_changes(people: Cast) -> None:
    choices = [{"key": "c1", "title": "强"}]
    trade = add(people, "能力", "choice", code="ability", choices=choices)
    formula = add(people, "评语", "formula", formula="{ability}", result="text", is_filtered=True)
    assert indexing() == 1
    change(people, trade, help="看实力")
    assert indexing() == 1
    change(people, Definition.objects.get(pk=trade.pk), choices=[{"key": "c1", "title": "很强"}])
    assert indexing() == 2
    assert not Definition.objects.get(pk=formula.pk).is_ready


def test_what_a_formula_needs_cannot_be_switched_off_before_it(people: Cast) -> None:
    field = add(people)
    double = add(people, "双倍", "formula", formula="{chejianshuliang}*2")
    with pytest.raises(FieldRefused):
        operations.switch_field(field=field.pk, is_active=False, version=1, at=AT, by=people.owner)
    operations.switch_field(field=double.pk, is_active=False, version=1, at=AT, by=people.owner)
    operations.switch_field(field=field.pk, is_active=False, version=1, at=AT, by=people.owner)
    with pytest.raises(FieldRefused):
        operations.switch_field(field=double.pk, is_active=True, version=2, at=AT, by=people.owner)


def test_fields_of_a_block_change_places(people: Cast) -> None:
    one, two, three = add(people, "一"), add(people, "二"), add(people, "三", block="trade")
    operations.move_field(field=two.pk, is_up=True, seen=1, by=people.owner)
    assert list(Definition.objects.filter(block="basic").order_by("position")) == [two, one]
    operations.move_field(field=three.pk, is_up=True, seen=0, by=people.owner)
    assert audit.entries_about(two)[0].fields == ["position"]


def test_a_field_that_goes_to_another_block_stands_behind_the_others_there(people: Cast) -> None:
    one, _ = add(people, "一"), add(people, "二", block="trade")
    assert change(people, one, block="trade").position == 2
