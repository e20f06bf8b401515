from importlib import import_module
from importlib.resources import files
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.lifetime import fit_bg_nbd
from zhike.analytics.lifetime.gamma_gamma import fit_gamma_gamma
from zhike.analytics.purchases import BadLines, Summary, lines, purchase_days, split, summary
from zhike.analytics.purchases.tests.cdnow import CUT, END, cdnow

START = np.datetime64("2026-01-01")


def summed(customer: list[int], day: list[int], amount: list[int], as_of: int = 200) -> Summary:
    return summary(purchase_days(lines(customer, START + np.array(day), amount)), START + as_of)


def test_a_summary_says_how_often_how_lately_how_regularly_and_for_how_much() -> None:
    found = summed([5] * 5 + [9], [0, 28, 58, 90, 120, 7], [100, 10, 20, 30, 41, 8])
    assert found.customer.tolist() == [5, 9]
    assert (found.first - START).astype(int).tolist() == [0, 7]
    assert (found.last - START).astype(int).tolist() == [120, 7]
    assert found.repeats.tolist() == [4, 0]
    assert found.age.tolist() == [200, 193]
    assert found.total.tolist() == [201, 8]
    assert found.first_amount.tolist() == [100, 8]
    assert found.mean_repeat.tolist() == [25.25, 0]
    assert found.log_gaps.tolist() == [pytest.approx(np.log([28, 30, 32, 30]).sum()), 0]
    assert found.gap_mean.tolist() == [30, 0]
    assert found.gap_median.tolist() == [30, 0]
    assert found.gap_std.tolist() == [pytest.approx(np.std([28, 30, 32, 30], ddof=1)), 0]
    assert found.enough.tolist() == [True, False]
    assert len(found.take(found.enough)) == 1


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 60)), min_size=1, max_size=40),
    st.randoms(use_true_random=False),
)
def test_a_summary_equals_one_made_customer_by_customer(rows: list[tuple[int, int]], random: Random) -> None:
    found = summed([who for who, _ in rows], [day for _, day in rows], [1] * len(rows))
    for place, customer in enumerate(found.customer.tolist()):
        days = sorted({day for who, day in rows if who == customer})
        gaps = np.diff(days)
        assert found.repeats[place] == len(gaps)
        assert found.gap_median[place] == (np.median(gaps) if len(gaps) else 0)
        assert found.gap_std[place] == pytest.approx(np.std(gaps, ddof=1) if len(gaps) > 1 else 0)
        assert found.log_gaps[place] == pytest.approx(np.log(gaps).sum())
    random.shuffle(rows)
    again = summed([who for who, _ in rows], [day for _, day in rows], [1] * len(rows))
    assert again.gap_median.tolist() == found.gap_median.tolist()
    assert again.last.tolist() == found.last.tolist()


def test_nothing_is_ever_not_a_number() -> None:
    for found in (summed([1], [3], [0]), summed([1] * 3, [3] * 3, [1, 0, 5]), summed([1, 2], [0, 0], [1, 1], as_of=0)):
        for name in ("mean_repeat", "log_gaps", "gap_mean", "gap_median", "gap_std"):
            assert np.isfinite(getattr(found, name)).all()


def test_a_summary_needs_a_purchase_and_no_later_ones() -> None:
    with pytest.raises(BadLines, match="there is no purchase"):
        summed([1], [0], [-5])
    with pytest.raises(BadLines, match="1 purchase days lie after"):
        summed([1, 1], [0, 9], [1, 1], as_of=8)
    with pytest.raises(BadLines, match="as_of: expected a day"):
        summary(purchase_days(lines([1], [START], [1])), np.datetime64("NaT"))


def test_cdnow_gives_the_published_table() -> None:
    found = split(cdnow("sample"), CUT).calibration
    with (files("lifetimes.datasets") / "cdnow_customers_summary.csv").open() as text:
        published = np.loadtxt(text, delimiter=",", skiprows=1)
    assert len(found) == 2357
    assert np.array_equal(found.repeats, published[:, 1])
    assert np.allclose((found.last - found.first).astype(int) / 7, published[:, 2], atol=0.0051)
    assert np.allclose(found.age / 7, published[:, 3], atol=0.0051)


def test_cdnow_gives_the_papers_parameters() -> None:
    seen = split(cdnow("sample"), CUT).calibration
    model = fit_bg_nbd(seen.history(), unit=7)
    assert (model.r, model.alpha, model.a, model.b) == pytest.approx((0.243, 4.414, 0.793, 2.426), abs=6e-4)
    assert model.log_likelihood == pytest.approx(-9582.429, abs=1e-3)


def test_cdnows_mean_repeat_purchase_gives_the_notes_gamma_gamma() -> None:
    seen = split(cdnow("sample"), CUT).calibration
    buyers = seen.take(seen.mean_repeat > 0)
    model = fit_gamma_gamma(buyers.repeats, buyers.mean_repeat / 100)
    assert (model.p, model.q, model.gamma) == pytest.approx((6.25, 3.74, 15.44), abs=0.02)


def test_cdnow_splits_as_counted_by_others() -> None:
    found = split(cdnow("master"), CUT)
    assert len(found.calibration) == 23_570
    assert int(found.calibration.repeats.sum()) == 24_337
    assert int(found.days.sum()) == 19_684
    assert float((found.days > 0).mean()) == pytest.approx(0.299, abs=5e-4)
    assert found.horizon_days == 273
    total = int(found.calibration.total.sum() + found.amount.sum())
    assert total == int(cdnow("master").amount.sum())
    assert found.until == END


def test_the_calibration_does_not_know_of_later_returns() -> None:
    rows = lines([1, 1, 1, 2], START + np.array([0, 5, 20, 15]), [100, 50, -60, 9])
    seen = split(rows, START + 10, until=START + 30)
    assert seen.calibration.total.tolist() == [150]
    assert seen.newcomers == 1
    assert (seen.days.tolist(), seen.amount.tolist()) == ([0], [0])
    assert split(purchase_days(rows), START + 10).calibration.total.tolist() == [90]


def test_a_holdout_has_an_end_after_the_cut() -> None:
    rows = lines([1, 1], START + np.array([0, 5]), [1, 2])
    with pytest.raises(BadLines, match="until: expected a day after"):
        split(rows, START + 5)
    with pytest.raises(BadLines, match="there is no purchase"):
        split(rows, START - 1)


def test_customers_are_summed_up_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    days = purchase_days(cdnow("sample"))
    whole = summary(days, END)
    monkeypatch.setattr(import_module("zhike.analytics.purchases.summary"), "_BLOCK", 100)
    parts = summary(days, END)
    for name in ("customer", "code", "first", "last", "repeats", "age", "total", "gap_median", "gap_std", "log_gaps"):
        assert np.array_equal(getattr(parts, name), getattr(whole, name)), name
