"""BG/NBD and its relatives against the tables of their papers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.lifetime import (
    BadHistory,
    History,
    distribution_of_newcomer,
    expected_of_newcomer,
    expected_purchases,
    fit_bg_nbd,
    fit_cnbd,
    fit_mbg_nbd,
    history,
    probability_alive,
)
from zhike.analytics.lifetime.tests.published import WEEK, bg_nbd, cdnow, weekly

PAPER = bg_nbd(0.243, 4.414, 0.793, 2.426)


def test_bg_nbd_of_cdnow_is_that_of_the_paper() -> None:
    found = fit_bg_nbd(cdnow(), unit=WEEK)
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx((0.2426, 4.4135, 0.7929, 2.4258), abs=1e-4)
    assert found.log_likelihood == pytest.approx(-9582.426, abs=1e-3)


def test_mbg_nbd_of_cdnow_is_that_of_its_reference() -> None:
    found = fit_mbg_nbd(cdnow(), unit=WEEK)
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx((0.525, 6.183, 0.891, 1.614), abs=1e-3)
    assert found.log_likelihood == pytest.approx(-9582.1357, abs=5e-3)


@pytest.mark.parametrize(
    ("repeats", "last", "age", "expected"),
    [(2, 30.43, 38.86, 1.2259), (0, 0.0, 38.86, 0.1948), (1, 1.71, 38.86, 0.2033)],
)
def test_purchases_to_come_in_39_weeks(repeats: int, last: float, age: float, expected: float) -> None:
    model = bg_nbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)
    found = expected_purchases(model, weekly([repeats], [last], [age]), days=39 * WEEK)
    assert found == pytest.approx([expected], abs=1e-4)


def test_the_chance_to_be_a_customer_still() -> None:
    model = bg_nbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)
    rows = weekly([2, 1, 0], [30.43, 1.71, 0], [38.86, 38.86, 38.86])
    assert probability_alive(model, rows) == pytest.approx([0.7266, 0.2122, 1], abs=1e-4)


def test_purchases_of_a_newcomer() -> None:
    model = fit_bg_nbd(cdnow(), unit=WEEK)
    weeks = np.array([0.1429, 1, 3, 31.8571, 32, 78])
    expected = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576]
    assert expected_of_newcomer(model, weeks * WEEK) == pytest.approx(expected, abs=5e-4)


def test_how_often_a_newcomer_buys_exactly_so_many_times() -> None:
    assert distribution_of_newcomer(PAPER, 2 * WEEK, most=10)[10] == pytest.approx(1.07869e-07, rel=1e-5)
    assert distribution_of_newcomer(PAPER, 39 * WEEK, most=0)[0] == pytest.approx(0.5737864, abs=1e-7)


def test_large_counts_keep_eight_digits() -> None:
    rows = weekly([200, 400, 1000, 1500], [100, 199, 499, 299], [101, 200, 500, 300])
    model = fit_bg_nbd(cdnow(), unit=WEEK)
    found = expected_purchases(model, rows, days=52 * WEEK)
    assert found == pytest.approx([81.6702, 91.6263, 98.5824, 224.0425], abs=2e-4)


def test_counts_beyond_what_a_float_holds_stay_numbers() -> None:
    rows = history([20_000], [3_000], [3_001])
    found = expected_purchases(PAPER, rows, days=3_000)
    assert np.isfinite(found).all()
    assert found[0] > 1_000


def test_the_unit_of_time_changes_the_words_not_the_customers() -> None:
    weeks, days = fit_bg_nbd(cdnow(), unit=WEEK), fit_bg_nbd(cdnow())
    assert weeks.alpha * WEEK == pytest.approx(days.alpha, rel=1e-9)
    assert expected_purchases(weeks, cdnow(), days=90) == pytest.approx(
        expected_purchases(days, cdnow(), days=90), rel=1e-9
    )


def test_the_order_of_customers_does_not_matter() -> None:
    shuffled = np.random.default_rng(3).permutation(len(cdnow()))
    one, other = fit_bg_nbd(cdnow()), fit_bg_nbd(cdnow().take(shuffled))
    assert (one.r, one.alpha, one.a, one.b) == pytest.approx((other.r, other.alpha, other.a, other.b), rel=1e-6)


def test_equal_customers_may_be_put_together() -> None:
    rows = cdnow()
    twice = History(rows.repeats, rows.last, rows.age, rows.weights * 2, rows.log_gaps)
    one, other = fit_bg_nbd(rows), fit_bg_nbd(twice)
    assert other.log_likelihood == pytest.approx(2 * one.log_likelihood, rel=1e-9)
    assert other.r == pytest.approx(one.r, rel=1e-5)


@given(st.integers(1, 40), st.floats(1, 500), st.floats(0, 300), st.floats(0, 300))
def test_who_bought_later_is_never_less_alive(repeats: int, last: float, later: float, silent: float) -> None:
    age = last + later + silent
    rows = history([repeats, repeats], [last, last + later], [age, age])
    former, latter = probability_alive(PAPER, rows)
    assert 0 <= former <= latter + 1e-12 <= 1 + 1e-12


def test_regular_buyers_are_found_again() -> None:
    rows = simulated(8_000, k=3, parameters=(0.85, 1.45 * WEEK, 0.79, 2.42))
    found = fit_cnbd(rows, unit=WEEK)
    assert found.k == 3
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx((0.85, 1.45, 0.79, 2.42), rel=0.1)


def test_without_regularity_k_is_one() -> None:
    assert fit_cnbd(simulated(4_000, k=1, parameters=(0.85, 10.0, 0.79, 2.42))).k == 1


def test_regularity_needs_the_gaps() -> None:
    with pytest.raises(BadHistory, match="log_gaps"):
        fit_cnbd(cdnow())


def simulated(customers: int, *, k: int, parameters: tuple[float, float, float, float]) -> History:
    """Let MBG/CNBD-k customers live for 36 to 96 weeks."""
    r, alpha, a, b = parameters
    rng = np.random.default_rng(20)
    age = rng.uniform(36 * WEEK, 96 * WEEK, customers)
    rate, chance = rng.gamma(r, 1 / alpha, customers), rng.beta(a, b, customers)
    repeats, last, gaps = np.zeros(customers), np.zeros(customers), np.zeros(customers)
    here = np.flatnonzero(rng.random(customers) > chance)
    while len(here):
        gap = rng.gamma(k, 1 / rate[here])
        inside = last[here] + gap <= age[here]
        here, gap = here[inside], gap[inside]
        repeats[here] += 1
        last[here] += gap
        gaps[here] += np.log(gap)
        here = here[rng.random(len(here)) > chance[here]]
    return history(repeats, last, age, log_gaps=gaps)
