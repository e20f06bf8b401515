"""The published tenth of CDNOW, 39 weeks known and 39 foretold: the numbers of docs/analytics.md and its goals."""

import numpy as np
import pytest

from zhike.analytics.forecasting import Forecast, Judgement, forecasts, judge, visits_of
from zhike.analytics.lifetime.history import Ints
from zhike.analytics.purchases import purchase_days
from zhike.analytics.purchases.tests.cdnow import cdnow

END, DAYS = 272, 273
PEERS = ("bg_nbd", "mbg_nbd", "pareto_nbd")


@pytest.fixture(scope="module")
def found() -> tuple[dict[str, Forecast], Ints]:
    past, _, _ = visits_of(purchase_days(cdnow("sample")))
    return forecasts(past, end=END, days=DAYS)


@pytest.fixture(scope="module")
def judged(found: tuple[dict[str, Forecast], Ints]) -> dict[str, Judgement]:
    every, came = found
    return {name: judge(each, came, chance=np.random.default_rng(0)) for name, each in every.items()}


def test_the_models_forecasts_are_those_of_the_field(judged: dict[str, Judgement]) -> None:
    assert judged["pareto_nbd"].rmse == pytest.approx(1.6028, abs=2e-4)
    assert judged["bg_nbd"].rmse == pytest.approx(1.6080, abs=2e-4)
    assert judged["mbg_nbd"].mae == pytest.approx(0.7648, abs=2e-4)
    assert judged["pareto_nbd"].poisson_deviance == pytest.approx(1.5940, abs=2e-4)
    assert judged["naive"].mae == pytest.approx(1.0237, abs=2e-4)


def test_the_blend_is_no_worse_than_the_best_model(judged: dict[str, Judgement]) -> None:
    blend = judged["blend"]
    assert blend.rmse <= min(judged[each].rmse for each in PEERS)
    assert blend.poisson_deviance < min(judged[each].poisson_deviance for each in PEERS) * 0.97
    assert blend.auc >= 0.77
    assert blend.brier < 0.161
    assert blend.mae_of_median < min(judged[each].mae for each in PEERS)


def test_the_interval_holds_what_it_says(judged: dict[str, Judgement]) -> None:
    assert 0.78 <= judged["blend"].pit_coverage <= 0.85
