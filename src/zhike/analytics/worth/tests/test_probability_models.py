"""Every number of the domain book's section on probability models, 2.9, in one place."""

import numpy as np
import pytest

from zhike.analytics.lifetime import expected_of_newcomer, expected_purchases, probability_alive
from zhike.analytics.lifetime.gamma_gamma import GammaGamma, expected_mean
from zhike.analytics.lifetime.sbg import fit_sbg, survival
from zhike.analytics.lifetime.tests.published import WEEK, bg_nbd, weekly
from zhike.analytics.worth.gap_rule import silence
from zhike.analytics.worth.renewals import renewals

REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]


@pytest.mark.domain("2.9")
def test_the_book_numbers_of_the_probability_models_come_out() -> None:
    regular, high_end, early = fit_sbg(REGULAR), fit_sbg(HIGH_END), fit_sbg(REGULAR[:5])
    assert (regular.a, regular.b) == pytest.approx((0.704, 1.182), abs=5e-4)
    assert (high_end.a, high_end.b) == pytest.approx((0.668, 3.806), abs=5e-4)
    assert (early.a, early.b) == pytest.approx((0.7637, 1.2958), abs=5e-5)
    assert 1000 * survival(early, range(5, 10)) == pytest.approx([284, 254, 230, 210, 194], abs=0.5)
    found = renewals(regular, 7, discount=0.1)
    assert found.retention[[0, -1]] == pytest.approx([0.627, 0.911], abs=5e-4)
    assert found.rises_by_mixing
    assert found.residual[:5] == pytest.approx([2.96, 4.10, 4.87, 5.44, 5.89], abs=0.005)

    model = bg_nbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)
    rows = weekly([2, 0, 1], [30.43, 0, 1.71], [38.86] * 3)
    assert expected_purchases(model, rows, days=39 * WEEK) == pytest.approx([1.2259, 0.1948, 0.2033], abs=5e-5)
    assert probability_alive(model, rows)[[0, 2]] == pytest.approx([0.7266, 0.2122], abs=5e-5)
    assert expected_of_newcomer(model, np.array([39.0 * WEEK]))[0] == pytest.approx(1.1950, abs=5e-5)

    spending = GammaGamma(6.25, 3.74, 15.44, 0.0, (), 1)
    assert spending.population_mean == pytest.approx(35.22, abs=0.005)
    assert expected_mean(spending, [2, 1], [22.35, 11.77]) == pytest.approx([24.66, 18.92], abs=0.005)

    quiet = silence(30, 90)
    assert float(quiet.probability) == pytest.approx(0.0498, abs=5e-5)
    assert bool(quiet.warned)
