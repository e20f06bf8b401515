"""The hours as people write them, the holidays as they were announced, and the alarms."""

from dataclasses import replace
from datetime import date
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.core.workdays.rules import (
    FIRST_PLAN,
    YEARS,
    BadSpans,
    Span,
    alarms,
    days_of,
    is_announced,
    read_spans,
    write_spans,
)


@pytest.mark.parametrize(
    "text",
    [
        "09:00-12:00 13:00-18:00",
        "9:00-12:00, 13:00-18:00",
        " 13:00 – 18:00；9:00—12:00 ",
        "９：００至１２：００、１３：００～１８：００",
    ],
)
def test_hours_are_read_however_they_are_typed(text: str) -> None:
    assert write_spans(read_spans(text)) == "09:00-12:00 13:00-18:00"


@pytest.mark.parametrize(
    "text", ["nine", "9-12", "09:00", "12:00-09:00", "09:00-09:00", "09:00-25:00", "24:01-24:30", "9:0-12:00"]
)
def test_hours_that_cannot_be_are_refused_by_their_words(text: str) -> None:
    with pytest.raises(BadSpans, match=text):
        read_spans(text)


def test_hours_that_overlap_are_refused_and_no_hours_are_a_day_off() -> None:
    with pytest.raises(BadSpans, match="overlap"):
        read_spans("09:00-12:00 11:00-13:00")
    assert read_spans(" ") == ()


@given(st.lists(st.integers(0, 1440), unique=True, max_size=8))
def test_what_is_written_is_read_again(minutes: list[int]) -> None:
    ordered = sorted(minutes[: len(minutes) // 2 * 2])
    spans = tuple(Span(begin, end) for begin, end in zip(ordered[::2], ordered[1::2], strict=True))
    assert read_spans(write_spans(spans)) == spans


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_announced_years_equal_the_published_list(year: int) -> None:
    found = days_of(year)
    published: tuple[Any, Any] = (chinese_calendar.holidays, chinese_calendar.workdays)
    for kind, is_working in zip(published, (False, True), strict=True):
        assert {day for day, own in found.items() if own.is_working is is_working} == {
            day for day in kind if day.year == year
        }
    assert is_announced(year)


def test_a_year_that_was_not_announced_has_the_thirteen_days_of_the_law() -> None:
    assert {f"{day:%m-%d}": own.name for day, own in days_of(2027).items()} == {
        "01-01": "元旦",
        **dict.fromkeys(("02-05", "02-06", "02-07", "02-08"), "春节"),
        "04-05": "清明节",
        **dict.fromkeys(("05-01", "05-02"), "劳动节"),
        "06-09": "端午节",
        "09-15": "中秋节",
        **dict.fromkeys(("10-01", "10-02", "10-03"), "国庆节"),
    }
    assert not any(own.is_working for own in days_of(2027).values())
    assert days_of(2028)[date(2028, 10, 3)].name == "中秋节、国庆节"


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_days_of_the_law_are_among_the_announced_ones(year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    announced = days_of(year)
    monkeypatch.setattr("zhike.core.workdays.rules.holidays.ANNOUNCED", {})
    assert all(not announced[day].is_working for day in days_of(year))


def test_every_year_that_can_be_prepared_has_its_days() -> None:
    for year in YEARS:
        assert all(day.year == year for day in days_of(year))


@pytest.mark.parametrize(
    ("on", "until", "years"),
    [
        ("2026-10-31", None, []),
        ("2026-11-01", None, [2027]),  # the official list may be expected
        ("2026-09-30", "2027-01-04", [2027]),  # a due time lies in it
        ("2026-09-30", "2026-12-31", []),
        ("2027-02-01", None, [2027]),  # it has begun
        ("2027-09-30", None, [2027]),
        ("2027-10-01", None, [2027, 2028]),  # the calendar ends
        ("2031-01-01", "2033-01-01", [2031, 2033]),
    ],
)
def test_the_alarm_names_the_years_that_need_somebody(on: str, until: str | None, years: list[int]) -> None:
    last = date.fromisoformat(until) if until else None
    found = alarms(FIRST_PLAN, on=date.fromisoformat(on), until=last)
    assert [phrase.values["year"] for phrase in found] == years


def test_a_year_asked_for_raises_the_alarm_until_it_is_official_or_over() -> None:
    asked = replace(FIRST_PLAN, asked=frozenset({2026, 2027}))
    assert [str(each)[:34] for each in alarms(asked, on=date(2026, 3, 1))] == ["The official holidays of 2027 have"]
    official = replace(asked, years={2026: True, 2027: True})
    assert alarms(official, on=date(2026, 12, 1)) == []
