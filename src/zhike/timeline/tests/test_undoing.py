"""An import of follow-ups taken back: what it brought goes, what it closed is open again, colleagues' work stays."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.factories import Cast, customer
from tests.factories.files import bring_in, tables, take_back, write_csv
from zhike.core.accounts.models import User
from zhike.customers.models import Contact, Customer
from zhike.exchange.models import ImportRun
from zhike.timeline import operations
from zhike.timeline.models import Interaction, NextContact
from zhike.timeline.tests.conftest import AT, ON, recorded

HEADS = ("客户编号", "跟进方式", "跟进内容", "跟进人", "跟进时间", "下次联系日期")
DAY = timedelta(days=1)
COMPARED = ("timeline.Interaction", "timeline.Addition", "timeline.NextContact", "customers.Customer")


@pytest.fixture(autouse=True)
def small_batches(read_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhike.exchange.undoing.AT_ONCE", 2)
    monkeypatch.setattr("zhike.timeline.operations.taking_back.AT_ONCE", 2)


def brought(folder: Path, *rows: tuple[str, str, str], number: str = "K1") -> ImportRun:
    """Import visits of 李强: what was said, when, and when next."""
    lines = [(number, "拜访", said, "李强", day, due_on) for said, day, due_on in rows]
    return bring_in("follow_ups", write_csv(folder / "跟进.csv", lines, HEADS))


def undo(run: ImportRun, by: User) -> list[str]:
    """Take an import back here and now; answer what was kept."""
    assert take_back(run, by).state == ImportRun.State.UNDONE
    return [words for words, *_ in run.notes["kept"]]


def world() -> dict[str, list[dict[str, Any]]]:
    return {name: rows for name, rows in tables().items() if name in COMPARED}


def standing() -> list[tuple[date, str]]:
    return list(NextContact.objects.order_by("pk").values_list("due_on", "state"))


def told_next(buyer: Customer) -> date | None:
    buyer.refresh_from_db()
    return buyer.next_contact_on


def test_all_that_it_brought_goes_and_customers_are_as_before(people: Cast, buyer: Customer, tmp_path: Path) -> None:
    customer("远山", number="K2")
    before = world()
    rows = [(f"第{day}次", f"2026-03-0{day}", f"2026-12-0{day}") for day in range(1, 6)]
    run = brought(tmp_path, *rows)
    assert told_next(buyer) == date(2026, 12, 5)
    assert undo(run, people.owner) == []
    assert world() == before


def test_one_that_was_added_to_stays_and_is_named(people: Cast, buyer: Customer, tmp_path: Path) -> None:
    run = brought(tmp_path, ("第一次", "2026-03-01", "2026-12-01"), ("第二次", "2026-03-02", ""))
    kept = Interaction.objects.get(words="第一次")
    operations.add_to_interaction(interaction=kept, words="样品收到了", key="a", by=people.owner, at=AT)
    assert undo(run, people.owner) == ["第一次"]
    assert Interaction.objects.get() == kept
    assert kept.additions.count() == 1
    assert told_next(buyer) == date(2026, 12, 1)


def test_what_a_colleague_put_off_or_dropped_stays_with_what_it_was_agreed_in(
    people: Cast, buyer: Customer, tmp_path: Path
) -> None:
    other = customer("远山", number="K2", owner=people.rep)
    run = brought(tmp_path, ("要报价", "2026-11-01", "2026-12-01"))
    second = brought(tmp_path, ("要样品", "2026-11-01", "2026-12-01"), number="K2")
    moved, dropped = NextContact.objects.order_by("pk")
    operations.move_next(next_contact=moved, due_on=ON + 3 * DAY, by=people.rep, at=AT, on=ON)
    operations.close_next(next_contact=dropped, by=people.rep, at=AT, reason="关门了", is_done=False)
    before = world()
    assert undo(run, people.owner) == ["要报价"]
    assert undo(second, people.owner) == ["要样品"]
    assert world() == before
    assert (told_next(buyer), told_next(other)) == (ON + 3 * DAY, None)


@pytest.mark.parametrize(
    ("row", "state"),
    [(("去过了", "2026-11-21", ""), "done"), (("改了日子", "2026-11-21 08:00", "2026-12-09"), "moved")],
    ids=["done", "moved"],
)
def test_what_it_closed_is_open_again(
    row: tuple[str, str, str], state: str, people: Cast, buyer: Customer, tmp_path: Path
) -> None:
    due_on = ON + DAY if state == "done" else ON + 5 * DAY
    recorded(buyer, people.rep, next_on=due_on, purpose="送样品")
    before = world()
    run = brought(tmp_path, row)
    assert standing()[0] == (due_on, state)
    assert undo(run, people.owner) == []
    assert world() == before
    assert told_next(buyer) == due_on


def test_what_it_closed_stays_so_where_something_else_was_agreed_since(
    people: Cast, buyer: Customer, tmp_path: Path
) -> None:
    recorded(buyer, people.rep, next_on=ON + DAY, purpose="送样品")
    run = brought(tmp_path, ("去过了", "2026-11-21", ""))
    recorded(buyer, people.rep, words="再约", next_on=ON + 9 * DAY, at=AT + 2 * DAY)
    assert undo(run, people.owner) == [f"{buyer} 2026-11-21 送样品"]
    assert standing() == [(ON + DAY, "done"), (ON + 9 * DAY, "open")]


def test_two_imports_taken_back_in_turn_leave_things_as_before(people: Cast, buyer: Customer, tmp_path: Path) -> None:
    recorded(buyer, people.rep, at=AT - 30 * DAY, next_on=ON - 5 * DAY)
    before = world()
    first = brought(tmp_path, ("一", "2026-11-16", "2026-11-18"))
    between = world()
    second = brought(tmp_path, ("二", "2026-11-18", "2026-12-01"), ("三", "2026-11-19", "2026-12-03"))
    assert standing()[:2] == [(ON - 5 * DAY, "done"), (date(2026, 11, 18), "done")]
    assert undo(second, people.owner) == []
    assert world() == between
    assert undo(first, people.owner) == []
    assert world() == before


def test_a_contact_from_a_file_stays_once_somebody_was_recorded_to_have_met_them(
    people: Cast, buyer: Customer, tmp_path: Path
) -> None:
    heads = ("客户编号", "联系人", "电话")
    run = bring_in("contacts", write_csv(tmp_path / "联系人.csv", [("K1", "孙总", "13911111111")], heads))
    made = recorded(buyer, people.rep, contact=Contact.objects.get(person__name="孙总"))
    assert undo(run, people.owner) == [str(buyer)]
    assert Interaction.objects.get(pk=made.pk).with_name == "孙总"
