"""A filter is a tree of conditions: read, written, joined and cut without losing any of it."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.kit.lists import days
from zhike.kit.lists.conditions import (
    DEEPEST,
    EVERYTHING,
    MOST_CONDITIONS,
    Condition,
    Group,
    Node,
    Unreadable,
    conditions,
    join,
    read,
    without,
    write,
)

A, B, C = Condition("level", "in", ("A",)), Condition("city", "is", ("杭州",)), Condition("bought", "ge", ("100",))
ONE = st.builds(
    Condition,
    st.sampled_from(["a", "b"]),
    st.sampled_from(["is", "in"]),
    st.tuples(st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=9)),
)


@st.composite
def trees(draw: st.DrawFn) -> Group:
    tree = EVERYTHING
    for new in draw(st.lists(ONE, max_size=6)):
        places = [(), *((place,) for place in range(len(tree.parts)))]
        grown = join(tree, draw(st.sampled_from(places)), new, mode=draw(st.sampled_from(["all", "any"])))
        tree = grown if depth(grown) <= DEEPEST else tree
    return tree


def depth(node: Node) -> int:
    return 1 + max(map(depth, node.parts), default=0) if isinstance(node, Group) else 1


@given(tree=trees())
def test_what_is_written_is_read_again(tree: Group) -> None:
    assert write(read(write(tree))) == write(tree)
    assert list(conditions(read(write(tree)))) == list(conditions(tree))


@given(tree=trees(), new=ONE, mode=st.sampled_from(["all", "any"]))
def test_joining_adds_one_condition_and_keeps_the_others(tree: Group, new: Condition, mode: str) -> None:
    joined = join(tree, (), new, mode=mode)  # type: ignore[arg-type]
    assert sorted(map(repr, conditions(joined))) == sorted(map(repr, [*conditions(tree), new]))


def test_and_beside_and_stays_flat_and_or_makes_a_group() -> None:
    both = join(join(EVERYTHING, (), A, mode="all"), (), B, mode="all")
    assert both == Group("all", (A, B))
    assert join(both, (1,), C, mode="any") == Group("all", (A, Group("any", (B, C))))
    assert join(both, (), C, mode="any") == Group("any", (both, C))


def test_what_is_taken_away_leaves_the_rest_as_simple_as_it_is() -> None:
    tree = Group("all", (A, Group("any", (B, C))))
    assert without(tree, (1, 0)) == Group("all", (A, C))
    assert without(tree, (0,)) == Group("any", (B, C))
    assert without(Group("all", (A,)), (0,)) == EVERYTHING
    with pytest.raises(Unreadable):
        without(tree, (7,))
    with pytest.raises(Unreadable):
        join(tree, (0, 0), C, mode="all")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "3",
        '"all"',
        "[]",
        '["level"]',
        '["level", 3]',
        '["all", ["level", "in", null]]',
        '["level","is","\\u0000"]',
        json.dumps(["level", "is", "x" * 101]),
        json.dumps(["level", "in", *["x"] * 51]),
        json.dumps(["all", *[["level", "is", "A"]] * (MOST_CONDITIONS + 1)]),
        "[" * 100_000,
    ],
    ids=lambda text: text[:20],
)
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


def test_a_filter_is_only_so_deep() -> None:
    text = '["a","is","1"]'
    for _ in range(DEEPEST):
        text = f'["any",{text},["b","is","2"]]'
    with pytest.raises(Unreadable):
        read(text)


ON = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("span", "begins", "ends"),
    [
        (days.last_days(1, on=ON), ON, ON),
        (days.last_days(30, on=ON), date(2026, 10, 24), ON),
        (days.next_days(7, on=ON), ON, date(2026, 11, 28)),
        (days.older_than(90, on=ON), None, date(2026, 8, 23)),
        (days.this("week", on=ON), date(2026, 11, 16), ON),
        (days.this("month", on=ON), date(2026, 11, 1), date(2026, 11, 30)),
        (days.this("quarter", on=ON), date(2026, 10, 1), date(2026, 12, 31)),
        (days.previous("month", on=date(2026, 3, 31)), date(2026, 2, 1), date(2026, 2, 28)),
        (days.previous("quarter", on=date(2026, 1, 5)), date(2025, 10, 1), date(2025, 12, 31)),
        (days.previous("year", on=ON), date(2025, 1, 1), date(2025, 12, 31)),
        (days.previous("week", on=ON), date(2026, 11, 9), date(2026, 11, 15)),
    ],
)
def test_relative_dates_mean_whole_days(span: days.Span, begins: date | None, ends: date) -> None:
    assert span == (begins, ends)


@given(on=st.dates(), unit=st.sampled_from(days.UNITS))
def test_a_day_lies_in_its_own_week_month_quarter_and_year(on: date, unit: str) -> None:
    if date(2, 1, 1) < on < date(9998, 1, 1):
        begin, end = days.this(unit, on=on)
        assert begin is not None
        assert end is not None
        assert begin <= on <= end
        before = days.previous(unit, on=on)[1]
        assert before is not None
        assert (begin - before).days == 1
