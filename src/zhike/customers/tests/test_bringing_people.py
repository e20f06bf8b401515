"""Contacts and preferences from files: made, changed as was chosen, taken back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import TODAY, Cast, customer
from tests.factories.files import bring_in, counts, reasons, tables, take_back, write_csv
from zhike.core.search import queries as search
from zhike.customers import operations
from zhike.customers.models import Contact, Customer, Party, Preference
from zhike.customers.operations import bringing_contacts
from zhike.exchange.models import ImportRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_batches")]

CONTACT_HEADS = ("客户编号", "客户名称", "联系人", "电话", "职务", "称呼", "角色", "影响力", "态度", "邮箱", "生日")
PREFERENCE_HEADS = ("客户名称", "联系人", "偏好种类", "内容", "来源", "次数", "最近一次")


@pytest.fixture
def people(people: Cast) -> Cast:
    customer("宏达", number="K1", owner=people.rep, contact=("李姐", "13800000007"))
    customer("远山", number="K2", owner=people.other_rep)
    return people


def rows_of(heads: Sequence[str], rows: Sequence[dict[str, str]]) -> list[list[str]]:
    return [[row.get(head, "") for head in heads] for row in rows]


def import_contacts(folder: Path, *rows: dict[str, str], dry_run: bool = False, **options: str) -> ImportRun:
    path = write_csv(folder / "联系人.csv", rows_of(CONTACT_HEADS, rows), CONTACT_HEADS)
    return bring_in("contacts", path, options=options, dry_run=dry_run)


def import_preferences(folder: Path, *rows: dict[str, str], dry_run: bool = False, **options: str) -> ImportRun:
    path = write_csv(folder / "偏好.csv", rows_of(PREFERENCE_HEADS, rows), PREFERENCE_HEADS)
    return bring_in("preferences", path, options=options, dry_run=dry_run)


def known() -> dict[tuple[str, str], tuple[Any, ...]]:
    fields = ("person__phone", "title", "salutation", "part", "influence", "attitude", "person__email")
    rows = Contact.objects.values_list("customer__number", "person__name", *fields)
    return {(number, name): tuple(rest) for number, name, *rest in rows}


def liked() -> set[tuple[Any, ...]]:
    return set(Preference.objects.values_list("party__name", "subject", "text", "source", "times_seen"))


WANG = {
    "客户编号": "K2",
    "联系人": "王总",
    "电话": "138 0000 0008",
    "职务": "经理",
    "称呼": "王总",
    "角色": "决策者",
    "影响力": "5",
    "态度": "友好",
    "邮箱": "wang@example.com",
    "生日": "1980-05-01",
}


def test_a_new_contact_has_all_that_its_row_says_and_is_found(people: Cast, tmp_path: Path) -> None:
    assert counts(import_contacts(tmp_path, WANG)) == (1, 1, 0, 0, 0)
    told = ("13800000008", "经理", "王总", "decider", 5, 1, "wang@example.com")
    assert known()["K2", "王总"] == told
    person = Party.objects.get(name="王总")
    assert (person.birthday, person.birth_year) == ("05-01", 1980)
    assert [hit.title for group in search.found("王总", for_user=None) for hit in group.hits]


@pytest.mark.parametrize(
    ("existing", "phone", "title", "result"),
    [
        ("update", "13911111111", "采购", (1, 0, 1, 0, 0)),
        ("fill", "13800000007", "采购", (1, 0, 1, 0, 0)),
        ("skip", "13800000007", "", (1, 0, 0, 1, 0)),
    ],
)
def test_a_known_contact_changes_as_was_chosen_and_back(
    existing: str, phone: str, title: str, result: tuple[int, ...], people: Cast, tmp_path: Path
) -> None:
    before = known()
    row = {"客户名称": "宏达", "联系人": "李姐", "电话": "13911111111", "职务": "采购"}
    run = import_contacts(tmp_path, row, existing=existing)
    assert counts(run) == result
    assert known()["K1", "李姐"][:2] == (phone, title)
    take_back(run, people.owner)
    assert known() == before


def test_several_rows_of_a_new_contact_make_one(people: Cast, tmp_path: Path) -> None:
    rows = [
        {"客户编号": "K2", "联系人": "王总", "电话": "13800000008"},
        {"客户编号": "K2", "联系人": "王总", "职务": "经理"},
    ]
    assert counts(import_contacts(tmp_path, *rows)) == (2, 1, 1, 0, 0)
    assert known()["K2", "王总"][:2] == ("13800000008", "经理")
    assert counts(import_contacts(tmp_path, *rows)) == (2, 0, 0, 2, 0)


def test_the_same_name_and_phone_elsewhere_is_the_same_person(people: Cast, tmp_path: Path) -> None:
    rows = [
        {"客户编号": "K2", "联系人": "李姐", "电话": "+86 13800000007"},
        {"客户编号": "K2", "联系人": "王总", "电话": "13800000007"},
    ]
    import_contacts(tmp_path, *rows)
    assert Contact.objects.filter(person__name="李姐").values("person").distinct().count() == 1
    assert Party.objects.filter(phone_key="13800000007").count() == 2


def test_new_contacts_of_one_file_with_name_and_phone_alike_are_one_person(people: Cast, tmp_path: Path) -> None:
    rows = [{"客户编号": number, "联系人": "王总", "电话": "13800000008"} for number in ("K1", "K2")]
    assert counts(import_contacts(tmp_path, *rows)) == (2, 2, 0, 0, 0)
    assert Party.objects.filter(name="王总").count() == 1


def test_who_left_does_not_come_back_by_a_file(people: Cast, tmp_path: Path) -> None:
    contact = Contact.objects.get()
    operations.end_contact(contact=contact, until_on=TODAY, version=1, by=people.owner)
    run = import_contacts(tmp_path, {"客户编号": "K1", "联系人": "李姐"})
    assert (run.skipped, Contact.objects.filter(until_on=None).count()) == (1, 0)
    assert reasons(run)[0][2] == bringing_contacts.ENDED.text


@pytest.mark.parametrize(
    ("row", "unknown", "result"),
    [
        ({"客户编号": "K9", "联系人": "王总"}, "refuse", (1, 0, 0, 0, 1)),
        ({"客户编号": "K9", "联系人": "王总"}, "skip", (1, 0, 0, 1, 0)),
        ({"客户编号": "K1", "联系人": "王总", "影响力": "6"}, "skip", (1, 0, 0, 0, 1)),
        ({"客户编号": "K1", "联系人": "王总", "角色": "老板"}, "skip", (1, 0, 0, 0, 1)),
        ({"客户编号": "K1", "联系人": "王总", "生日": "13-40"}, "skip", (1, 0, 0, 0, 1)),
    ],
)
def test_what_cannot_be_stays_out(
    row: dict[str, str], unknown: str, result: tuple[int, ...], people: Cast, tmp_path: Path
) -> None:
    assert counts(import_contacts(tmp_path, row, unknown_customers=unknown)) == result


def test_an_undo_removes_new_contacts_and_keeps_who_was_changed_since(people: Cast, tmp_path: Path) -> None:
    run = import_contacts(tmp_path, WANG, {"客户编号": "K2", "联系人": "赵工"})
    zhao = Contact.objects.get(person__name="赵工")
    operations.change_contact(contact=zhao, data={"title": "主管"}, version=1, by=people.owner)
    assert take_back(run, people.owner).notes["kept_count"] == 1
    assert set(known()) == {("K1", "李姐"), ("K2", "赵工")}
    assert not Party.objects.filter(name="王总").exists()


def test_the_lists_show_what_belongs_to_customers_a_user_may_see(people: Cast, tmp_path: Path, client: Client) -> None:
    import_contacts(tmp_path, WANG)
    import_preferences(
        tmp_path,
        {"客户名称": "远山", "偏好种类": "茶", "内容": "龙井"},
        {"客户名称": "宏达", "偏好种类": "茶", "内容": "普洱"},
    )
    client.force_login(people.rep)
    contacts = client.get(reverse("contacts:list")).content.decode()
    assert ("李姐" in contacts, "王总" in contacts) == (True, False)
    preferences = client.get(reverse("preferences:list")).content.decode()
    assert ("普洱" in preferences, "龙井" in preferences) == (True, False)


def test_preferences_are_noted_of_customers_and_of_their_people(people: Cast, tmp_path: Path) -> None:
    run = import_preferences(
        tmp_path,
        {"客户名称": "宏达", "偏好种类": "饮料", "内容": "绿茶", "来源": "拜访", "次数": "3", "最近一次": "2026-03-05"},
        {"客户名称": "宏达", "联系人": "李姐", "偏好种类": "饮料", "内容": "咖啡"},
        {"客户名称": "宏达", "联系人": "无此人", "偏好种类": "饮料", "内容": "咖啡"},
        {"客户名称": "宏达", "偏好种类": "饮料", "内容": "绿茶"},
    )
    assert counts(run) == (4, 2, 0, 1, 1)
    assert liked() == {("宏达", "饮料", "绿茶", "拜访", 3), ("李姐", "饮料", "咖啡", "", 1)}
    take_back(run, people.owner)
    assert liked() == set()


@pytest.mark.parametrize(("existing", "times", "result"), [("skip", 1, (1, 0, 0, 1, 0)), ("count", 3, (1, 0, 1, 0, 0))])
def test_a_known_preference_is_left_or_counted_on(
    existing: str, times: int, result: tuple[int, ...], people: Cast, tmp_path: Path
) -> None:
    Preference.objects.create(party=Customer.objects.get(number="K1").party, subject="茶", text="龙井")
    before = liked()
    run = import_preferences(
        tmp_path, {"客户名称": "宏达", "偏好种类": "茶", "内容": "龙井", "次数": "2"}, existing=existing
    )
    assert counts(run) == result
    assert {each[-1] for each in liked()} == {times}
    take_back(run, people.owner)
    assert liked() == before


def test_a_preference_seen_since_is_kept_by_an_undo(people: Cast, tmp_path: Path) -> None:
    run = import_preferences(tmp_path, {"客户名称": "宏达", "偏好种类": "茶", "内容": "龙井"})
    found, preference = Customer.objects.get(number="K1"), Preference.objects.get()
    operations.see_preference_again(customer=found, preference=preference, by=people.owner, on=TODAY)
    assert take_back(run, people.owner).notes["kept_count"] == 1
    assert len(liked()) == 1


def test_trials_write_nothing_and_say_what_the_imports_do(people: Cast, tmp_path: Path) -> None:
    contacts = [WANG, {"客户名称": "远山", "联系人": "王总", "职务": "总经理"}, {"客户编号": "K9", "联系人": "无"}]
    wishes = [{"客户名称": "宏达", "偏好种类": "茶", "内容": text} for text in ("龙井", "普洱", "龙井")]
    before = tables(besides=[ImportRun])
    trials = [
        counts(import_contacts(tmp_path, *contacts, dry_run=True)),
        counts(import_preferences(tmp_path, *wishes, dry_run=True)),
    ]
    assert tables(besides=[ImportRun]) == before
    real = [counts(import_contacts(tmp_path, *contacts)), counts(import_preferences(tmp_path, *wishes))]
    assert real == trials


def test_the_customers_file_brings_several_contacts_with_their_e_mail(people: Cast, tmp_path: Path) -> None:
    heads = ("客户编号", "客户名称", "联系人", "联系人电话", "联系人邮箱")
    rows = [
        ("K1", "宏达", "李姐", "13800000007", "li@example.com"),
        ("K1", "宏达", "赵工", "", "zhao@example.com"),
        ("K3", "长风", "钱总", "", "qian@example.com"),
        ("K3", "长风", "孙工", "13800000009", ""),
    ]
    before = known()
    run = bring_in("customers", write_csv(tmp_path / "c.csv", rows, heads))
    assert counts(run) == (4, 1, 3, 0, 0)
    assert {key: told[-1] for key, told in known().items()} == {
        ("K1", "李姐"): "li@example.com",
        ("K1", "赵工"): "zhao@example.com",
        ("K3", "钱总"): "qian@example.com",
        ("K3", "孙工"): "",
    }
    take_back(run, people.owner)
    assert known() == before
