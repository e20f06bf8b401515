"""Gamma-Gamma, BG/BB and sBG against the tables of their papers."""

import numpy as np
import pytest

from zhike.analytics.lifetime import BadHistory
from zhike.analytics.lifetime.bg_bb import expected_occasions, fit_bg_bb, probability_alive_next, probability_of_count
from zhike.analytics.lifetime.gamma_gamma import GammaGamma, expected_mean, fit_gamma_gamma
from zhike.analytics.lifetime.history import Floats
from zhike.analytics.lifetime.sbg import fit_sbg, residual_renewals, retention, survival
from zhike.analytics.lifetime.tests.published import table

REGULAR = (1000, 631, 468, 382, 326, 289, 262, 241)
HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491)


def spending() -> tuple[Floats, Floats]:
    _, repeats, _, _, mean = table("cdnow_customers_summary_with_transactions.csv").T
    return repeats, mean


def test_gamma_gamma_of_cdnow_is_that_of_the_note() -> None:
    repeats, mean = spending()
    found = fit_gamma_gamma(repeats[repeats > 0], mean[repeats > 0])
    assert (found.p, found.q, found.gamma) == pytest.approx((6.25, 3.74, 15.44), abs=0.01)
    assert found.log_likelihood == pytest.approx(-4055.92, abs=5e-3)
    assert found.population_mean == pytest.approx(35.2, abs=0.05)


def test_mean_spend_to_come_lies_between_the_own_mean_and_everybodys() -> None:
    repeats, mean = spending()
    model = fit_gamma_gamma(repeats[repeats > 0], mean[repeats > 0])
    found = expected_mean(model, repeats[:10], mean[:10])
    assert found == pytest.approx([24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17], abs=0.01)


def test_mean_spend_with_the_rounded_parameters_of_the_book() -> None:
    model = GammaGamma(6.25, 3.74, 15.44, 0.0, (), 1)
    assert expected_mean(model, [2, 1, 0], [22.35, 11.77, 0]) == pytest.approx([24.66, 18.92, 35.22], abs=0.01)


@pytest.mark.parametrize(
    ("purchases", "mean", "says"), [([], [], "empty"), ([1, 0], [5, 5], "row 1"), ([1], [-2], "above 0")]
)
def test_gamma_gamma_refuses_numbers_that_are_no_purchases(purchases: list[int], mean: list[float], says: str) -> None:
    with pytest.raises(BadHistory, match=says):
        fit_gamma_gamma(purchases, mean)


def test_bg_bb_of_the_donations_is_that_of_the_paper() -> None:
    bought, last, occasions, weights = table("donations.csv").T
    found = fit_bg_bb(bought, last, occasions, weights=weights)
    assert (found.alpha, found.beta, found.gamma, found.delta) == pytest.approx((1.204, 0.750, 0.657, 2.783), abs=1e-3)
    assert found.log_likelihood == pytest.approx(-33225.6, abs=0.05)
    assert probability_alive_next(found, [0, 2, 6], [0, 4, 6], occasions=6) == pytest.approx(
        [0.11, 0.59, 0.93], abs=5e-3
    )
    coming = expected_occasions(found, bought, last, occasions=occasions, coming=5)
    assert coming @ weights == pytest.approx(12884.2, abs=0.5)
    counts = [11_104 * probability_of_count(found, count, 6) for count in (0, 6)]
    assert counts == pytest.approx([3454.9, 1253.1], abs=0.1)


@pytest.mark.parametrize(("alive", "a", "b"), [(REGULAR, 0.704, 1.182), (HIGH_END, 0.668, 3.806)])
def test_sbg_of_the_published_contracts(alive: tuple[int, ...], a: float, b: float) -> None:
    found = fit_sbg(alive)
    assert (found.a, found.b) == pytest.approx((a, b), abs=1e-3)


def test_five_points_foretell_the_next_five() -> None:
    found = fit_sbg(REGULAR[:5])
    assert (found.a, found.b) == pytest.approx((0.7637, 1.2958), abs=1e-3)
    assert 1000 * survival(found, np.arange(5, 10)) == pytest.approx([284, 254, 230, 210, 194], abs=0.6)


def test_retention_rises_though_nobody_changes() -> None:
    rates = retention(fit_sbg(REGULAR), np.arange(1, 9))
    assert (np.diff(rates) > 0).all()


def test_renewals_to_come_grow_with_tenure() -> None:
    model = fit_sbg(REGULAR)
    found = [residual_renewals(model, renewed, discount=0.1) for renewed in range(5)]
    assert found == pytest.approx([2.96, 4.10, 4.87, 5.44, 5.89], abs=0.05)


@pytest.mark.parametrize("alive", [[100], [100, 120], [0, 0], [100, float("nan")]])
def test_sbg_refuses_what_no_cohort_does(alive: list[float]) -> None:
    with pytest.raises(BadHistory):
        fit_sbg(alive)
