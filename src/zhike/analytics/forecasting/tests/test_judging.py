import numpy as np
import pytest

from zhike.analytics.forecasting import judge
from zhike.analytics.forecasting.judging import auc, poisson_deviance, rank_correlation, top_share
from zhike.analytics.forecasting.pooled import pooled_rate
from zhike.analytics.forecasting.spreading import Spread, spread_of, spread_out
from zhike.analytics.forecasting.weighing import weights_for
from zhike.analytics.lifetime import history


def test_an_honest_forecast_covers_its_level_by_the_randomised_transform() -> None:
    chance = np.random.default_rng(2)
    mean, shape = chance.gamma(1, 2, 20_000) + 0.01, np.full(20_000, 1.5)
    came = chance.poisson(chance.gamma(shape, mean / shape))
    found = judge(spread_out(mean, shape, level=0.8), came, chance=chance)
    assert found.pit_coverage == pytest.approx(0.8, abs=0.01)
    assert found.coverage >= found.pit_coverage
    assert found.bias == pytest.approx(0, abs=0.03)
    assert found.mae_of_median <= found.mae


def test_the_spread_that_numbers_were_drawn_with_is_found() -> None:
    chance = np.random.default_rng(3)
    mean = chance.gamma(1, 4, 40_000) + 0.01
    rate = chance.gamma(2.0, mean / 2.0)
    early, late = chance.poisson(rate / 2), chance.poisson(rate / 2)
    found = spread_of(mean, early + late, early)
    assert found.shape(np.array([1.0, 8.0])) == pytest.approx([2, 2], rel=0.1)
    assert found.drift < 0.1


def test_drifting_rates_scatter_the_more_the_longer_is_foretold() -> None:
    spread = Spread(0.0, 0.5, 0.3)
    assert spread.shape(np.array([2.0]), longer=3) < spread.shape(np.array([2.0]))


def test_the_better_forecast_weighs_more_but_never_all() -> None:
    chance = np.random.default_rng(4)
    truth = chance.gamma(1, 3, 5_000) + 0.01
    weights = weights_for([truth, np.full(5_000, 3.0)], chance.poisson(truth))
    assert weights.sum() == pytest.approx(1)
    assert 0.7 < weights[0] <= 0.75


def test_measures_by_hand() -> None:
    came, mean = np.array([0, 1, 3]), np.array([0.5, 1.0, 2.0])
    assert poisson_deviance(came, mean) == pytest.approx(2 * (0.5 + 0 + 3 * np.log(1.5) - 1) / 3)
    assert auc(came > 0, mean) == 1
    assert auc(came > 5, mean) == 0.5
    assert rank_correlation(mean, came) == pytest.approx(1)
    assert rank_correlation(np.ones(3), came) == 0
    assert top_share(mean, came, share=0.1) == 0.75
    assert top_share(mean, came * 0, share=0.1) == 0


def test_a_handful_is_drawn_towards_everybodys_rate() -> None:
    rows = history([0, 9], [0, 90], [100, 100])
    mean, _ = pooled_rate(rows, days=100)
    assert 0 < mean[0] < 4.5 < mean[1] < 9.5
