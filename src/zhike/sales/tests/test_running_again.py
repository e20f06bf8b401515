"""A run that was killed and begins again says of each row what it had done, and doubles nothing."""

from pathlib import Path

import pytest

from tests.factories.files import AT, counts, reasons
from tests.factories.imports import Rows, books, company, run
from zhike.exchange import operations as exchange
from zhike.exchange.models import ImportRun
from zhike.sales.models import Order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

FILES: dict[str, tuple[Rows, dict[str, str]]] = {
    "products": ([("P1", "新茶", "斤", ""), ("P2", "礼盒", "", ""), ("P2", "礼盒", "盒", "")], {"existing": "update"}),
    "contacts": (
        [
            ("K1", "李姐", "13911111111", "经理", "", ""),
            ("T1", "赵磊", "", "", "", ""),
            ("T1", "赵磊", "", "经理", "", ""),
        ],
        {"existing": "update"},
    ),
    "preferences": ([("K1", "", "茶", "龙井", "2"), ("K1", "李姐", "茶", "普洱", "")], {"existing": "count"}),
    "receipts": (
        [("", "K1", "2026-03-05", "5"), ("", "K1", "2026-03-05", "5"), ("S1", "远山", "2026-03-05", "7")],
        {"unknown_customers": "create"},
    ),
    "returns": ([("R1", "", "2026-03-06", "D0", "P3", "40"), ("R2", "T1", "2026-03-06", "", "", "5")], {}),
    "orders": (
        [("D0", "K1", "2026-03-05", "", "P9", "", "", "80", ""), ("D1", "K1", "2026-03-05", "", "", "", "", "8", "")],
        {"existing_papers": "revise"},
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_second_beginning_tells_the_same_and_changes_nothing(kind: str) -> None:
    rows, options = FILES[kind]
    with company() as folder:
        first = run(Path(folder), kind, rows, options=options)
        assert first.errored == 0
        told, after = (counts(first), reasons(first)), books()
        again = ImportRun.objects.get(pk=first.pk)
        again.state = ImportRun.State.IMPORTING
        exchange.carry_out(again, at=AT)
        assert (counts(again), reasons(again)) == told
        assert {name for name, found in books().items() if found != after[name]} <= {"numbering.Sequence"}
        assert Order.objects.current().filter(number="D0").count() == 1
