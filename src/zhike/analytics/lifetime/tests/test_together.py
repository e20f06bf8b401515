"""Customers put together, samples of them, and days at which functions cross."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.lifetime import History, fit_bg_nbd, fit_cnbd, fit_pareto_nbd, history
from zhike.analytics.lifetime.crossing import crossing
from zhike.analytics.lifetime.history import Floats
from zhike.analytics.lifetime.packing import packed
from zhike.analytics.lifetime.together import sample, together

CUSTOMERS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 5), st.integers(0, 4), st.integers(1, 3)), min_size=1, max_size=40
)


def of(rows: list[tuple[int, int, int, int]], *, unit: float = 1.0, weighted: bool = True) -> History:
    repeats, last, silent, weights = np.array(rows).T
    last = np.where(repeats > 0, last, 0) * unit
    gaps = np.where(repeats > 0, np.log1p(last), 0)
    return history(repeats, last, last + silent, weights=weights if weighted else None, log_gaps=gaps)


def crowd(number: int, seed: int = 3) -> History:
    """Let customers buy at rates of their own until they leave, on whole days."""
    rng = np.random.default_rng(seed)
    age = rng.integers(1, 400, number)
    until = np.minimum(age, rng.exponential(1 / rng.gamma(0.7, 1 / 90, number)))
    repeats = rng.poisson(rng.gamma(0.8, 1 / 60, number) * until)
    last = np.ceil(until * rng.random(number) ** (1 / np.maximum(repeats, 1)))
    return history(np.minimum(repeats, last), np.where(repeats > 0, last, 0), age)


@given(CUSTOMERS, st.sampled_from([1.0, 0.5]), st.booleans())
def test_nobody_is_lost_when_equal_customers_are_put_together(
    rows: list[tuple[int, int, int, int]], unit: float, weighted: bool
) -> None:
    all_rows = of(rows, unit=unit, weighted=weighted)
    found = together(all_rows)
    assert found.customers == all_rows.customers
    assert found.all_repeats == all_rows.all_repeats
    assert found.all_days == pytest.approx(all_rows.all_days)
    assert found.weights @ found.log_gaps == pytest.approx(all_rows.weights @ all_rows.log_gaps)
    if packed(all_rows.repeats, all_rows.last, all_rows.age):
        assert len(found) == len(set(zip(all_rows.repeats, all_rows.last, all_rows.age, strict=True)))
        assert (np.diff(found.repeats) >= 0).all()


@given(CUSTOMERS)
def test_packed_numbers_come_out_as_they_went_in(rows: list[tuple[int, int, int, int]]) -> None:
    one = of(rows)
    found = packed(one.repeats, one.last, one.age)
    assert found is not None
    repeats, last, age = found.unpacked()
    assert (repeats.tolist(), last.tolist(), age.tolist()) == (
        one.repeats.tolist(),
        one.last.tolist(),
        one.age.tolist(),
    )


@pytest.mark.parametrize(("last", "age"), [(0.5, 3.0), (1.0, 1e12), (1.0, 1e300)])
def test_parts_of_days_and_ages_beyond_all_bounds_are_not_packed(last: float, age: float) -> None:
    assert packed(np.array([1]), np.array([last]), np.array([age])) is None


def test_a_sample_keeps_the_shares_of_all_kinds() -> None:
    rows = together(crowd(50_000))
    some = sample(rows, 1_000)
    assert some.customers == 1_000
    assert len(some) < 1_000
    for name in ("all_repeats", "all_days"):
        assert getattr(some, name) / 1_000 == pytest.approx(getattr(rows, name) / 50_000, rel=0.02)


@pytest.mark.parametrize("fit", [fit_bg_nbd, fit_pareto_nbd])
def test_a_fit_by_samples_ends_where_a_fit_of_all_ends(fit: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(fit)
    rows = crowd(60_000)
    by_samples = fit(rows)
    monkeypatch.setattr("zhike.analytics.lifetime.fitting.SAMPLES", (10**9,))
    plain = fit(rows)
    assert by_samples.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-3)
    assert by_samples.in_days == pytest.approx(plain.in_days, rel=1e-4)
    assert by_samples.errors == pytest.approx(plain.errors, rel=0.15)


def test_a_sample_that_says_nothing_is_passed_over() -> None:
    none = history([0] * 200_000, [0] * 200_000, np.arange(200_000) % 900 + 0.5)
    some = history([1] * 40, np.arange(1, 41), [300] * 40)
    joined = [np.append(getattr(none, name), getattr(some, name)) for name in ("repeats", "last", "age")]
    found = fit_bg_nbd(history(*joined))
    assert np.isfinite([*found.in_days, found.log_likelihood]).all()


def test_regular_buyers_differ_in_gaps_that_count_as_a_sum() -> None:
    rows = crowd(3_000)
    gaps = np.where(rows.repeats > 0, np.log(np.maximum(rows.last, 1)), 0.0)
    plain = History(rows.repeats, rows.last, rows.age, rows.weights, gaps, known_gaps=True)
    mean = History(rows.repeats, rows.last, rows.age, rows.weights, np.full(3_000, gaps.mean()), known_gaps=True)
    one, other = fit_cnbd(plain), fit_cnbd(mean)
    assert one.k == other.k
    assert one.log_likelihood == pytest.approx(other.log_likelihood)


@given(st.lists(st.tuples(st.floats(0.01, 5), st.floats(0.1, 400), st.floats(0, 1)), min_size=1, max_size=20))
def test_a_rising_function_is_followed_to_the_second(rows: list[tuple[float, float, float]]) -> None:
    shape, scale, share = np.array(rows).T
    furthest = np.full(len(rows), 365.0)

    def rising(days: Floats) -> Floats:
        found: Floats = -np.expm1(-shape * np.log1p(days / scale))
        return found

    target = share * rising(furthest)
    found = crossing(rising, target, furthest)
    slack = 3e-5
    assert ((found >= 0) & (found <= furthest)).all()
    assert (rising(np.maximum(found - slack, 0)) <= target + 1e-12).all()
    assert (rising(np.minimum(found + slack, 365)) >= target - 1e-12).all()
