"""Follow-ups, contacts and preferences that call a known customer by a name much like its own."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.test import Client

from tests.factories import cast, customer
from tests.factories.files import bring_in, counts, reasons, write_csv
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
