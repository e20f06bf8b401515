"""Custom fields in forms, and the files among them."""

from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from tests.factories import Cast, customer
from zhike.core.fields import operations, queries
from zhike.core.fields.forms import form_fields, initial, told
from zhike.core.fields.kinds import FirstField
from zhike.core.fields.models import Definition, StoredFile
from zhike.core.fields.rules import Known, types
from zhike.core.fields.tests.conftest import KIND, choices, define

pytestmark = pytest.mark.django_db


def form(
    data: dict[str, Any] | None = None, *, files: Any = None, extra: Any = None, known: Known | None = None
) -> Any:
    fields = form_fields(queries.definitions(KIND), known=known or Known(), extra=extra, files_at="/files/x/")
    made = type("CardForm", (forms.Form,), dict(fields))
    return made(data, files, initial=initial(fields))


def values(sent: forms.Form) -> dict[str, Any]:
    assert sent.is_valid(), sent.errors
    return told(queries.definitions(KIND), sent.cleaned_data)


def test_a_form_reads_what_a_file_would() -> None:
    define("车间数量", "number", "workshops", unit="个")
    define("资产", "money", "assets", help="账面")
    define("标签", "choices", "tags", choices=choices("老", "新"))
    define("双倍", "formula", "double", formula="{workshops}*2")
    sent = form({"x_workshops": "３", "x_assets": "1.5万", "x_tags": ["c2"]})
    assert values(sent) == {"workshops": "3", "assets": 1500000, "tags": ["c2"]}
    assert sent.fields["x_workshops"].label == "车间数量 (个)"
    assert sent.fields["x_assets"].help_text == "账面"


def test_a_wrong_value_is_said_beside_its_field_and_kept() -> None:
    define("车间数量", "number", "workshops")
    sent = form({"x_workshops": "很多"})
    assert [*sent.errors] == ["x_workshops"]
    assert 'value="很多"' in sent.as_p()


def test_what_is_needed_is_asked_for() -> None:
    define("车间数量", "number", "workshops", is_needed=True)
    assert not form({"x_workshops": " "}).is_valid()


def test_a_form_shows_values_as_they_are_typed_and_answers_them_unchanged() -> None:
    define("车间数量", "number", "workshops")
    define("资产", "money", "assets")
    define("创业时间", "date", "founded")
    define("向导", "person", "guide")
    define("母公司", "record", "parent")
    define("销售能力", "choice", "ability", choices=choices("强", "弱"))
    extra = {"workshops": "3", "assets": 150, "founded": "2026-03-05", "guide": 7, "parent": 9, "ability": "c2"}
    known = Known(people={7: "王芳"}, records={9: "K9"})
    page = form(extra=extra, known=known).as_p()
    for shown in (
        'value="3"',
        'value="1.50"',
        'value="2026-03-05"',
        'value="7" selected',
        'value="K9"',
        'value="c2" selected',
    ):
        assert shown in page, shown
    typed = {"x_workshops": "3", "x_assets": "1.50", "x_founded": "2026-03-05", "x_guide": "7", "x_parent": "K9"}
    again = form(typed | {"x_ability": "c2"}, extra=extra, known=known)
    assert values(again) == extra
    assert not again.has_changed()


def test_a_choice_no_longer_offered_stays_where_it_is_and_is_offered_nowhere_else() -> None:
    define(
        "能力",
        "choice",
        "ability",
        choices=[{"key": "c1", "title": "强", "is_off": True}, {"key": "c2", "title": "弱"}],
    )
    assert 'value="c1"' not in form().as_p()
    kept = form({"x_ability": "c1"}, extra={"ability": "c1"})
    assert 'value="c1" selected' in kept.as_p()
    assert values(kept) == {"ability": "c1"}


def test_a_record_the_user_may_not_see_is_neither_shown_nor_lost() -> None:
    define("母公司", "record", "parent")
    kept = form({"x_parent": "K1"}, extra={"parent": 9})
    assert "9" not in kept.as_p()
    assert values(kept) == {"parent": 9}


def test_a_record_is_named_by_a_number_the_user_may_see(people: Cast) -> None:
    parent = define("母公司", "record", "parent")
    own, foreign = customer("甲", number="K1", owner=people.rep), customer("乙", number="K2", owner=people.other_rep)
    known = queries.known([parent], [{"parent": own.pk}, {"parent": foreign.pk}], for_user=people.rep)
    assert known.records == {own.pk: "K1"}
    assert values(form({"x_parent": "K1"}, known=known)) == {"parent": own.pk}
    foreign_fault, missing_fault = (form({"x_parent": number}, known=known).errors for number in ("K2", "K9"))
    assert str(foreign_fault).replace("K2", "") == str(missing_fault).replace("K9", "")


def test_a_colleague_who_left_is_offered_where_she_is_the_value_only(people: Cast) -> None:
    guide = define("向导", "person", "guide")
    type(people.rep).objects.filter(pk=people.rep.pk).update(is_active=False)
    assert people.rep.pk not in queries.known([guide], for_user=people.owner).people
    assert people.rep.pk in queries.known([guide], [{"guide": people.rep.pk}], for_user=people.owner).people


def upload(name: str = "合同.pdf", content: bytes = b"%PDF") -> dict[str, SimpleUploadedFile]:
    return {"x_paper": SimpleUploadedFile(name, content)}


def test_a_file_is_kept_under_a_name_of_its_own_and_stays_unless_changed(people: Cast) -> None:
    define("合同", "file", "paper", is_filtered=False)
    kept = operations.keep_files(values(form({}, files=upload())), by=people.rep)
    stored = StoredFile.objects.get(pk=kept["paper"])
    assert (stored.name, stored.size, stored.by) == ("合同.pdf", 4, people.rep)
    assert stored.blob is not None
    assert "合同" not in str(stored.blob.file.name)
    known = queries.known(queries.definitions(KIND), [kept], for_user=people.rep)
    unchanged = form({}, files={}, extra=kept, known=known)
    assert "合同.pdf" in unchanged.as_p()
    assert values(unchanged) == kept
    assert values(form({"x_paper-clear": "on"}, files={}, extra=kept, known=known)) == {"paper": None}


def test_a_file_that_is_too_large_or_a_program_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    define("合同", "file", "paper", is_filtered=False)
    assert not form({}, files=upload("合同.exe")).is_valid()
    assert not form({}, files=upload("合同")).is_valid()
    monkeypatch.setattr(types, "FILE_LARGEST_BYTES", 3)
    assert not form({}, files=upload()).is_valid()


def test_a_file_is_given_to_who_may_see_its_record_and_its_field(people: Cast, client: Client) -> None:
    define("合同", "file", "paper", is_filtered=False)
    own, foreign = customer("甲", owner=people.rep), customer("乙", owner=people.other_rep)
    for row in (own, foreign):
        row.extra = operations.keep_files(values(form({}, files=upload())), by=None)
        row.save()
    at = {row: reverse("fields:file", args=[KIND, row.pk, "paper"]) for row in (own, foreign)}
    client.force_login(people.rep)
    answer = client.get(at[own])
    assert b"".join(answer) == b"%PDF"
    assert answer["Content-Disposition"].startswith("attachment")
    nowhere = [("customers.customer", own.pk, "none"), ("customers.customer", 404, "paper"), ("dogs", own.pk, "paper")]
    assert client.get(at[foreign]).status_code == 404
    assert {client.get(reverse("fields:file", args=args)).status_code for args in nowhere} == {404}
    Definition.objects.update(right="customers.sensitive")
    assert client.get(at[own]).status_code == 404
    client.force_login(people.owner)
    assert b"".join(client.get(at[own])) == b"%PDF"
    client.force_login(people.visitor)
    assert client.get(at[own]).status_code == 403


def test_a_rule_keeps_a_field_from_roles(people: Cast) -> None:
    define("家庭", "text", "family", right="customers.sensitive")
    define("品牌", "text", "brand")
    found = queries.definitions(KIND)
    for keep in (queries.visible, queries.readable, queries.editable):
        assert [each.code for each in keep(found, user=people.rep)] == ["brand"]
        assert len(keep(found, user=people.owner)) == 2


def test_first_fields_are_made_once_and_what_was_changed_stays() -> None:
    first = (
        FirstField("brand", "品牌", "text", "basic"),
        FirstField("ability", "能力", "choice", "trade", choices=("强", "弱")),
    )
    operations.seed(KIND, first)
    Definition.objects.filter(code="brand").update(title="商标", is_active=False)
    operations.seed(KIND, (*first, FirstField("mark", "商标", "text", "basic")))
    assert [(each.code, each.title) for each in queries.all_definitions(KIND)] == [
        ("brand", "商标"),
        ("ability", "能力"),
    ]
    assert Definition.objects.get(code="ability").choices == choices("强", "弱")


@override_settings(DEBUG=False)
def test_the_fields_of_a_kind_are_one_query(django_assert_num_queries: Any) -> None:
    define("二", "text", "two", block="trade", position=1)
    define("一", "text", "one", position=2)
    define("零", "text", "zero", position=1)
    define("旧", "text", "old", is_active=False)
    with django_assert_num_queries(1):
        assert [each.title for each in queries.definitions(KIND)] == ["零", "一", "二"]
