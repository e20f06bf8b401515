import numpy as np
import pytest

from zhike.analytics.forecasting import reliability


def test_honest_chances_are_what_came() -> None:
    chance = np.random.default_rng(8)
    told = chance.random(50_000)
    honest = reliability(told, chance.random(50_000) < told)
    assert honest.gap < 0.01
    assert (np.diff(honest.told) > 0).all()
    assert honest.customers.tolist() == [5_000] * 10


def test_boasting_chances_are_found_out() -> None:
    chance = np.random.default_rng(9)
    told = chance.random(50_000)
    assert reliability(told, chance.random(50_000) < told / 2).gap == pytest.approx(0.25, abs=0.01)


def test_three_customers_are_three_groups() -> None:
    found = reliability(np.array([0.5, 0.1, 0.9]), np.array([True, False, True]))
    assert found.told.tolist() == [0.1, 0.5, 0.9]
    assert found.came.tolist() == [0, 1, 1]
    assert found.gap == pytest.approx((0.1 + 0.5 + 0.1) / 3)
