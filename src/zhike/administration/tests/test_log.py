"""The log of changes: found, shown by the reader's rights, taken out safely."""

import csv
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import customer
from tests.factories.files import tables
from tests.factories.pages import words
from zhike.administration import operations, rules
from zhike.administration.queries import log as asking
from zhike.administration.tests.conftest import House, role
from zhike.core.access.models import Role
from zhike.core.audit import operations as audit
from zhike.core.audit.models import Entry
from zhike.core.fields.models import Definition

if TYPE_CHECKING:  # a stranger on the same step
    from zhike.customers.models import Customer

LOG, EXPORT = "administration:log", "administration:log_export"
PHONES = {"phone": ("13812345678", "13987654321")}


@pytest.fixture
def own(house: House) -> "Customer":
    """Let the clerk own a customer, whose phone was changed by 李强 and whose owner by 周敏."""
    made = customer("远山商贸", number="K1", owner=house.clerk)
    audit.record(by=house.rep, action="changed", about=made, changes=PHONES, subject=made.party_id)
    told = {"owner": (house.rep, house.clerk), "reason": ("", "=HYPERLINK(1)")}
    audit.record(by=house.owner, action="transferred", about=made, changes=told)
    return made


@pytest.fixture
def foreign(house: House) -> "Customer":
    made = customer("宏达商贸", number="K2", owner=house.rep)
    audit.record(by=house.rep, action="changed", about=made, changes={"name": ("鸿达", "宏达商贸")})
    return made


def lines(client: Client, **query: Any) -> list[Any]:
    found: list[Any] = client.get(reverse(LOG), query).context["lines"]
    return found


def rows(client: Client, **sent: Any) -> list[list[str]]:
    answer: Any = client.post(reverse(EXPORT), sent)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_changes_are_shown_with_titles_values_and_names(own: "Customer", owner: Client) -> None:
    transferred, changed = lines(owner)
    assert (transferred.who, transferred.record, transferred.href) == ("周敏", "远山商贸", own.get_absolute_url())
    assert {(c.before, c.after) for c in transferred.changes} == {("李强", "林月"), ("", "=HYPERLINK(1)")}
    assert [(c.title, c.before, c.after) for c in changed.changes] == [("电话", "13812345678", "13987654321")]


def test_values_of_custom_fields_are_in_words_and_kept_from_whom_they_are_kept_on_the_card(
    own: "Customer", owner: Client, clerk: Client
) -> None:
    told = {"kind": "customers.customer", "block": "basic"}
    choices = [{"key": "c1", "title": "绿茶"}, {"key": "c2", "title": "红茶"}]
    Definition.objects.create(code="tea", title="茶叶偏好", type="choice", choices=choices, **told)
    Definition.objects.create(code="family", title="家庭", type="text", right="customers.sensitive", **told)
    values = {"x_tea": ("c1", "c2"), "x_family": ("两个女儿", "三个女儿"), "x_gone": ("旧秘密", "新秘密")}
    audit.record(by=own.owner, action="changed", about=own, changes=values)
    shown = {change.title: (change.before, change.after) for change in lines(owner)[0].changes}
    assert (shown["茶叶偏好"], shown["家庭"]) == (("绿茶", "红茶"), ("两个女儿", "三个女儿"))
    for found in (words(clerk.get(reverse(LOG))), str(rows(clerk))):
        assert "红茶" in found
        assert "女儿" not in found
        assert "秘密" not in found


def test_a_change_of_a_custom_field_itself_is_told_in_words(house: House, owner: Client) -> None:
    made = Definition.objects.create(
        kind="customers.customer", code="tea", title="茶叶偏好", type="choice", block="basic"
    )
    choices = [{"key": "c1", "title": "绿茶"}, {"key": "c2", "title": "红茶"}]
    audit.record(by=house.owner, action="changed", about=made, changes={"choices": (choices[:1], choices)})
    (line,) = lines(owner)
    assert (line.record, line.href) == ("茶叶偏好", reverse("custom_fields:edit", args=[made.pk]))
    assert [(change.before, change.after) for change in line.changes] == [("绿茶", "绿茶、红茶")]
    owner.post(reverse("recent", args=["fields.definition", made.pk]))
    assert owner.post(reverse("suggest"), {"q": ""}).status_code == 200  # it has no page to be found on


@pytest.mark.parametrize(("level", "shown"), [(10, "138****5678"), (0, "")])
def test_values_are_masked_and_hidden_by_the_readers_field_level(
    level: int, shown: str, own: "Customer", clerk: Client
) -> None:
    Role.objects.filter(code="clerk").update(fields={"customers.phone": level})
    page = clerk.get(reverse(LOG))
    assert "13812345678" not in words(page)
    assert "13987654321" not in words(page)
    assert shown in words(page)
    assert "1398765" not in str(rows(clerk))


def test_of_a_record_out_of_sight_only_who_when_and_which_field_are_told(
    foreign: "Customer", own: "Customer", clerk: Client
) -> None:
    page = words(clerk.get(reverse(LOG)))
    assert "宏达" not in page
    assert "鸿达" not in page
    assert "K2" not in page
    assert len(lines(clerk)) == 3
    assert "宏达" not in str(rows(clerk))


def test_a_number_out_of_sight_finds_as_little_as_one_that_is_not_there(foreign: "Customer", clerk: Client) -> None:
    assert lines(clerk, number="K2") == lines(clerk, number="K404") == []


def test_the_log_is_narrowed(house: House, own: "Customer", foreign: "Customer", owner: Client) -> None:
    today = timezone.localdate()
    audit.record(by=None, action="imported", about=house.rep)
    assert len(lines(owner)) == 4
    assert len(lines(owner, by=house.rep.pk)) == 2
    assert len(lines(owner, action="transferred")) == 1
    assert len(lines(owner, kind="accounts.user")) == 1
    assert len(lines(owner, number="K1")) == 2
    assert len(lines(owner, number="liqiang")) == 1
    assert len(lines(owner, kind="accounts.user", number="K1")) == 0
    assert len(lines(owner, since=today, until=today)) == 4
    assert len(lines(owner, since=today + timedelta(days=1))) == 0
    assert len(lines(owner, until=today - timedelta(days=1))) == 0
    assert lines(owner, action="imported")[0].who


def test_a_filter_that_cannot_be_read_says_so_and_narrows_nothing(own: "Customer", owner: Client) -> None:
    page = owner.get(reverse(LOG), {"since": "gestern", "by": "x"})
    assert page.context["form"].errors.keys() == {"since", "by"}
    assert len(page.context["lines"]) == 2


def test_rights_of_roles_are_told_in_words(house: House, owner: Client) -> None:
    told = {"customers.see": (10, 30), "customers.phone": (None, 10), "reveals": (30, 5), "gone.right": (None, 1)}
    audit.record(by=house.owner, action="changed", about=role("rep"), changes=told)
    (line,) = lines(owner)
    assert line.href == reverse("administration:role", args=[role("rep").pk])
    shown = [(c.before, c.after) for c in line.changes]
    assert ("30", "5") in shown
    assert all("10" not in pair for pair in shown)


def test_the_page_asks_the_same_few_questions_for_many_lines(
    house: House, own: "Customer", owner: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        made = customer(f"商贸{number}", owner=house.rep)
        audit.record(by=house.rep, action="changed", about=made, changes=PHONES)
    # session, user, roles; colleagues, actions; count, ids, entries, values; customers, names
    with django_assert_num_queries(11):
        owner.get(reverse(LOG))


def test_an_export_holds_the_lines_of_the_filter_and_is_itself_in_the_log(
    house: House, own: "Customer", foreign: "Customer", owner: Client
) -> None:
    heads, *found = rows(owner, number="K1")
    assert len(heads) == 8
    assert len(found) == 3  # a line for each field
    assert "'=HYPERLINK(1)" in str(found)
    entry = Entry.objects.get(action="exported")
    told = {value.field: value.after for value in entry.values.all()}
    assert told == {"filter": "number=K1", "rows": 2}
    assert entry.by == house.owner


def test_an_export_of_many_lines_goes_piece_by_piece(
    house: House, own: "Customer", owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "CHUNK", 4)
    for number in range(9):
        audit.record(by=house.rep, action="changed", about=own, changes={"name": (str(number), str(number + 1))})
    found = rows(owner, by=house.rep.pk)
    assert [row[-1] for row in found[1:]] == ["9", "8", "7", "6", "5", "4", "3", "2", "1", "13987654321"]


def test_an_export_of_too_many_lines_is_refused_with_a_remedy(
    own: "Customer", owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_EXPORTED", 1)
    before = tables()
    answer = owner.post(reverse(EXPORT))
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()
    assert tables() == before


def test_nobody_without_the_permission_reads_or_exports_the_log(house: House, own: "Customer") -> None:
    assert not asking.entries(asking.Wanted(), for_user=house.rep).exists()
    with pytest.raises(PermissionDenied):
        operations.export_log(wanted=asking.Wanted(), by=house.rep)


def test_a_kind_that_nobody_describes_shows_no_values(house: House, owner: Client) -> None:
    Entry.objects.create(by=house.owner, action="changed", kind="secret.thing", object_id=1, fields=["word"])
    audit.record(by=house.owner, action="changed", about=Entry.objects.get(), changes={"word": ("vorher", "nachher")})
    assert "nachher" not in words(owner.get(reverse(LOG)))
