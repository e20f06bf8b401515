"""The other rows of the published tables: CDNOW on its days, all its customers, and the last digits of large counts."""

import warnings
from importlib import import_module

import numpy as np
import pytest

from zhike.analytics.lifetime import (
    Regular,
    expected_purchases,
    fit_bg_nbd,
    fit_cnbd,
    fit_mbg_nbd,
    fit_pareto_nbd,
)
from zhike.analytics.lifetime.history import Floats, History
from zhike.analytics.lifetime.tests.published import WEEK, bg_nbd, pareto_nbd, weekly
from zhike.analytics.purchases import split
from zhike.analytics.purchases.tests.cdnow import CUT, cdnow

LARGE = weekly([200, 400, 1000, 1500], [100, 199, 499, 299], [101, 200, 500, 300])


def on_its_days(file: str) -> History:
    return split(cdnow(file), CUT).calibration.history()


def test_the_sample_has_the_published_optima_on_its_exact_days() -> None:
    rows = on_its_days("sample")
    bg, mbg, pareto = fit_bg_nbd(rows, unit=WEEK), fit_mbg_nbd(rows, unit=WEEK), fit_pareto_nbd(rows, unit=WEEK)
    assert (bg.r, bg.alpha, bg.a, bg.b) == pytest.approx((0.2425945, 4.4136019, 0.7929199, 2.4258881), abs=1e-4)
    assert bg.log_likelihood == pytest.approx(-9582.429, abs=1e-3)
    assert (mbg.r, mbg.alpha, mbg.a, mbg.b) == pytest.approx((0.5248, 6.1831, 0.8914, 1.6140), abs=1e-4)
    assert mbg.log_likelihood == pytest.approx(-9582.1357, abs=1e-3)
    assert (pareto.r, pareto.alpha, pareto.s) == pytest.approx((0.55315, 10.57633, 0.60625), abs=2e-3)
    assert pareto.beta == pytest.approx(11.67150, abs=0.05)
    assert pareto.log_likelihood == pytest.approx(-9594.976, abs=1e-3)


def test_nobody_at_cdnow_buys_regularly() -> None:
    assert fit_cnbd(on_its_days("sample")).k == 1


def test_all_of_cdnow_has_the_optima_that_others_found() -> None:
    rows = on_its_days("master")
    bg, mbg, pareto = fit_bg_nbd(rows, unit=WEEK), fit_mbg_nbd(rows, unit=WEEK), fit_pareto_nbd(rows, unit=WEEK)
    assert (bg.r, bg.alpha, bg.a, bg.b) == pytest.approx((0.2516, 4.7889, 0.7234, 2.1611), abs=1e-4)
    assert bg.log_likelihood == pytest.approx(-95368.444, abs=1e-3)
    assert (mbg.r, mbg.alpha, mbg.a, mbg.b) == pytest.approx((0.6371, 7.3103, 0.8075, 1.2284), abs=1e-4)
    assert mbg.log_likelihood == pytest.approx(-95336.958, abs=1e-3)
    assert (pareto.r, pareto.alpha, pareto.s, pareto.beta) == pytest.approx((0.5974, 11.5852, 0.5222, 8.8275), rel=1e-4)
    assert pareto.log_likelihood == pytest.approx(-95415.119, abs=1e-3)


def peers(fitter: str, parameters: dict[str, float]) -> Floats:
    """Ask the `lifetimes` package the same."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = getattr(import_module("lifetimes"), fitter)()
        model.params_ = import_module("pandas").Series(parameters)
        rows = LARGE.repeats, LARGE.last / WEEK, LARGE.age / WEEK
        found: Floats = np.asarray(model.conditional_expected_number_of_purchases_up_to_time(52, *rows))
        return found


def test_large_counts_keep_eight_digits_of_the_other_library() -> None:
    ours = bg_nbd(0.2426, 4.4136, 0.7929, 2.4259)
    other = peers("BetaGeoFitter", {"r": 0.2426, "alpha": 4.4136, "a": 0.7929, "b": 2.4259})
    assert expected_purchases(ours, LARGE, days=52 * WEEK) == pytest.approx(other, rel=1e-8)
    theirs = peers("ParetoNBDFitter", {"r": 0.5533, "alpha": 10.5776, "s": 0.6062, "beta": 11.6679})
    found = expected_purchases(pareto_nbd(0.5533, 10.5776, 0.6062, 11.6679), LARGE, days=52 * WEEK)
    assert found == pytest.approx(theirs, rel=1e-8)


def test_regular_buyers_total_is_foretold_within_5_percent() -> None:
    n, horizon, rng = 8_000, 26 * WEEK, np.random.default_rng(20)
    rate, chance = rng.gamma(0.85, 1 / (1.45 * WEEK), n), rng.beta(0.79, 2.42, n)
    age = rng.uniform(36 * WEEK, 96 * WEEK, n)
    seen = {name: np.zeros(n) for name in ("repeats", "last", "gaps", "coming")}
    now, here = np.zeros(n), np.flatnonzero(rng.random(n) > chance)
    while len(here):
        gap = rng.gamma(3, 1 / rate[here])
        now[here] += gap
        here, gap = here[now[here] <= age[here] + horizon], gap[now[here] <= age[here] + horizon]
        before = now[here] <= age[here]
        old = here[before]
        seen["repeats"][old] += 1
        seen["last"][old] = now[old]
        seen["gaps"][old] += np.log(gap[before])
        seen["coming"][here[~before]] += 1
        here = here[rng.random(len(here)) > chance[here]]
    rows = History(seen["repeats"].astype(np.int64), seen["last"], age, np.ones(n), seen["gaps"], known_gaps=True)
    model = fit_cnbd(rows, unit=WEEK)
    assert isinstance(model, Regular)
    assert model.k == 3
    found = expected_purchases(model, rows, days=horizon)
    assert found.sum() == pytest.approx(seen["coming"].sum(), rel=0.05)
    order = np.argsort(found)
    for part in np.array_split(order, 5)[3:]:
        assert found[part].sum() == pytest.approx(seen["coming"][part].sum(), rel=0.05)
