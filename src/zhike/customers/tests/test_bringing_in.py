"""Customers and contacts from files: made, changed as the person chose, never doubled."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories import add_user, customer
from tests.factories.files import CUSTOMER_HEADS, bring_in, counts, reasons, tables, write_csv
from zhike.core.search import queries as search
from zhike.customers.models import Contact, Customer, Party
from zhike.customers.operations import bringing_in
from zhike.exchange.models import ImportRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]


def row(name: str, number: str = "", **cells: str) -> list[str]:
    """Make a row of a customer file; cells by their heads."""
    values = {"客户编号": number, "客户名称": name} | cells
    return [values.get(head, "") for head in CUSTOMER_HEADS]


def import_customers(folder: Path, *rows: list[str], existing: str = "", dry_run: bool = False) -> ImportRun:
    options = {"existing": existing} if existing else None
    return bring_in("customers", write_csv(folder / "c.csv", rows, CUSTOMER_HEADS), dry_run=dry_run, options=options)


def known() -> list[tuple[Any, ...]]:
    return list(Customer.objects.order_by("number").values_list("number", "party__name", "party__phone"))


def contacts() -> list[tuple[Any, ...]]:
    return list(Contact.objects.order_by("pk").values_list("customer__number", "person__name", "person__phone"))


def found(typed: str) -> set[str]:
    return {hit.title for group in search.found(typed, for_user=None) for hit in group.hits}


def test_new_customers_are_made_with_their_contacts_and_found_at_once(tmp_path: Path) -> None:
    run = import_customers(
        tmp_path, row("宏达商贸", "K1", 电话="021-60000000", 联系人="李姐", 联系人电话="138 0000 0007"), row("远山")
    )
    assert counts(run) == (2, 2, 0, 0, 0)
    assert known() == [("K000001", "远山", ""), ("K1", "宏达商贸", "021-60000000")]
    assert contacts() == [("K1", "李姐", "13800000007")]
    assert found("0007") == {"李姐"}
    assert set(Customer.objects.values_list("origin", flat=True)) == {run.pk}


def test_the_same_file_twice_makes_nothing_new(tmp_path: Path) -> None:
    rows = [row("宏达", "K1", 联系人="李姐", 联系人电话="13800000007"), row("远山"), row("远山", 电话="02160000000")]
    assert counts(import_customers(tmp_path, *rows)) == (3, 2, 1, 0, 0)
    before = tables(besides=[ImportRun])
    assert counts(import_customers(tmp_path, *rows)) == (3, 0, 0, 3, 0)
    after = tables(besides=[ImportRun])
    assert {name for name in after if after[name] != before[name]} <= {"audit.Batch", "audit.Entry", "jobs.Job"}


def test_a_number_given_in_the_file_is_not_given_out_to_another_row(tmp_path: Path) -> None:
    assert counts(import_customers(tmp_path, row("甲"), row("乙", "K000001"), row("丙"))) == (3, 3, 0, 0, 0)
    assert [number for number, _, _ in known()] == ["K000001", "K000002", "K000003"]


def test_a_number_that_comes_in_a_later_batch_is_not_given_out_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhike.exchange.preparing.ROWS_AT_ONCE", 1)
    assert counts(import_customers(tmp_path, row("Alpha"), row("远山", "K000001"))) == (2, 2, 0, 0, 0)
    assert known() == [("K000001", "远山", ""), ("K000002", "Alpha", "")]


@pytest.mark.parametrize(
    ("existing", "outcome", "after"),
    [
        ("update", (1, 0, 1, 0, 0), ("鸿图", "02111111111")),
        ("fill", (1, 0, 1, 0, 0), ("宏达", "02111111111")),
        ("skip", (1, 0, 0, 1, 0), ("宏达", "")),
        ("", (1, 0, 1, 0, 0), ("鸿图", "02111111111")),
    ],
)
def test_what_a_file_says_of_a_known_customer_counts_as_chosen(
    existing: str, outcome: tuple[int, ...], after: tuple[str, str], tmp_path: Path
) -> None:
    customer("宏达", number="K1")
    assert counts(import_customers(tmp_path, row("鸿图", "K1", 电话="021-11111111"), existing=existing)) == outcome
    assert known() == [("K1", *after)]


@pytest.mark.parametrize("existing", ["update", "fill", "skip"])
def test_an_empty_cell_never_empties_what_is_known(existing: str, tmp_path: Path) -> None:
    customer("宏达", number="K1", phone="021-60000000", contact=("李姐", "13800000007"))
    assert counts(import_customers(tmp_path, row("宏达", "K1", 联系人="李姐"), existing=existing)) == (1, 0, 0, 1, 0)
    assert known() == [("K1", "宏达", "021-60000000")]
    assert contacts() == [("K1", "李姐", "13800000007")]


@pytest.mark.parametrize(
    ("existing", "phone"), [("update", "13911111111"), ("fill", "13800000007"), ("skip", "13800000007")]
)
def test_a_contact_is_changed_as_chosen_too(existing: str, phone: str, tmp_path: Path) -> None:
    customer("宏达", number="K1", contact=("李姐", "13800000007"))
    import_customers(tmp_path, row("宏达", "K1", 联系人="李姐", 联系人电话="13911111111"), existing=existing)
    assert contacts() == [("K1", "李姐", phone)]


def test_a_changed_customer_is_a_new_version_and_found_by_its_new_name(tmp_path: Path) -> None:
    customer("宏达", number="K1")
    import_customers(tmp_path, row("鸿图", "K1"))
    assert Customer.objects.get().version == 2
    assert not found("hongda")
    assert found("hongtu")


def test_further_rows_of_a_customer_bring_further_contacts(tmp_path: Path) -> None:
    rows = [
        row("宏达", "K1", 联系人="李姐"),
        row("宏达", "K1", 联系人="赵磊", 联系人电话="13900000002"),
        row("宏达", 联系人="李姐"),
    ]
    assert counts(import_customers(tmp_path, *rows)) == (3, 1, 1, 1, 0)
    assert contacts() == [("K1", "李姐", ""), ("K1", "赵磊", "13900000002")]


def test_the_phone_of_a_contact_may_come_on_a_later_row(tmp_path: Path) -> None:
    import_customers(tmp_path, row("宏达", 联系人="李姐"), row("宏达", 联系人="李姐", 联系人电话="13800000007"))
    assert contacts() == [("K000001", "李姐", "13800000007")]


def test_an_owner_is_known_by_name_and_by_user_name(tmp_path: Path) -> None:
    li, wang = add_user("李强", username="liqiang"), add_user("王芳", username="wangfang")
    import_customers(tmp_path, row("甲", "1", 负责人="李强"), row("乙", "2", 负责人="wangfang"), row("丙", "3"))
    assert [c.owner for c in Customer.objects.order_by("number")] == [li, wang, None]


@pytest.mark.parametrize("name", ["张三", "老板"])
def test_an_owner_who_is_no_colleague_is_said_and_the_row_stays_out(name: str, tmp_path: Path) -> None:
    add_user("老板", is_active=False)
    run = import_customers(tmp_path, row("甲", 负责人=name), row("乙"))
    assert counts(run) == (2, 1, 0, 0, 1)
    assert reasons(run) == [(2, "负责人", bringing_in.NOBODY.text)]


def test_a_name_that_two_customers_have_needs_the_number(tmp_path: Path) -> None:
    customer("同名", number="K1")
    customer("同名", number="K2")
    run = import_customers(tmp_path, row("同名", 电话="02160000000"), row("同名", "K2", 电话="02160000001"))
    assert counts(run) == (2, 0, 1, 0, 1)
    assert reasons(run) == [(2, "客户名称", bringing_in.SEVERAL.text)]


def test_two_new_customers_of_one_name_with_numbers_are_two(tmp_path: Path) -> None:
    assert counts(import_customers(tmp_path, row("同名", "K1"), row("同名", "K2"), row("同名"))) == (3, 2, 0, 0, 1)


def test_one_number_for_two_names_is_an_error_of_the_second(tmp_path: Path) -> None:
    run = import_customers(tmp_path, row("甲", "K1"), row("乙", "K1"))
    assert counts(run) == (2, 1, 0, 0, 1)
    assert known() == [("K1", "甲", "")]


@pytest.mark.parametrize("bad", [{"电话": "abc"}, {"联系人电话": "12"}])
def test_a_bad_cell_keeps_its_own_row_out_only(bad: dict[str, str], tmp_path: Path) -> None:
    run = import_customers(tmp_path, row("甲", **bad), row("乙"), row("", "K9"))
    assert counts(run) == (3, 1, 0, 0, 2)
    assert [c.party.name for c in Customer.objects.select_related("party")] == ["乙"]


def test_rare_characters_and_odd_names_come_in_as_they_are(tmp_path: Path) -> None:
    names = ["𠮷野家", "O'Neill", "100%", 'a,b"c', "名" * 100]
    assert counts(import_customers(tmp_path, *[row(name) for name in names])) == (5, 5, 0, 0, 0)
    assert set(Party.objects.values_list("name", flat=True)) == set(names)


def test_labels_told_by_the_scoring_survive_an_import(tmp_path: Path) -> None:
    made = customer("宏达", number="K1")
    Customer.objects.filter(pk=made.pk).update(level="A", state=1, bought_365d=5)
    import_customers(tmp_path, row("鸿图", "K1"))
    made.refresh_from_db()
    assert (made.level, made.state, made.bought_365d) == ("A", 1, 5)
