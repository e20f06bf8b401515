import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.forecasting.binning import BINS, binned, edges_of


def test_few_numbers_get_a_bin_each() -> None:
    column = np.array([3.0, 1.0, 3.0, np.nan, 8.0])
    edges = edges_of(column, np.ones(5))
    assert edges.tolist() == [2, 5.5]
    assert binned(column[:, None], [edges])[:, 0] == pytest.approx([1, 0, 1, np.nan, 2], nan_ok=True)


def test_bins_weigh_alike() -> None:
    chance = np.random.default_rng(7)
    column, weights = chance.lognormal(size=20_000), chance.gamma(1, size=20_000)
    place = binned(column[:, None], [edges_of(column, weights)])[:, 0].astype(np.int64)
    assert np.bincount(place, weights) / weights.sum() == pytest.approx(np.full(BINS, 1 / BINS), rel=0.02)


@given(st.lists(st.floats(-1e9, 1e9) | st.just(float("nan")), max_size=300))
def test_bins_keep_the_order_and_are_never_too_many(values: list[float]) -> None:
    column = np.array(values)
    edges = edges_of(column, np.ones(len(column)))
    known = np.sort(column[~np.isnan(column)])
    assert (np.diff(edges) > 0).all()
    assert len(edges) < BINS
    assert (np.diff(binned(known[:, None], [edges])[:, 0]) >= 0).all()
