"""Pareto/NBD against its papers and against the stress points other libraries publish."""

import numpy as np
import pytest
from scipy.integrate import quad

from zhike.analytics.lifetime import (
    ParetoNBD,
    expected_of_newcomer,
    expected_purchases,
    fit_pareto_nbd,
    history,
    outlook,
    probability_alive,
)
from zhike.analytics.lifetime.pareto_nbd import log_likelihood
from zhike.analytics.lifetime.tests.published import WEEK, cdnow, pareto_nbd, weekly


def test_pareto_nbd_of_cdnow_is_that_of_the_paper() -> None:
    found = fit_pareto_nbd(cdnow(), unit=WEEK)
    assert (found.r, found.alpha, found.s) == pytest.approx((0.553, 10.578, 0.606), abs=2e-3)
    assert found.beta == pytest.approx(11.67, abs=0.05)
    assert found.log_likelihood == pytest.approx(-9594.974, abs=1e-3)


def test_the_standard_errors_are_those_of_the_reference() -> None:
    errors = fit_pareto_nbd(cdnow(), unit=WEEK).errors
    assert errors == pytest.approx((0.0476264, 0.8427222, 0.1872594, 6.2105448), rel=1e-3)


def test_purchases_to_come_and_the_chance_to_be_a_customer_still() -> None:
    model, rows = fit_pareto_nbd(cdnow(), unit=WEEK), weekly([26], [30.86], [31])
    assert expected_purchases(model, rows, days=52 * WEEK) == pytest.approx([25.46], abs=0.01)
    assert probability_alive(model, rows) == pytest.approx([0.9979], abs=1e-4)


def test_purchases_of_a_newcomer() -> None:
    model = fit_pareto_nbd(cdnow(), unit=WEEK)
    expected = [0, 0.05078, 0.09916, 0.14543, 0.18980, 0.23247, 0.27361, 0.31335, 0.35181, 0.38909]
    assert expected_of_newcomer(model, np.arange(10.0) * WEEK) == pytest.approx(expected, abs=0.01)


def test_many_purchases_do_not_underflow() -> None:
    rows = weekly([132, 133], [200, 200], [200, 200])
    found = expected_purchases(pareto_nbd(0.55, 10.58, 0.61, 11.67), rows, days=10 * WEEK)
    assert found == pytest.approx([6.20605, 6.25287], abs=1e-5)


def test_the_chance_to_be_a_customer_is_finite_at_the_stress_points() -> None:
    rows = weekly([221, 254, 161, 204], [103.42857, 97.14286, 94.71429, 98.57143], [103.57143, 97.28571, 98, 99.42857])
    found = probability_alive(pareto_nbd(0.5143, 2.8845, 0.2856, 14.1087), rows)
    assert found == pytest.approx([0.999596, 0.999558, 0.749488, 0.994255], abs=1e-6)


def test_large_counts_keep_eight_digits() -> None:
    model = pareto_nbd(0.5532753, 10.5776081, 0.6062134, 11.6679070)
    rows = weekly([200, 400, 1000, 1500], [100, 199, 499, 299], [101, 200, 500, 300])
    closed, summed = expected_purchases(model, rows, days=52 * WEEK), outlook(model, rows, days=52 * WEEK)
    assert closed == pytest.approx([81.6436, 91.5924, 98.5587, 228.0296], rel=1e-4)
    assert summed.expected == pytest.approx(closed, rel=1e-8)


def test_the_gradient_is_the_slope_of_the_likelihood() -> None:
    rows = history([0, 2, 5, 1, 300], [0, 30, 80, 3, 900], [100, 90, 85, 3, 1_000])
    at = np.array([0.7, 30.0, 0.8, 50.0])
    steps = np.diag(at * 1e-6)
    slope = [
        (log_likelihood(at + step, rows)[0] - log_likelihood(at - step, rows)[0]) / (2 * step.sum()) for step in steps
    ]
    assert log_likelihood(at, rows)[1] == pytest.approx(slope, rel=1e-5)


@pytest.mark.parametrize(
    "parameters", [(0.6, 80, 0.6, 90), (0.6, 80, 8, 4_000), (5, 20, 5, 100), (0.6, 80, 30, 20_000)]
)
@pytest.mark.parametrize(("repeats", "last", "age"), [(0, 0, 700), (1, 30, 700), (20, 600, 700), (5, 100, 700)])
def test_the_chance_to_have_left_is_the_integral_over_all_moments(
    parameters: tuple[float, ...], repeats: int, last: int, age: int
) -> None:
    r, alpha, s, beta = parameters

    def leaves_at(log_moment: float) -> float:
        rate = np.exp(log_moment)
        bought = -(r + repeats) * np.log(rate / (alpha + last)) - s * np.log((beta - alpha + rate) / (beta + last))
        return float(np.exp(bought) * s * rate / (beta - alpha + rate))

    left, _ = quad(leaves_at, np.log(alpha + last), np.log(alpha + age), epsabs=0, epsrel=1e-10)
    stayed = np.exp(-(r + repeats) * np.log((alpha + age) / (alpha + last)) - s * np.log((beta + age) / (beta + last)))
    found = probability_alive(ParetoNBD(1, 0.0, (), 1, r, alpha, s, beta), history([repeats], [last], [age]))
    assert found == pytest.approx([stayed / (left + stayed)], rel=1e-7)


def test_what_was_simulated_is_found_again() -> None:
    rng, n = np.random.default_rng(4), 20_000
    rate, leaves = rng.gamma(0.6, 1 / 70, n), rng.gamma(0.7, 1 / 90, n)
    age = rng.uniform(200, 500, n)
    until = np.minimum(age, rng.exponential(1 / leaves))
    repeats = rng.poisson(rate * until)
    last = np.where(repeats > 0, until * rng.random(n) ** (1 / np.maximum(repeats, 1)), 0)
    found = fit_pareto_nbd(history(repeats, last, age))
    assert (found.r, found.alpha, found.s, found.beta) == pytest.approx((0.6, 70, 0.7, 90), rel=0.12)
