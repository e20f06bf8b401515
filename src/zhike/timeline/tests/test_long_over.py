"""Old follow-ups that are brought in do not flood Today: a day that has gone by counts only while it still matters."""

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.factories import Cast
from tests.factories.files import bring_in, tables, take_back, write_csv
from zhike.customers.models import Customer
from zhike.exchange.models import ImportRun
from zhike.timeline.models import NextContact
from zhike.timeline.rules import Agreed, state_of
from zhike.timeline.tests.conftest import AT, ON, recorded

pytestmark = pytest.mark.usefixtures("read_here")
HEADS = ("客户编号", "跟进内容", "跟进人", "跟进时间", "下次联系日期")


def brought(folder: Path, *rows: tuple[str, str, str, str]) -> ImportRun:
    return bring_in("follow_ups", write_csv(folder / "跟进.csv", [("K1", *row) for row in rows], HEADS))


def states() -> list[tuple[str, str]]:
    return list(NextContact.objects.order_by("pk").values_list("set_in__words", "state"))


@pytest.mark.parametrize(
    ("due_on", "last", "state"),
    [
        (date(2026, 11, 20), datetime(2026, 11, 1), "open"),
        (date(2026, 12, 20), datetime(2026, 11, 5), "open"),
        (date(2026, 11, 10), datetime(2026, 11, 1), "open"),
        (date(2026, 11, 10), datetime(2026, 11, 5), "done"),
        (date(2026, 10, 21), datetime(2026, 11, 1), "open"),
        (date(2026, 10, 20), datetime(2026, 11, 1), "dropped"),
    ],
)
def test_a_day_gone_by_counts_until_a_later_contact_or_a_month_has_passed(
    due_on: date, last: datetime, state: str
) -> None:
    at = datetime(2026, 11, 1)
    assert state_of(Agreed(at, at.date(), due_on), last=last, on=date(2026, 11, 20)) == state


@pytest.mark.parametrize("later", ["王芳", "旧同事"])
def test_what_anybody_did_later_ends_it_in_one_file_or_two(
    later: str, people: Cast, buyer: Customer, tmp_path: Path
) -> None:
    rows = ("要报价", "李强", "2026-10-01", "2026-11-10"), ("报了", later, "2026-11-12", "")
    run = brought(tmp_path, *rows)
    assert states() == [("要报价", "done")]
    take_back(run, people.owner)
    brought(tmp_path, rows[0])
    assert states() == [("要报价", "open")]
    before = tables()["timeline.NextContact"]
    second = brought(tmp_path, rows[1])
    assert states() == [("要报价", "done")]
    take_back(second, people.owner)
    assert tables()["timeline.NextContact"] == before
    buyer.refresh_from_db()
    assert buyer.next_contact_on == date(2026, 11, 10)


def test_what_was_long_over_when_it_came_is_history_and_says_why(buyer: Customer, tmp_path: Path) -> None:
    brought(tmp_path, ("要报价", "李强", "2025-03-01", "2025-03-08"))
    found = NextContact.objects.get()
    assert (found.state, bool(found.reason), found.due_on) == ("dropped", True, date(2025, 3, 8))
    buyer.refresh_from_db()
    assert buyer.next_contact_on is None


def test_what_a_colleague_agreed_by_hand_is_hers_to_close(people: Cast, buyer: Customer, tmp_path: Path) -> None:
    recorded(buyer, people.rep, next_on=ON, at=AT)
    brought(tmp_path, ("报了", "王芳", "2026-11-21", ""))
    assert states() == [("问了交货时间", "open")]


def test_the_next_day_may_be_said_from_the_day_of_the_row(buyer: Customer, tmp_path: Path) -> None:
    brought(tmp_path, ("要报价", "李强", "2026-11-19 09:00", "下周三"))
    assert NextContact.objects.get().due_on == date(2026, 11, 25)
