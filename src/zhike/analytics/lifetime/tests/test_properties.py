"""What must hold of every lifetime model, whatever its parameters and whoever the customers are."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.analytics.lifetime import (
    BadHistory,
    BadQuestion,
    GammaGamma,
    History,
    ParetoNBD,
    Regular,
    distribution_of_newcomer,
    expected_mean,
    expected_of_newcomer,
    expected_purchases,
    expected_until,
    fit_bg_bb,
    fit_bg_nbd,
    fit_cnbd,
    fit_gamma_gamma,
    fit_mbg_nbd,
    fit_pareto_nbd,
    fit_sbg,
    history,
    next_purchase,
    outlook,
    probability_alive,
    probability_of_purchase,
    residual_renewals,
)
from zhike.analytics.lifetime.bg_bb import BGBB, expected_occasions, probability_of_count
from zhike.analytics.lifetime.sbg import SBG, retention, survival
from zhike.analytics.lifetime.tests.published import cdnow
from zhike.analytics.purchases import lines, purchase_days, summary

SHAPES, SCALES = st.floats(0.2, 5), st.floats(2, 300)
REGULAR = st.builds(
    Regular, st.just(1), st.just(0.0), st.just(()), st.just(1), SHAPES, SCALES, SHAPES, SHAPES, st.integers(1, 3),
    st.booleans(),
)  # fmt: skip
PARETO = st.builds(ParetoNBD, st.just(1), st.just(0.0), st.just(()), st.just(1), SHAPES, SCALES, SHAPES, SCALES)
MODELS = st.one_of(REGULAR, PARETO)
CUSTOMERS = st.lists(
    st.tuples(st.integers(0, 30), st.floats(1, 200), st.floats(0, 200)).map(
        lambda row: (row[0], row[1] if row[0] else 0.0, row[1] + row[2])
    ),
    min_size=1,
    max_size=12,
)
DAYS = st.floats(0, 400)
SOME = settings(deadline=None, max_examples=25)
FITS = (fit_bg_nbd, fit_mbg_nbd, fit_pareto_nbd)


def of(rows: list[tuple[int, float, float]]) -> History:
    return history(*zip(*rows, strict=True))


@SOME
@given(MODELS, st.integers(1, 40), st.floats(1, 300), st.floats(0, 200), st.floats(0, 200))
def test_who_bought_later_is_never_less_alive(
    model: Regular | ParetoNBD, repeats: int, last: float, later: float, silent: float
) -> None:
    rows = history([repeats, repeats], [last, last + later], [last + later + silent] * 2)
    former, latter = probability_alive(model, rows)
    assert -1e-12 <= former <= latter + 1e-9 <= 1 + 2e-9
    if isinstance(model, ParetoNBD) or model.k == 1:  # a regular buyer who has just bought needs nothing yet
        former, latter = probability_of_purchase(model, rows, days=60)
        assert former <= latter + 1e-9


@SOME
@given(MODELS, CUSTOMERS, DAYS)
def test_the_order_of_rows_does_not_matter_to_what_is_expected(
    model: object, rows: list[tuple[int, float, float]], days: float
) -> None:
    one, other = (outlook(model, of(each), days=days) for each in (rows, rows[::-1]))
    assert one.expected == pytest.approx(other.expected[::-1], rel=1e-12)
    assert one.high.tolist() == other.high[::-1].tolist()


@SOME
@given(MODELS, CUSTOMERS, DAYS, DAYS)
def test_more_days_never_bring_less_and_all_chances_stay_chances(
    model: object, rows: list[tuple[int, float, float]], days: float, more: float
) -> None:
    less, found = (outlook(model, of(rows), days=each) for each in (days, days + more))
    assert (less.expected <= found.expected + 1e-9).all()
    assert (less.buys <= found.buys + 1e-9).all()
    assert ((found.buys >= 0) & (found.buys <= 1 + 1e-12) & (found.buys <= found.expected + 1e-9)).all()
    assert (found.low <= found.median).all()
    assert (found.median <= found.high).all()


@SOME
@given(MODELS, CUSTOMERS, st.lists(DAYS, min_size=1, max_size=4))
def test_several_horizons_at_once_are_those_one_by_one_and_the_sums_of_the_outlook(
    model: object, rows: list[tuple[int, float, float]], days: list[float]
) -> None:
    for horizon, mean in zip(days, expected_until(model, of(rows), days=days), strict=True):
        assert mean == pytest.approx(expected_purchases(model, of(rows), days=horizon), rel=1e-12)
        assert mean == pytest.approx(outlook(model, of(rows), days=horizon).expected, rel=1e-9, abs=1e-12)


@SOME
@given(MODELS, CUSTOMERS, st.floats(1, 400))
def test_half_of_those_who_buy_within_the_horizon_have_bought_at_the_median(
    model: object, rows: list[tuple[int, float, float]], horizon: float
) -> None:
    found = next_purchase(model, of(rows), horizon=horizon).median
    for place, median in enumerate(found):
        one = of(rows).take(np.array([place]))
        soon, later = (probability_of_purchase(model, one, days=days) for days in (median, horizon))
        assert soon == pytest.approx(later / 2, rel=1e-4, abs=1e-9)


@SOME
@given(MODELS, st.floats(0, 60))
def test_a_newcomers_mean_is_the_sum_over_all_numbers_of_purchases(model: object, days: float) -> None:
    chances = distribution_of_newcomer(model, days, most=400)
    assert (chances >= -1e-12).all()
    assert chances.sum() == pytest.approx(1, abs=1e-6)
    assert expected_of_newcomer(model, np.array([days]))[0] == pytest.approx(np.arange(401) @ chances, abs=1e-4)


@SOME
@given(MODELS, CUSTOMERS, st.floats(1, 400))
def test_the_next_date_lies_inside_its_interval_and_the_horizon(
    model: object, rows: list[tuple[int, float, float]], horizon: float
) -> None:
    found = next_purchase(model, of(rows), horizon=horizon)
    assert ((found.low >= 0) & (found.low <= found.median) & (found.median <= found.high)).all()
    assert (found.high <= horizon).all()


@pytest.mark.parametrize("fit", FITS)
def test_neither_unit_nor_order_nor_putting_together_changes_a_fit(fit: Any) -> None:
    rows = cdnow().take(slice(None, None, 2))
    shuffled = np.random.default_rng(8).permutation(len(rows))
    plain, weeks, mixed = fit(rows), fit(rows, unit=7), fit(rows.take(shuffled))
    twice = fit(replace(rows, weights=rows.weights * 2))
    for other in (weeks, mixed, twice):
        assert other.in_days == pytest.approx(plain.in_days, rel=1e-3)
    assert weeks.log_likelihood - plain.log_likelihood == pytest.approx(rows.repeats.sum() * np.log(7), abs=1e-5)
    assert mixed.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 90), st.integers(2, 900)), min_size=1, max_size=30))
def test_a_days_lines_may_be_split_without_changing_any_history(rows: list[tuple[int, int, int]]) -> None:
    start, end = np.datetime64("2026-01-01"), np.datetime64("2026-06-30")
    parts = [(who, day, part) for who, day, amount in rows for part in (amount - amount // 2, amount // 2)]
    found = []
    for each in (rows, parts):
        who, day, amount = zip(*each, strict=True)
        found.append(summary(purchase_days(lines(who, start + np.array(day), amount)), end))
    one, other = (each.history() for each in found)
    assert (one.repeats.tolist(), one.last.tolist()) == (other.repeats.tolist(), other.last.tolist())
    assert found[0].total.tolist() == found[1].total.tolist()
    assert int(found[0].total.sum()) == sum(amount for *_, amount in rows)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(([0], [0], [0]), id="one customer, today"),
        pytest.param(([0] * 50, [0] * 50, [30] * 50), id="one purchase each"),
        pytest.param(([3] * 10, [20] * 10, [30] * 10), id="ten alike"),
        pytest.param(([2] * 60_000, [10] * 60_000, [30] * 60_000), id="very many alike"),
        pytest.param(([1, 0, 4], [36_000, 0, 1], [36_500, 36_500, 1]), id="a hundred years"),
    ],
)
@pytest.mark.parametrize("fit", FITS)
@pytest.mark.filterwarnings("error")
def test_odd_customers_leave_finite_numbers(fit: Any, rows: tuple[list[int], list[int], list[int]]) -> None:
    odd = history(*rows)
    model = fit(odd)
    found = outlook(model, odd.take(slice(0, 3)), days=30)
    assert np.isfinite([*model.in_days, model.log_likelihood, *found.expected, *found.buys]).all()


def test_very_many_customers_alike_are_fitted_as_one_row() -> None:
    many = history([2] * 60_000 + [1] * 60_000, [10] * 60_000 + [5] * 60_000, [30] * 120_000)
    few = history([2, 1], [10, 5], [30, 30], weights=[60_000, 60_000])
    assert fit_bg_nbd(many).log_likelihood == pytest.approx(fit_bg_nbd(few).log_likelihood, rel=1e-6)


CUSTOMER = history([1], [10], [30])
MODEL = Regular(1, 0.0, (), 1, 1.0, 10.0, 1.0, 2.0, k=1, first_too=False)
GIVERS, CONTRACTS = BGBB(1.2, 0.75, 0.66, 2.78, 0.0, (), 1), SBG(0.7, 1.2, 0.0, (), 1)
SPENDING = GammaGamma(6.25, 0.9, 15.44, 0.0, (), 1)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (lambda: expected_purchases(MODEL, CUSTOMER, days=-1), "days: expected finite numbers from 0 to 36,525"),
        (lambda: expected_purchases(MODEL, CUSTOMER, days=float("nan")), "days: expected"),
        (lambda: expected_purchases(MODEL, CUSTOMER, days="soon"), "days: expected numbers"),  # type: ignore[arg-type]
        (lambda: probability_of_purchase(MODEL, CUSTOMER, days=1e9), "days: expected"),
        (lambda: outlook(MODEL, CUSTOMER, days=30, level=80), "level: expected finite numbers from 0 to 1"),
        (lambda: next_purchase(MODEL, CUSTOMER, horizon=-1), "days: expected"),
        (lambda: next_purchase(MODEL, CUSTOMER, horizon=9, level=2), "level: expected"),
        (lambda: expected_of_newcomer(MODEL, np.array([-1.0])), "days: expected"),
        (lambda: distribution_of_newcomer(MODEL, 30, most=-1), "most: expected"),
        (lambda: distribution_of_newcomer(MODEL, 30, most=1.5), "most: expected a whole"),  # type: ignore[arg-type]
        (lambda: fit_bg_nbd(CUSTOMER, unit=0), "unit: expected"),
        (lambda: fit_pareto_nbd(CUSTOMER, unit=[1, 7]), "unit: expected one number"),  # type: ignore[arg-type]
        (lambda: fit_cnbd(history([1], [9], [9], log_gaps=[2]), most_regular=0), "most_regular: expected"),
        (lambda: expected_mean(SPENDING, [0], [0]), "q = 0.9 the mean"),
        (lambda: expected_mean(SPENDING, [1], [-5]), "mean: expected"),
        (lambda: expected_mean(SPENDING, [1, 2], [5]), "one length"),
        (lambda: residual_renewals(CONTRACTS, 0, discount=-0.5), "discount: expected"),
        (lambda: survival(CONTRACTS, [-1]), "renewals: expected"),
        (lambda: retention(CONTRACTS, [0]), "renewal: expected"),
        (lambda: expected_occasions(GIVERS, [1], [2], occasions=6, coming=-1), "coming: expected"),
    ],
)
def test_what_no_model_can_be_asked_is_said(asked: Any, says: str) -> None:
    with pytest.raises(BadQuestion, match=says):
        asked()


@pytest.mark.parametrize("made", [history, fit_bg_bb])
def test_text_is_no_history(made: Any) -> None:
    with pytest.raises(BadHistory, match="expected numbers"):
        made(["often"], [1], [2])


@pytest.mark.parametrize("fit", [lambda: fit_gamma_gamma(["a"], [1]), lambda: fit_sbg(["a", "b"])])
def test_text_is_no_spending_and_no_contract(fit: Any) -> None:
    with pytest.raises(BadHistory, match="expected numbers"):
        fit()


@pytest.mark.parametrize("discount", [0.43, 0.6, 3, 1e6])
def test_any_discount_leaves_the_renewals_to_come_finite(discount: float) -> None:
    assert 0.6 < residual_renewals(CONTRACTS, 0, discount=discount) < 2
    assert probability_of_count(GIVERS, 7, 6) == 0
