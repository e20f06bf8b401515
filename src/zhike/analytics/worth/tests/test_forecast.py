"""What customers are worth in the days to come, by a model or by their gaps."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.analytics.lifetime import BadHistory, Regular, expected_purchases, fit_bg_nbd, history
from zhike.analytics.lifetime.gamma_gamma import GammaGamma, expected_mean
from zhike.analytics.lifetime.history import History
from zhike.analytics.worth.figures import BadFigures
from zhike.analytics.worth.forecast import Forecast, forecast
from zhike.analytics.worth.gap_rule import share_still_counted, silence

SPENDING = GammaGamma(6.25, 3.74, 15.44, 0.0, (), 1)


def crowd(n: int = 300, seed: int = 7) -> History:
    rng = np.random.default_rng(seed)
    repeats = rng.poisson(rng.gamma(1.0, 2.0, n))
    age = rng.integers(100, 400, n)
    return history(repeats, np.where(repeats > 0, rng.integers(1, age), 0), age)


def valued(of: History, *, model: object = None, days: float = 365, discount: float = 0.1) -> Forecast:
    paid = of.repeats
    mean = np.where(paid > 0, 100_00.0, np.nan)
    return forecast(of, paid, mean, model=model, spending=None, days=days, discount=discount, kind="sales")


@pytest.fixture(scope="module")
def model() -> Regular:
    return fit_bg_nbd(crowd())


def test_without_discount_it_is_purchase_days_times_money(model: Regular) -> None:
    of = crowd()
    mean = np.where(of.repeats > 0, 35.0, 0.0)
    found = forecast(of, of.repeats, mean, model=model, spending=SPENDING, days=365, discount=0, kind="sales")
    days = expected_purchases(model, of, days=365)
    assert found.purchases == pytest.approx(days)
    assert found.value.amount == pytest.approx(days * expected_mean(SPENDING, of.repeats, mean))
    assert (found.value.variant, found.value.horizon_days, found.value.margin) == ("lifetime_model", 365, "sales")


def test_what_comes_later_counts_less_by_the_month(model: Regular) -> None:
    of = crowd()
    plain, less = valued(of, model=model, discount=0), valued(of, model=model, discount=0.1)
    assert (less.value.amount < plain.value.amount).all()
    assert (less.value.amount > plain.value.amount / 1.1).all()
    month = valued(of, model=model, days=20, discount=0.1)
    assert month.value.amount == pytest.approx(month.purchases * 100_00 / 1.1 ** (20 / 365))


def test_a_margin_rate_scales_all(model: Regular) -> None:
    of = crowd()
    mean = np.full(len(of), 100_00.0)
    half = forecast(
        of, of.repeats, mean, model=model, spending=None, days=90, discount=0, kind="gross_margin", margin_rate=0.5
    )
    assert half.value.equity == pytest.approx(valued(of, model=model, days=90, discount=0).value.equity / 2)


def test_who_bought_less_than_three_times_is_labelled(model: Regular) -> None:
    of = crowd()
    found = valued(of, model=model)
    assert set(found.basis[of.repeats < 2]) == {"too_little_data"}
    assert set(found.basis[of.repeats >= 2]) == {"model"}
    assert found.group == pytest.approx(float(found.value.amount.mean()))


def test_below_a_hundred_customers_the_gaps_decide_even_if_a_model_is_there(model: Regular) -> None:
    of = history([3, 1, 0], [90, 40, 0], [100, 300, 300])
    found = valued(of, model=model, days=60, discount=0)
    assert found.value.variant == "gap_rule"
    assert found.basis.tolist() == ["gap_rule", "too_little_data", "too_little_data"]
    assert found.purchases == pytest.approx([2, 60 * 4 / 700, 60 * 4 / 700])
    assert found.value.amount == pytest.approx(found.purchases * 100_00)


def test_the_book_silence_of_90_days_in_a_rhythm_of_30_is_a_warning() -> None:
    found = silence([30, 30], [90, 80])
    assert found.probability[0] == pytest.approx(0.0498, abs=5e-5)
    assert found.warned.tolist() == [True, False]
    assert share_still_counted(found) == pytest.approx([0.9957, 1], abs=1e-4)


@pytest.mark.parametrize(
    ("of", "basis"),
    [
        (history([0], [0], [0]), "no_data"),
        (history([0] * 200, [0] * 200, [0] * 200), "no_data"),
        (history([0] * 5, [0] * 5, [100] * 5), "no_data"),
        (history([2], [10], [10_000]), "gap_rule"),
        (history([1], [1], [1]), "too_little_data"),
    ],
)
def test_odd_histories_get_a_labelled_number(of: History, basis: str) -> None:
    found = valued(of)
    assert set(found.basis) == {basis}
    assert np.isfinite(found.value.amount).all()
    assert np.isfinite([found.group, found.value.equity]).all()


def test_spending_without_a_finite_mean_is_not_used(model: Regular) -> None:
    of = crowd()
    wild = GammaGamma(2, 0.9, 10, 0.0, (), 1)
    mean = np.full(len(of), 100_00.0)
    found = forecast(of, of.repeats, mean, model=model, spending=wild, days=365, discount=0.1, kind="sales")
    assert found.value.amount == pytest.approx(valued(of, model=model).value.amount)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"paid": [1]}, "one length"),
        ({"paid": [1, -1]}, r"paid: expected from 0 to 1e.18 \(row 1\)"),
        ({"mean": [1.0, float("nan")]}, r"mean: a finite number is expected \(row 1\)"),
        ({"mean": [1.0, -5.0]}, r"mean: expected from 0 to 1e.18 \(row 1\)"),
        ({"mean": ["a", "b"]}, "mean: numbers"),
        ({"days": -1}, "days"),
        ({"days": 10**9}, "days"),
        ({"discount": float("nan")}, "discount"),
        ({"margin_rate": 2}, "margin_rate"),
        ({"kind": "money"}, "kind"),
    ],
)
def test_figures_that_cannot_be_are_named(change: dict[str, Any], said: str) -> None:
    given: dict[str, Any] = {"paid": [1, 1], "mean": [1.0, 1.0], "days": 30, "discount": 0.1, "kind": "sales"} | change
    paid, mean = given.pop("paid"), given.pop("mean")
    with pytest.raises(BadFigures, match=said):
        forecast(history([1, 1], [5, 5], [9, 9]), paid, mean, model=None, spending=None, **given)


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 900), st.integers(0, 900)), min_size=1, max_size=20))
def test_the_order_of_customers_does_not_matter(rows: list[tuple[int, int, int]]) -> None:
    try:
        of = history([x for x, _, _ in rows], [t if x else 0 for x, t, _ in rows], [t + more for _, t, more in rows])
    except BadHistory:  # pragma: no cover - the rows are made so that none is
        pytest.fail("a history was refused")
    turned = of.take(np.arange(len(of))[::-1])
    one, other = valued(of), valued(turned)
    assert one.value.amount == pytest.approx(other.value.amount[::-1])
    assert np.isfinite(one.value.amount).all()
    assert (one.value.amount >= 0).all()
