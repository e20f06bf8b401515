"""A customer that may be there already: told before it is saved, masked where it is another's, and not for fishing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import Cast, customer
from tests.factories.files import CUSTOMER_HEADS, bring_in, counts, reasons, tables, write_csv
from tests.factories.pages import words
from zhike.core.audit.models import Entry
from zhike.customers import queries
from zhike.customers.models import Customer, Party
from zhike.customers.operations import lookalikes
from zhike.customers.queries import Sign
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Row, Spool

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
CODE = "91110000600037341L"
HEADS = (*CUSTOMER_HEADS, "统一社会信用代码")


@pytest.fixture
def people(people: Cast) -> Cast:
    cache.clear()
    return people


@pytest.fixture
def known(people: Cast) -> Customer:
    """The other rep's customer: what a rep must not learn more of than that it is there."""
    made = customer(
        "杭州宏达商贸有限公司",
        number="K1",
        owner=people.other_rep,
        phone="021-60000000",
        contact=("李姐", "13800000007"),
    )
    Party.objects.filter(pk=made.party_id).update(credit_code=CODE)
    return made


def met(**told: Any) -> list[tuple[str, tuple[Sign, ...]]]:
    asked = {"name": "", "phones": [], "credit_code": ""} | told
    return [(each.name, each.signs) for each in queries.duplicates(**asked, for_user=None)]


@pytest.mark.parametrize(
    ("told", "sign"),
    [
        ({"credit_code": CODE}, Sign.CREDIT_CODE),
        ({"phones": ["(021) 6000 0000"]}, Sign.PHONE),
        ({"phones": ["+86 138 0000 0007"]}, Sign.CONTACT),
        ({"name": "宏達商貿（集团）有限责任公司"}, Sign.NAME),
    ],
)
def test_a_customer_is_met_by_code_phone_contact_and_name(told: dict[str, Any], sign: Sign, known: Customer) -> None:
    assert met(**told) == [("杭州宏达商贸有限公司", (sign,))]


def test_the_likeliest_comes_first_with_all_that_speaks_for_it(known: Customer) -> None:
    customer("宏达商贸", number="K2")
    found = met(name="宏达商贸", phones=["021-60000000"], credit_code=CODE)
    assert [name for name, _ in found] == ["杭州宏达商贸有限公司", "宏达商贸"]
    assert found[0][1] == (Sign.CREDIT_CODE, Sign.PHONE, Sign.NAME)


def test_itself_the_trash_and_ended_contacts_are_no_duplicates(known: Customer) -> None:
    asked: dict[str, Any] = {"name": "", "credit_code": "", "for_user": None}
    assert not queries.duplicates(**asked, phones=["021-60000000"], except_id=known.pk)
    known.contacts.update(until_on="2026-01-01")
    assert not met(phones=["13800000007"])
    Customer.objects.filter(pk=known.pk).update(trashed_at=AT)
    assert not met(name="宏达商贸", phones=["021-60000000"], credit_code=CODE)


def test_of_anothers_customer_only_the_owner_is_told_and_it_is_written_down(people: Cast, known: Customer) -> None:
    (found,) = lookalikes.look_for_duplicates(
        name="宏达商贸", phones=["021-60000000"], credit_code="", by=people.rep, at=AT
    )
    assert (found.name, found.owner, found.customer) == ("杭***", "王芳", None)
    assert found.unit
    assert Entry.objects.filter(action="met a duplicate", by=people.rep, object_id=known.pk).count() == 1


def test_ones_own_duplicate_is_named_and_nothing_is_written_down(people: Cast) -> None:
    own = customer("宏达商贸", number="K2", owner=people.rep)
    (found,) = lookalikes.look_for_duplicates(name="宏达商贸", phones=[], credit_code="", by=people.rep, at=AT)
    assert found.customer == own
    assert not Entry.objects.exists()


def test_who_fishes_is_told_nothing_of_others_after_sixty_in_an_hour(people: Cast, known: Customer) -> None:
    customer("宏达商贸", number="K2", owner=people.rep)
    asked: dict[str, Any] = {"name": "宏达商贸", "phones": ["021-60000000"], "credit_code": "", "by": people.rep}
    for _ in range(lookalikes.MOST_CHECKS):
        assert len(lookalikes.look_for_duplicates(**asked, at=AT)) == 2
    assert [each.name for each in lookalikes.look_for_duplicates(**asked, at=AT)] == ["宏达商贸"]
    assert len(lookalikes.look_for_duplicates(**asked, at=AT.replace(hour=2))) == 2


def test_who_may_not_add_customers_learns_nothing(people: Cast, known: Customer) -> None:
    with pytest.raises(PermissionDenied):
        lookalikes.look_for_duplicates(name="宏达", phones=[], credit_code=CODE, by=people.visitor, at=AT)


def test_the_form_shows_them_before_it_saves_and_saves_at_the_second_click(
    people: Cast, known: Customer, client: Client
) -> None:
    client.force_login(people.rep)
    told = {"name": "宏达商贸", "kind": "organisation", "phone": "021-60000000"}
    answer = client.post("/customers/new/", told)
    shown = words(answer)
    assert answer.status_code == 409
    assert "杭***" in shown
    assert "王芳" in shown
    for secret in ("杭州宏达", "K1", "13800000007", known.get_absolute_url()):
        assert secret not in shown
    assert Customer.objects.count() == 1
    mark = answer.context["mark"]
    changed = client.post("/customers/new/", told | {"name": "宏达商贸公司", "phone": "", "anyway": mark})
    assert changed.status_code == 409
    assert client.post("/customers/new/", told | {"anyway": mark}).status_code == 302
    assert Customer.objects.count() == 2


def test_a_customer_like_nobody_is_saved_at_once(people: Cast, known: Customer, client: Client) -> None:
    client.force_login(people.rep)
    assert client.post("/customers/new/", {"name": "远山", "kind": "organisation"}).status_code == 302


def test_looking_for_duplicates_takes_few_questions(
    people: Cast, known: Customer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        customer(f"宏达商贸{'有限公司' * (number % 2)}", number=f"D{number}", phone="021-60000000")
    with django_assert_max_num_queries(10):
        found = queries.duplicates(
            name="宏达商贸", phones=["021-60000000", "13800000007"], credit_code=CODE, for_user=people.rep
        )
    assert len(found) == 8


def import_rows(folder: Path, *rows: dict[str, str], doubtful: str = "", dry_run: bool = False) -> ImportRun:
    lines = [[row.get(head, "") for head in HEADS] for row in rows]
    options = {"likely_known": doubtful} if doubtful else None
    return bring_in("customers", write_csv(folder / "c.csv", lines, HEADS), dry_run=dry_run, options=options)


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.usefixtures("read_here")
def test_an_import_brings_a_likely_double_in_and_says_so(dry_run: bool, known: Customer, tmp_path: Path) -> None:
    rows = (
        {"客户名称": "宏达商贸"},
        {"客户名称": "远山", "联系人": "李姐", "联系人电话": "13800000007"},
        {"客户名称": "近水"},
    )
    run = import_rows(tmp_path, *rows, dry_run=dry_run)
    assert counts(run) == (3, 3, 0, 0, 0)
    assert reasons(run) == [
        (2, "客户名称", lookalikes.OURS[Sign.NAME].text),
        (3, "电话", lookalikes.OURS[Sign.CONTACT].text),
    ]
    assert Customer.objects.count() == (1 if dry_run else 4)


@pytest.mark.usefixtures("read_here")
def test_an_import_keeps_likely_doubles_out_when_asked(known: Customer, tmp_path: Path) -> None:
    rows = ({"客户名称": "宏达商贸"}, {"客户名称": "宏达商贸", "联系人": "赵磊"}, {"客户名称": "近水"})
    run = import_rows(tmp_path, *rows, doubtful="error")
    assert counts(run) == (3, 1, 0, 0, 2)
    assert [line for line, _, _ in reasons(run)] == [2, 3]


@pytest.mark.usefixtures("read_here")
def test_a_file_does_not_warn_of_its_own_rows_nor_of_known_ones(known: Customer, tmp_path: Path) -> None:
    rows = (
        {"客户名称": "远山商贸"},
        {"客户名称": "远山商贸有限公司"},
        {"客户编号": "K1", "客户名称": known.party.name},
    )
    first = import_rows(tmp_path, *rows)
    assert counts(first)[1:3] == (2, 0)
    assert not reasons(first)
    assert not reasons(import_rows(tmp_path, *rows))


@pytest.mark.usefixtures("read_here")
def test_an_importing_colleague_is_told_of_others_only_the_owner(
    people: Cast, known: Customer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ImportRun(kind="customers", by=people.rep, source_name="c.csv")
    run.save()
    with Spool(tmp_path / "spool") as file:
        found = lookalikes.doubts([Row(2, {"name": "宏达商贸", "credit_code": CODE})], run=run, file=file)
    assert found[2].reason == lookalikes.ANOTHERS[Sign.CREDIT_CODE].given(name="杭***", owner="王芳")
    assert Entry.objects.get().action == "met a duplicate"


def test_every_way_a_customer_is_made_leaves_its_keys(people: Cast, known: Customer) -> None:
    assert (known.party.name_key, known.party.phone_key) == ("宏达商贸", "02160000000")
    contact = known.contacts.get().person
    assert (contact.name_key, contact.phone_key) == ("李姐", "13800000007")
    before = tables()
    assert before["customers.Party"][0]["name_key"] == "宏达商贸"
