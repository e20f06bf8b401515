"""Spans, trees and cells, as pure decisions."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.administration.rules import depth_after, is_below, is_wider, overlaps, words_for
from zhike.exchange.faults import guarded

DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))
SPANS = st.tuples(st.none() | DAYS, st.none() | DAYS)


def days_of(span: tuple[date | None, date | None]) -> set[date]:
    every = [date(2025, 12, 1) + timedelta(days=n) for n in range(150)]
    return {day for day in every if (not span[0] or day >= span[0]) and (not span[1] or day < span[1])}


@given(SPANS, SPANS)
def test_spans_overlap_when_they_share_a_day(one: tuple[date | None, ...], other: tuple[date | None, ...]) -> None:
    spans = [(span[0], span[1]) for span in (one, other)]
    if all(days_of(span) for span in spans):
        assert overlaps(*spans) == bool(days_of(spans[0]) & days_of(spans[1]))
        assert overlaps(*spans) == overlaps(*reversed(spans))


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "-5", "@cmd", "\t=1", "\r=1", " =1", "＝1"])
def test_what_a_spreadsheet_would_compute_is_kept_as_text(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "宏达商贸", "K1", "a=1", "2026-11-22"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


def test_rights_are_wider_when_anything_reaches_further() -> None:
    assert is_wider({"a": 10, "b": 100}, {"a": 100, "b": 30})
    assert is_wider({"a": 10}, {})
    assert not is_wider({"a": 10, "b": 0}, {"a": 10})


def test_a_unit_is_below_itself_and_what_its_path_begins_with() -> None:
    assert is_below("1/2/", "1/")
    assert is_below("1/2/", "1/2/")
    assert not is_below("1/29/", "1/2/")


def test_a_moved_branch_goes_as_deep_as_its_deepest_unit() -> None:
    assert depth_after(["1/2/", "1/2/3/", "1/2/3/4/"], path="1/2/", below="1/9/") == 5


def test_an_action_without_words_stands_for_itself() -> None:
    assert str(words_for("danced")) == "danced"
    assert str(words_for("transferred")) == "Record transferred"
