from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.describing import (
    BadMeasure,
    break_even_response,
    composite,
    independent_scores,
    lrfm,
    nested_scores,
    quantile_scores,
    scores_by_cutoffs,
)
from zhike.analytics.purchases import lines, purchase_days

# The domain book's ten customers, C01 to C10.
RECENCY = [5, 12, 30, 45, 60, 75, 120, 180, 270, 365]
FREQUENCY = [12, 9, 6, 8, 4, 3, 2, 5, 1, 1]
MONEY = [96000, 150000, 42000, 30000, 25000, 60000, 8000, 12000, 3000, 500]


@pytest.mark.domain("2.6")
def test_the_ten_customers_score_as_in_the_book() -> None:
    found = independent_scores(RECENCY, FREQUENCY, MONEY, ties="stable")
    assert found.code.tolist() == ["555", "555", "444", "443", "333", "324", "222", "232", "111", "111"]
    assert found.flat == ()


def test_textbooks_may_call_the_best_one() -> None:
    found = independent_scores(RECENCY, FREQUENCY, MONEY, ties="stable", best=1)
    assert found.code.tolist() == ["111", "111", "222", "223", "333", "342", "444", "434", "555", "555"]
    with pytest.raises(BadMeasure, match="best: expected 1 or 5, found 3"):
        independent_scores(RECENCY, FREQUENCY, MONEY, best=3)


def test_equal_customers_may_share_the_higher_score() -> None:
    assert quantile_scores([3, 1, 1, 1, 1]).tolist() == [5, 4, 4, 4, 4]
    assert quantile_scores([3, 1, 1, 1, 1], ties="stable").tolist() == [5, 4, 3, 2, 1]


def test_nested_scores_fill_cells_of_one_size() -> None:
    rng = np.random.default_rng(5)
    found = nested_scores(*(rng.integers(0, 9, 1250) for _ in range(3)))
    codes, sizes = np.unique(found.code, return_counts=True)
    assert (len(codes), set(sizes.tolist())) == (125, {10})


def test_nested_scores_compare_like_with_like() -> None:
    found = nested_scores([1, 2, 8, 9], [1, 2, 1, 2], [5, 5, 5, 5], groups=2, best=2)
    assert found.recency.tolist() == [2, 2, 1, 1]
    assert found.frequency.tolist() == [1, 2, 1, 2]
    assert found.flat == ("money",)


def test_limits_belong_to_the_better_score() -> None:
    found = scores_by_cutoffs(([30, 31, 91], [1, 2, 10], [99, 100, 5000]), ([30, 90], [2, 10], [100, 1000]), best=3)
    assert found.code.tolist() == ["311", "222", "133"]
    with pytest.raises(BadMeasure, match="limits that rise"):
        scores_by_cutoffs(([1], [1], [1]), ([2, 2], [1, 2], [1, 2]), best=3)
    with pytest.raises(BadMeasure, match="as many limits"):
        scores_by_cutoffs(([1], [1], [1]), ([2], [1, 2], [1, 2]), best=3)


def test_scores_may_be_weighed_into_one() -> None:
    found = independent_scores(RECENCY, FREQUENCY, MONEY, ties="stable")
    assert composite(found).tolist() == pytest.approx([5, 5, 4, 3.8, 3, 2.9, 2, 2.3, 1, 1])
    with pytest.raises(BadMeasure, match="weights"):
        composite(found, (0.5, 0.5, 0.5))


def test_a_mailing_pays_from_cost_by_margin_on() -> None:
    assert break_even_response(1.2, 40) == pytest.approx(0.03)
    with pytest.raises(BadMeasure, match="margin above 0"):
        break_even_response(1, 0)


def test_first_and_last_purchase_frequency_and_amounts_are_kept() -> None:
    first, last, as_of = (np.datetime64(day) for day in ("2024-03-02", "2026-06-25", "2026-06-30"))
    day = np.concatenate(([first], last - 30 * np.arange(12)))
    days = purchase_days(lines(["甲"] * 13, day, [500_000, *[800_000] * 12]))
    found = lrfm(days, as_of, window_days=365)
    assert (found.recency[0], found.frequency[0], found.length[0], found.money[0]) == (5, 12, 845, 9_600_000)
    assert days.of("甲").amount.tolist() == [500_000, *[800_000] * 12]
    assert (days.of("甲").day[0], days.of("甲").day[-1]) == (first, last)


def test_money_is_a_sum_or_a_mean_and_nothing_outside_the_window() -> None:
    days = purchase_days(lines([1, 1, 2], ["2026-01-01", "2026-01-09", "2025-01-01"], [300, 100, 7]))
    as_of = np.datetime64("2026-01-10")
    assert lrfm(days, as_of, money="mean").money.tolist() == [200, 7]
    near = lrfm(days, as_of, window_days=2, money="mean")
    assert (near.frequency.tolist(), near.money.tolist()) == ([1, 0], [100, 0])
    with pytest.raises(BadMeasure, match="window_days: expected 1 or more"):
        lrfm(days, as_of, window_days=0)


@pytest.mark.parametrize(
    ("values", "says"),
    [([], "at least one"), ([1, np.nan], r"missing \(row 1\)"), (["a"], "expected numbers"), ([[1]], "flat")],
)
def test_what_cannot_be_scored_is_refused(values: list[Any], says: str) -> None:
    with pytest.raises(BadMeasure, match=says):
        quantile_scores(values)


def test_scores_need_groups_and_as_many_of_each_measure() -> None:
    with pytest.raises(BadMeasure, match="groups: expected 2"):
        quantile_scores([1], groups=1)
    with pytest.raises(BadMeasure, match="as many of each"):
        independent_scores([1], [1, 2], [1])


def test_customers_who_are_all_alike_are_said_to_be() -> None:
    assert independent_scores([3] * 4, [1] * 4, [5, 6, 7, 8]).flat == ("recency", "frequency")


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=40), st.integers(2, 6))
def test_more_is_never_scored_less(values: list[int], groups: int) -> None:
    for ties in ("share", "stable"):
        scores = quantile_scores(values, groups=groups, ties=ties)
        assert (np.diff(scores[np.argsort(values, kind="stable")][::-1]) <= 0).all() or ties == "stable"
        assert (scores >= 1).all()
        assert (scores <= groups).all()
        for one, a in zip(values, scores, strict=True):
            assert all(a >= b for other, b in zip(values, scores, strict=True) if one > other)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=40))
def test_the_order_of_customers_does_not_matter_where_equals_share(values: list[int]) -> None:
    assert quantile_scores(values[::-1]).tolist() == quantile_scores(values).tolist()[::-1]
