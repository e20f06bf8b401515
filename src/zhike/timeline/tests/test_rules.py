"""The next working day, the standing of next contacts, and the times of a file."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.core.workdays.rules import FIRST_PLAN, work_time
from zhike.timeline import rules
from zhike.timeline.rules.rows import read_moment
from zhike.timeline.rules.settling import Agreed, Standing, settle

WORK = work_time(FIRST_PLAN, UTC)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 1))
BEGIN = datetime(2026, 3, 1, 12)


@pytest.mark.parametrize(
    ("choice", "on", "due"),
    [
        ("tomorrow", date(2026, 11, 18), date(2026, 11, 19)),
        ("tomorrow", date(2026, 11, 20), date(2026, 11, 23)),  # Friday: Saturday is off
        ("week", date(2026, 9, 24), date(2026, 10, 8)),  # the first of October is off, and so is the week after it
        ("month", date(2026, 1, 31), date(2026, 2, 28)),  # a Saturday that is worked for the Spring Festival
        ("month", date(2026, 12, 29), date(2027, 1, 29)),
    ],
)
def test_a_quick_choice_falls_on_a_working_day(choice: str, on: date, due: date) -> None:
    assert rules.chosen_day(choice, on=on, work=WORK) == due


@given(st.sampled_from(sorted(rules.CHOICES)), DAYS)
def test_a_quick_choice_is_worked_and_none_between_is(choice: str, on: date) -> None:
    meant, due = rules.CHOICES[choice](on), rules.chosen_day(choice, on=on, work=WORK)
    assert WORK.hours(due)
    assert meant <= due
    assert not any(WORK.hours(meant + timedelta(days=n)) for n in range((due - meant).days))


@given(DAYS)
def test_a_month_later_is_in_the_next_month(on: date) -> None:
    later = rules.CHOICES["month"](on)
    assert (later.year * 12 + later.month) - (on.year * 12 + on.month) == 1
    assert later.day == on.day or (later + timedelta(days=1)).month != later.month


def agreed(mark: int, after: int, due_in: int | None) -> Agreed:
    at = BEGIN + timedelta(days=after)
    return Agreed(at, at.date(), None if due_in is None else at.date() + timedelta(days=due_in), mark)


HISTORIES = st.lists(
    st.tuples(st.integers(0, 40), st.none() | st.integers(0, 30)), unique_by=lambda each: each[0], max_size=8
).map(lambda rows: [agreed(mark, *row) for mark, row in enumerate(rows)])


@given(HISTORIES, st.randoms())
def test_what_is_open_is_the_same_in_whatever_order_contacts_are_told(history: list[Agreed], chance: object) -> None:
    whole, _ = settle(Standing(), history)
    shuffled = list(history)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    piecewise = Standing()
    for each in shuffled:
        piecewise, _ = settle(piecewise, [each])
    assert piecewise.latest == whole.latest
    if whole.open is not None and piecewise.open is not None:
        assert piecewise.open.at <= whole.open.at


@given(HISTORIES)
def test_a_contact_does_what_was_due_and_at_most_one_is_open(history: list[Agreed]) -> None:
    standing, states = settle(Standing(), history)
    assert list(states.values()).count("open") == (standing.open is not None)
    if standing.open is not None:
        later = [each for each in history if each.at > standing.open.at]
        assert not any(each.due_on is not None for each in later)
        assert all(standing.open.due_on > each.day for each in later)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-05", datetime(2026, 3, 5)),
        ("2026/3/5 14:30", datetime(2026, 3, 5, 14, 30)),
        ("2026年3月5日", datetime(2026, 3, 5)),
        ("2026年3月5日 下午2点30分", datetime(2026, 3, 5, 14, 30)),
        ("2026.3.5 9:05:07", datetime(2026, 3, 5, 9, 5, 7)),
        ("20260305", datetime(2026, 3, 5)),
        ("２０２６－０３－０５　１４：３０", datetime(2026, 3, 5, 14, 30)),
        ("2026-03-05T14:30:00.000+08:00", datetime(2026, 3, 5, 14, 30)),
        ("2026-03-05 02:30 PM", datetime(2026, 3, 5, 14, 30)),
        ("2026-03-05 上午12:10", datetime(2026, 3, 5, 0, 10)),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, moment: datetime) -> None:
    assert read_moment(text) == moment


@pytest.mark.parametrize("text", ["", "昨天", "2026-13-01", "2026-02-30", "5/3/2026", "2026-03-05 25:00", "46086"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no"):
        read_moment(text)


@given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 12, 31)).map(lambda each: each.replace(microsecond=0)))
def test_a_time_as_a_spreadsheet_writes_it_is_read_back(moment: datetime) -> None:
    assert read_moment(moment.isoformat(" ")) == moment


def test_only_https_is_a_link() -> None:
    parts = rules.LINK.split("见 https://a.cn/x?y=1。和 http://b.cn javascript:alert(1)")
    assert [part for part in parts if rules.is_link(part)] == ["https://a.cn/x?y=1"]
