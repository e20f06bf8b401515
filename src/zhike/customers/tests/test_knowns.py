"""Files that speak of customers and people we know: nothing of what others did is lost, by the import or its undo."""

from pathlib import Path

import pytest

from tests.factories import Cast, customer
from tests.factories.files import AT, bring_in, take_back, write_csv
from zhike.core.search import queries as search
from zhike.customers import operations
from zhike.customers.models import Contact, Customer, Ownership
from zhike.exchange.models import ImportRun
from zhike.exchange.operations import carry_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

HEADS = ("客户编号", "客户名称", "电话", "负责人", "联系人", "联系人电话", "联系人邮箱")


@pytest.fixture
def known(people: Cast) -> Customer:
    return customer("宏达", number="K1", owner=people.rep, contact=("李姐", "13800000001"))


def bring(folder: Path, *rows: dict[str, str], by: Cast | None = None) -> ImportRun:
    lines = [[row.get(head, "") for head in HEADS] for row in rows]
    path = write_csv(folder / "客户.csv", lines, HEADS)
    return bring_in("customers", path, by=by.owner if by else None, options={"existing": "update"})


def test_a_person_who_speaks_for_two_customers_is_one_person(people: Cast, known: Customer, tmp_path: Path) -> None:
    contact = known.contacts.get()
    other = customer("远山", number="K2")
    operations.add_contact(customer=other, data={}, person=contact.person, by=people.owner)
    row = {"联系人": "李姐"}
    bring(
        tmp_path,
        {"客户编号": "K1", "客户名称": "宏达", "联系人电话": "13800000009"} | row,
        {"客户编号": "K2", "客户名称": "远山", "联系人邮箱": "li@example.cn"} | row,
    )
    contact.person.refresh_from_db()
    assert (contact.person.phone, contact.person.email) == ("13800000009", "li@example.cn")
    (group,) = search.found("13800000009", for_user=None)
    assert len(group.hits) == 2


def test_a_form_opened_before_the_import_is_stale_afterwards(known: Customer, tmp_path: Path) -> None:
    before = known.contacts.get().version
    bring(tmp_path, {"客户编号": "K1", "客户名称": "宏达", "联系人": "李姐", "联系人电话": "13800000009"})
    assert known.contacts.get().version == before + 1


def test_a_contact_whom_a_colleague_has_built_on_stays_and_is_named(
    people: Cast, known: Customer, tmp_path: Path
) -> None:
    run = bring(tmp_path, {"客户编号": "K1", "客户名称": "宏达", "联系人": "王芳"})
    contact = known.contacts.get(person__name="王芳")
    operations.change_contact(contact=contact, data={"influence": 5}, version=contact.version, by=people.owner)
    take_back(run, people.owner)
    assert Contact.objects.filter(pk=contact.pk).exists()
    assert [words for words, _, _ in run.kept] == ["宏达"]


def test_a_contact_who_was_renamed_stays_and_is_named(people: Cast, known: Customer, tmp_path: Path) -> None:
    run = bring(tmp_path, {"客户编号": "K1", "客户名称": "宏达", "联系人": "王芳"})
    contact = known.contacts.get(person__name="王芳")
    operations.change_contact(contact=contact, data={"name": "王方"}, version=contact.version, by=people.owner)
    assert take_back(run, people.owner).notes["kept_count"] == 1
    assert known.contacts.filter(person__name="王方").exists()


def test_an_untouched_contact_goes_with_its_person(people: Cast, known: Customer, tmp_path: Path) -> None:
    run = bring(tmp_path, {"客户编号": "K1", "客户名称": "宏达", "联系人": "王芳", "联系人电话": "13800000002"})
    assert take_back(run, people.owner).notes["kept_count"] == 0
    assert [contact.person.name for contact in known.contacts.all()] == ["李姐"]


def test_the_history_of_owners_follows_the_moment_of_the_import(people: Cast, known: Customer, tmp_path: Path) -> None:
    run = bring(tmp_path, {"客户编号": "K1", "客户名称": "宏达", "负责人": "王芳"}, by=people)
    assert run.changes is not None
    first, second = Ownership.objects.order_by("pk")
    assert (first.owner, first.until_at) == (people.rep, run.changes.at)
    assert (second.owner, second.since_at, second.given_by) == (people.other_rep, run.changes.at, people.owner)


def test_what_a_colleague_corrected_while_the_run_was_dead_stays(people: Cast, tmp_path: Path) -> None:
    run = bring(tmp_path, {"客户编号": "K9", "客户名称": "长风", "电话": "021-60000000"}, by=people)
    made = Customer.objects.get(number="K9")
    operations.change_customer(customer=made, data={"phone": "021-61111111"}, version=made.version, by=people.owner)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.IMPORTING)
    run.refresh_from_db()
    carry_out(run, at=AT)
    made.party.refresh_from_db()
    assert (made.party.phone, run.created) == ("021-61111111", 1)
