"""A cell with several contacts makes each of them; what the row tells is of the first."""

from pathlib import Path

import pytest

from tests.factories import cast, customer
from tests.factories.files import CUSTOMER_HEADS, bring_in, counts, write_csv
from zhike.customers.models import Contact
from zhike.customers.rules.several import people_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("王建国、赵文斌", ["王建国", "赵文斌"]),
        ("王建国/赵文斌，李四", ["王建国", "赵文斌", "李四"]),
        ("王建国", ["王建国"]),
        ("王建国/经理", ["王建国/经理"]),
        ("王建国、采购部", ["王建国、采购部"]),
        ("Smith, John", ["Smith, John"]),
        ("王芳、王芳", ["王芳"]),
    ],
)
def test_only_full_names_are_told_apart(cell: str, people: list[str]) -> None:
    assert people_in(cell) == people


def people() -> list[tuple[str, str]]:
    return list(Contact.objects.order_by("pk").values_list("person__name", "person__phone"))


def test_each_contact_of_a_cell_is_made_once(tmp_path: Path) -> None:
    cast()
    rows = [("", "宏达", "", "", "王建国、赵文斌", "13900000002"), ("", "宏达", "", "", "赵文斌", "13900000003")]
    path = write_csv(tmp_path / "c.csv", rows, CUSTOMER_HEADS)
    assert counts(bring_in("customers", path)) == (2, 1, 1, 0, 0)
    both = [("王建国", "13900000002"), ("赵文斌", "13900000003")]
    assert people() == both
    assert counts(bring_in("customers", path)) == (2, 0, 0, 2, 0)
    assert people() == both


def test_a_known_customer_gets_each_contact_and_keeps_one_that_was_one_before(tmp_path: Path) -> None:
    cast()
    customer("远山", number="K1")
    rows = [("K1", "远山", "", "", "王建国、赵文斌", "13900000002")]
    bring_in("customers", write_csv(tmp_path / "c.csv", rows, CUSTOMER_HEADS))
    assert people() == [("王建国", "13900000002"), ("赵文斌", "")]
    Contact.objects.last().delete()  # type: ignore[union-attr]
    former = Contact.objects.get()
    former.person.name = "王建国、赵文斌"
    former.person.save()
    bring_in("customers", write_csv(tmp_path / "c.csv", rows, CUSTOMER_HEADS))
    assert people() == [("王建国、赵文斌", "13900000002")]
