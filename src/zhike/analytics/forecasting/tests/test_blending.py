from dataclasses import astuple

import numpy as np
import pytest

from zhike.analytics.forecasting import BadVisits, Basis, Blend, Visits, backtest, fit_blend, visits
from zhike.analytics.forecasting.tests.invented import shop

END, DAYS = 180, 90


@pytest.fixture(scope="module")
def shop_of_550() -> Visits:
    return shop(550, days=270)


@pytest.fixture(scope="module")
def blend(shop_of_550: Visits) -> Blend:
    return fit_blend(shop_of_550, end=END, days=DAYS)


def sane(found: Blend) -> bool:
    one = found.forecast
    ordered = (one.low >= 0) & (one.low <= one.median) & (one.median <= one.high)
    numbers = np.isfinite(one.mean) & (one.mean > 0) & (one.buys >= 0) & (one.buys <= 1)
    return bool((ordered & numbers).all())


def test_many_customers_are_foretold_by_a_blend(blend: Blend) -> None:
    assert blend.basis is Basis.BLEND
    assert sane(blend)
    assert set(blend.weights) == {"pareto_nbd", "cnbd", "pure", "ratio"}
    assert sum(blend.weights.values()) == pytest.approx(1)
    assert min(blend.weights.values()) >= 1 / 8


def test_nothing_after_the_end_is_looked_at(shop_of_550: Visits, blend: Blend) -> None:
    past, _ = shop_of_550.until(END)
    changed = visits(
        np.append(past.customer, past.customer[::3]),
        np.append(past.day, END + 1 + past.day[::3] % 50),
        np.append(past.amount, past.amount[::3]),
    )
    assert fit_blend(changed, end=END, days=DAYS).forecast.mean.tolist() == blend.forecast.mean.tolist()


def test_a_seed_gives_the_same_whatever_the_order_of_rows(shop_of_550: Visits, blend: Blend) -> None:
    mixed = np.random.default_rng(1).permutation(len(shop_of_550.day))
    again = visits(shop_of_550.customer[mixed], shop_of_550.day[mixed], shop_of_550.amount[mixed])
    assert fit_blend(again, end=END, days=DAYS).forecast.mean.tolist() == blend.forecast.mean.tolist()


def test_the_interval_is_that_of_the_distribution(blend: Blend) -> None:
    one = blend.forecast
    assert (one.at_most(one.high) >= 0.9 - 1e-9).all()
    assert (one.at_most(one.low - 1) <= 0.1 + 1e-9).all()
    assert one.buys == pytest.approx(1 - one.at_most(np.zeros(len(one.mean), dtype=np.int64)))


def test_fewer_than_three_purchases_are_too_little_data(blend: Blend, shop_of_550: Visits) -> None:
    bought = np.bincount(shop_of_550.until(END)[0].customer)
    assert (blend.enough == (bought >= 3)).all()
    labels = np.array([each is Basis.TOO_FEW for each in blend.basis_of_each])
    assert (labels == (bought < 3)).all()


def test_some_hundred_customers_are_foretold_by_models_alone() -> None:
    found = fit_blend(shop(200, days=270), end=END, days=DAYS)
    assert found.basis is Basis.MODELS
    assert set(found.weights) == {"pareto_nbd", "cnbd"}
    assert sane(found)


def test_a_short_past_is_foretold_by_models_alone() -> None:
    found = fit_blend(shop(300, days=30), end=15, days=90)
    assert found.basis is Basis.MODELS
    assert sane(found)


ODD = {
    "one customer": (np.zeros(4), [0, 10, 25, 31]),
    "one purchase": ([0], [0]),
    "ten customers": (np.arange(40) % 10, np.arange(40) * 3),
    "one purchase each": (np.arange(300), np.arange(300) % 60),
    "all on one day": (np.arange(300), np.full(300, 60)),
    "identical customers": (np.repeat(np.arange(300), 6), np.tile([0, 10, 20, 30, 40, 50], 300)),
    "a gap of years": (np.repeat(np.arange(150), 2), np.tile([0, 2_000], 150)),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_customers_get_sane_labelled_numbers(name: str) -> None:
    who, day = (np.asarray(each, dtype=np.int64) for each in ODD[name])
    found = fit_blend(visits(who, day, np.ones(len(who))), end=max(60, int(day.max())), days=60)
    assert sane(found)
    assert found.basis is Basis.RATE or len(found.known) >= 100


def test_no_day_to_come_is_refused() -> None:
    with pytest.raises(BadVisits, match="days"):
        fit_blend(shop(20, days=60), end=40, days=0)
    with pytest.raises(BadVisits, match="days"):
        backtest(shop(20, days=60), end=40, days=0)


@pytest.mark.parametrize("customers", [1, 10, 150])
def test_every_forecast_is_judged_without_a_missing_number(customers: int) -> None:
    found = backtest(shop(customers, days=120), end=80, days=40)
    assert {"naive", "blend"} <= set(found)
    assert np.isfinite([astuple(each) for each in found.values()]).all()
