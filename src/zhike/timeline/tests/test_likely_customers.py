"""Follow-ups, contacts and preferences that call a known customer by a name much like its own."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.test import Client

from tests.factories import cast, customer
from tests.factories.files import bring_in, counts, reasons, take_back, write_csv
from tests.factories.steps import confirm, decide, try_file
from zhike.customers.models import Customer
from zhike.customers.operations.likely import LIKELY

pytestmark = pytest.mark.django_db
HEADS = ("客户名称", "跟进内容", "跟进时间")
ROWS = [("钊桁食品", "谈了春茶", "2026-03-05"), ("钊桁食品", "寄了样品", "2026-03-08"), ("远山", "没接", "2026-03-09")]


def test_the_likely_customer_is_named_and_passing_over_is_not_changed_where_nobody_can_be_asked(
    tmp_path: Path,
) -> None:
    cast()
    customer("钊桁食品有限公司", number="K1")
    path = write_csv(tmp_path / "f.csv", ROWS, HEADS)
    run = bring_in("follow_ups", path)
    assert counts(run) == (3, 0, 0, 0, 3)
    assert [text for *_, text in reasons(run)][:2] == [LIKELY.text] * 2
    assert counts(bring_in("follow_ups", path, options={"unknown_customers": "skip"})) == (3, 0, 0, 3, 0)


FILES: dict[str, tuple[Sequence[str], Sequence[Sequence[str]]]] = {
    "follow_ups": (HEADS, ROWS),
    "contacts": (("客户名称", "联系人"), [("钊桁食品", "李姐"), ("钊桁食品", "赵磊"), ("远山", "王芳")]),
    "preferences": (
        ("客户名称", "方面", "内容"),
        [("钊桁食品", "茶", "龙井"), ("钊桁食品", "茶", "普洱"), ("远山", "茶", "龙井")],
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_name_is_answered_once_before_its_rows_are_passed_over(
    kind: str, client: Client, tmp_path: Path, read_here: None
) -> None:
    client.force_login(cast().owner)
    known = customer("钊桁食品有限公司", number="K1")
    heads, rows = FILES[kind]
    path = write_csv(tmp_path / "f.csv", rows, heads)
    run = try_file(client, path, kind, unknown_customers="skip")
    assert counts(run) == (3, 0, 0, 1, 2)
    assert counts(decide(client, run, **{"name-钊桁食品": str(known.pk)})) == (3, 2, 0, 1, 0)
    assert (counts(confirm(client, run)), Customer.objects.count()) == ((3, 2, 0, 1, 0), 1)


def test_customers_that_nobody_has_may_be_added_once_each_but_not_by_a_number(client: Client, tmp_path: Path) -> None:
    people = cast()
    rows = [
        ("远山", "", "谈了春茶", "2026-03-05", people.rep.name),
        ("远山", "", "寄了样品", "2026-03-08", people.other_rep.name),
        ("明月", "", "没接", "2026-03-09", "老周"),
        ("", "K77", "没接", "2026-03-09", ""),
        ("青山", "", "明年再说", "2099-03-09", ""),
    ]
    path = write_csv(tmp_path / "f.csv", rows, ("客户名称", "客户编号", "跟进内容", "跟进时间", "跟进人"))
    assert counts(bring_in("follow_ups", path)) == (5, 0, 0, 0, 5)
    run = bring_in("follow_ups", path, options={"unknown_customers": "create"})
    assert counts(run) == (5, 3, 0, 0, 2)
    made = dict(Customer.objects.values_list("party__name", "owner"))
    assert made == {"远山": people.rep.pk, "明月": None}
    take_back(run, by=people.owner)
    assert not Customer.objects.exists()


def test_a_likely_name_is_asked_about_before_its_customer_is_added(
    client: Client, tmp_path: Path, read_here: None
) -> None:
    client.force_login(cast().owner)
    customer("钊桁食品有限公司", number="K1")
    run = try_file(client, write_csv(tmp_path / "f.csv", ROWS, HEADS), "follow_ups", unknown_customers="create")
    assert counts(run) == (3, 1, 0, 0, 2)
    assert counts(decide(client, run, **{"name-钊桁食品": "another"})) == (3, 3, 0, 0, 0)
    assert counts(confirm(client, run)) == (3, 3, 0, 0, 0)
    assert {*Customer.objects.values_list("party__name", flat=True)} == {"钊桁食品有限公司", "钊桁食品", "远山"}
