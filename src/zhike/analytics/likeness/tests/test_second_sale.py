from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.analytics_second_sale import journey
from zhike.analytics.likeness import (
    BadBaskets,
    Baskets,
    back_test,
    baskets,
    describe_pair,
    fit_affinity,
    hit_at,
    offer_value,
    recall_at,
    suggest,
)
from zhike.analytics.likeness.second_sale import scores

LINES = [
    ("王", "2026-01-01", "打印机"), ("王", "2026-02-01", "墨盒"), ("王", "2026-03-01", "墨盒"),
    ("李", "2026-01-05", "打印机"), ("李", "2026-01-05", "打印机"), ("李", "2026-02-09", "墨盒"),
    ("赵", "2026-01-07", "茶叶"), ("赵", "2026-01-20", "茶叶"), ("钱", "2026-01-02", "纸"),
]  # fmt: skip
lines = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30), st.integers(0, 6)), min_size=1, max_size=60)


def of(rows: Sequence[tuple[Any, Any, Any]]) -> Baskets:
    customers, days, items = zip(*rows, strict=True)
    return baskets(customers, days, items)


def named(table: Baskets, row: int, owned: Any = None) -> list[tuple[str | None, str | None, int, int]]:
    found = suggest(fit_affinity(table, shrink=1), table.items[[row]], k=3, owned=owned)
    names = [str(table.names[each]) if each >= 0 else None for each in found.items[0]]
    because = [str(table.names[each]) if each >= 0 else None for each in found.because[0]]
    return list(zip(names, because, found.bought[0].tolist(), found.buyers[0].tolist(), strict=True))


def test_lines_of_a_day_are_one_basket_in_the_order_of_days() -> None:
    table = of(LINES[::-1])
    assert len(table) == 8
    assert table.items.sum() == 8
    assert len(table.followed) == 4
    assert len(table.first_of_two) == 3


def test_a_suggestion_says_because_of_what_and_how_many_of_how_many() -> None:
    table = of(LINES)
    printer = int(np.flatnonzero(table.items[:, [int(np.flatnonzero(table.names == "打印机")[0])]].toarray())[0])
    assert named(table, printer)[0] == ("墨盒", "打印机", 2, 2)


def test_what_is_bought_again_and_again_is_suggested_because_of_itself() -> None:
    table = of(LINES)
    row = int(np.flatnonzero(table.customers == "赵")[0])
    assert named(table, row)[0] == ("茶叶", "茶叶", 1, 1)


def test_bought_items_can_be_left_out_and_places_stay_empty() -> None:
    table = of(LINES)
    row = int(np.flatnonzero(table.customers == "赵")[0])
    found = named(table, row, owned=table.items[[row]])
    assert [name for name, *_ in found] == ["墨盒", None, None]
    assert found[0][1:] == (None, 0, 0)


def test_rare_pairs_do_not_outrank_popular_items() -> None:
    rows = [(str(each), day, item) for each in range(60) for day, item in ((0, "米"), (9, "油"))]
    rows += [("稀", 0, "米"), ("稀", 0, "香料"), ("稀", 9, "松露")]
    table = of([(who, np.datetime64("2026-01-01") + day, item) for who, day, item in rows])
    asked = table.items[[int(np.flatnonzero(table.customers == "稀")[0])]]
    best = suggest(fit_affinity(table), asked, k=1).items[0, 0]
    assert table.names[best] == "油"


@given(rows=lines)
def test_chances_are_chances_and_suggestions_ordered(rows: list[tuple[int, int, int]]) -> None:
    table = of([(who, np.datetime64("2026-01-01") + day, item) for who, day, item in rows])
    if not len(table.followed):
        with pytest.raises(BadBaskets, match="second basket"):
            fit_affinity(table)
        return
    affinity = fit_affinity(table)
    whole = scores(affinity, table.items)
    assert ((whole >= 0) & (whole <= 1 + 1e-12)).all()
    found = suggest(affinity, table.items, k=4)
    assert (np.diff(found.chances, axis=1) <= 0).all()
    assert (found.bought <= found.buyers).all()
    new = suggest(affinity, table.items, k=7, owned=table.items)
    for row, items in enumerate(new.items):
        assert not set(items[items >= 0]) & set(table.items[[row]].indices)


@given(rows=lines, seed=st.integers(0, 9))
def test_the_order_of_lines_does_not_matter(rows: list[tuple[int, int, int]], seed: int) -> None:
    mixed = [rows[each] for each in np.random.default_rng(seed).permutation(len(rows))]
    one, other = (of([(who, np.datetime64(day, "D"), item) for who, day, item in each]) for each in (rows, mixed))
    assert (one.items != other.items).nnz == 0
    assert one.customers.tolist() == other.customers.tolist()


def test_recall_and_hits_count_what_was_bought() -> None:
    table = of([("甲", "2026-01-01", each) for each in "abcd"] + [("乙", "2026-01-01", "b")])
    suggested = np.array([[0, -1], [0, 1]])  # 乙 holds b; 甲 holds a, b, c, d
    assert table.customers.tolist() == ["乙", "甲"]
    assert recall_at(suggested, table.items) == pytest.approx((0 + 2 / 4) / 2)
    assert hit_at(suggested, table.items) == 0.5


def test_the_value_of_an_offer_is_its_chance_times_margin_less_cost() -> None:
    assert offer_value(buys=np.array([0.5, 0.0]), margin=np.array([8_000.0, 8_000.0]), contact_cost=300).tolist() == [
        3_700,
        -300,
    ]


def test_a_pair_is_described_by_support_confidence_lift_and_chi_square() -> None:
    pair = describe_pair(baskets=1_000, with_a=200, with_b=150, with_both=60)
    assert [pair.support, pair.confidence, pair.lift] == pytest.approx([0.06, 0.30, 2.00])
    assert pair.chi_square == pytest.approx(1000 * (60 * 710 - 140 * 90) ** 2 / (200 * 800 * 150 * 850))
    assert pair.enough
    assert not describe_pair(baskets=1_000, with_a=20, with_b=15, with_both=9).enough
    with pytest.raises(BadBaskets, match="contradict"):
        describe_pair(baskets=10, with_a=9, with_b=9, with_both=2)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: baskets([], [], []), "one line"),
        (lambda: baskets(["甲"], ["NaT"], ["a"]), "row 0"),
        (lambda: fit_affinity(of(LINES[-1:])), "second basket"),
        (lambda: fit_affinity(of(LINES), shrink=0), "shrink"),
        (lambda: suggest(fit_affinity(of(LINES)), of(LINES[:2]).items), "columns"),
        (lambda: back_test(of(LINES), chance=np.random.default_rng(0), share=0.01), "too few"),
    ],
)
def test_what_gives_no_baskets_is_named(call: Callable[[], object], words: str) -> None:
    with pytest.raises(BadBaskets, match=words):
        call()


def test_second_baskets_of_real_households_are_met_better_than_by_popularity() -> None:
    found = back_test(journey("type", one_of=2), chance=np.random.default_rng(0))
    assert found.customers > 200
    assert found.recall >= 0.162
    assert found.recall > found.popular_recall
    assert found.hit > found.popular_hit
