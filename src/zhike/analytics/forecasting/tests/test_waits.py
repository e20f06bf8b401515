"""Next dates that are learnt from the past: better than the model where it errs, and the model's where nothing is."""

import numpy as np
import pytest

from zhike.analytics.forecasting import Visits, judge_dates, next_dates, visits
from zhike.analytics.forecasting.tests.invented import shop
from zhike.analytics.forecasting.visits import history_of
from zhike.analytics.lifetime import fit_cnbd, next_purchase

END, DAYS = 300, 60


@pytest.fixture(scope="module")
def slowing_down() -> Visits:
    """600 customers who take ever longer to come again, which no lifetime model knows of."""
    chance = np.random.default_rng(6)
    first, growth = chance.integers(0, 60, 600)[:, None], chance.uniform(1.1, 1.3, 600)[:, None]
    gaps = 4 * growth ** np.arange(24) * chance.uniform(0.8, 1.2, (600, 24))
    day = (first + np.cumsum(np.ceil(gaps), axis=1)).astype(np.int64)
    who, near = np.broadcast_to(np.arange(600)[:, None], day.shape), day <= END + DAYS
    return visits(who[near], day[near], np.ones(int(near.sum())))


def test_what_the_model_gets_wrong_is_learnt(slowing_down: Visits) -> None:
    found = judge_dates(slowing_down, end=END, days=DAYS)
    assert found["learnt"].customers == found["cnbd"].customers > 100
    assert found["learnt"].mean_error < 0.8 * found["cnbd"].mean_error


def test_days_after_the_end_are_not_looked_at(slowing_down: Visits) -> None:
    known, _ = slowing_down.until(END)
    one, two = (next_dates(each, end=END, days=DAYS) for each in (slowing_down, known))
    assert one.median.tolist() == two.median.tolist()


def test_the_interval_holds_the_day_and_ends_with_the_days_asked(slowing_down: Visits) -> None:
    found = next_dates(slowing_down, end=END, days=DAYS)
    assert (found.low <= found.median).all()
    assert (found.median <= found.high).all()
    assert (found.high <= DAYS).all()
    assert (found.low >= 0).all()


@pytest.mark.parametrize(("customers", "end"), [(40, 200), (150, 20)])
def test_without_a_past_to_learn_from_the_model_stands(customers: int, end: int) -> None:
    past, _ = shop(customers, days=240).until(end)
    rows = history_of(past, end)
    plain = next_purchase(fit_cnbd(rows), rows, horizon=DAYS)
    assert next_dates(past, end=end, days=DAYS).median.tolist() == plain.median.tolist()
