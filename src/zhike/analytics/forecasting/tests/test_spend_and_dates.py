import numpy as np
import pytest

from zhike.analytics.forecasting import expected_spend, judge_dates, judge_spend, spent_between, visits
from zhike.analytics.forecasting.tests.invented import shop
from zhike.analytics.forecasting.visits import days_until_next


def test_spend_is_expected_days_times_what_a_day_is_worth() -> None:
    seen, _ = shop(400, days=200).until(150)
    one, two = (expected_spend(seen, np.full(len(seen.starts), each)) for each in (1.0, 2.0))
    assert two == pytest.approx(2 * one)
    assert np.median(one) == pytest.approx(10_000, rel=0.2)


def test_without_a_repeat_a_day_is_worth_what_everybodys_is() -> None:
    seen = visits(np.arange(3), np.arange(3), np.array([100.0, 200.0, 300.0]))
    assert expected_spend(seen, np.array([1.0, 0.5, 2.0])).tolist() == [200, 100, 400]


def test_spend_of_free_goods_is_nothing() -> None:
    assert expected_spend(visits(np.zeros(3, dtype=np.int64), np.arange(3), np.zeros(3)), np.ones(1)).tolist() == [0]


def test_money_is_counted_after_the_start_up_to_the_end() -> None:
    found = visits(np.array([0, 0, 0, 1]), np.array([1, 5, 9, 9]), np.array([1.0, 2.0, 4.0, 8.0]))
    assert spent_between(found, 1, 8).tolist() == [2, 0]
    assert spent_between(found, 4, 9).tolist() == [6, 8]


def test_a_perfect_forecast_of_spend_has_no_error() -> None:
    came = np.array([0.0, 10.0, 5.0])
    found = judge_spend(came, came)
    assert (found.mae, found.rmse, found.bias, found.top_fifth) == pytest.approx((0, 0, 0, 2 / 3))


def test_days_to_the_next_purchase_are_counted_from_the_end() -> None:
    found = visits(np.array([0, 0, 0, 1]), np.array([1, 5, 9, 2]), np.ones(4))
    assert days_until_next(found, 4).tolist() == [1, np.inf]


def test_regular_buyers_are_met_on_the_day() -> None:
    chance = np.random.default_rng(5)
    gap = chance.integers(5, 30, 300)
    day = chance.integers(5, size=300)[:, None] + gap[:, None] * np.arange(40)
    who = np.repeat(np.arange(300), 40)
    near = (day < 250).ravel()
    found = judge_dates(visits(who[near], day.ravel()[near], np.ones(near.sum())), end=200, days=40)
    assert min(each.near for each in found.values()) > 0.9
    assert max(each.median_error for each in found.values()) <= 1


def test_nobody_to_judge_is_no_error() -> None:
    assert {each.customers for each in judge_dates(shop(30, days=60), end=59, days=10).values()} == {0}
