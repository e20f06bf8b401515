"""The formulas of a customer's value over time; the numbers are those of the domain book, 2.8."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.worth.figures import BadFigures
from zhike.analytics.worth.levels import choose, usual_level
from zhike.analytics.worth.lifetime_value import (
    Value,
    discount_a_period,
    growing,
    infinite,
    margin_now,
    table,
)

SHARES = st.floats(0, 0.99)
RATES = st.floats(0.01, 0.5)


def amount(value: Value) -> float:
    return float(value.amount)


@pytest.mark.domain("2.8")
def test_the_book_table_of_multipliers_exercises_and_levels_comes_out() -> None:
    assert amount(infinite(1, 0.8, discount=0.1, kind="gross_margin")) == pytest.approx(2.667, abs=5e-4)
    assert amount(margin_now(1, 0.8, discount=0.1, kind="gross_margin")) == pytest.approx(3.667, abs=5e-4)
    grown = growing(1, 0.8, discount=0.1, growth=0.05, kind="gross_margin")
    assert amount(grown) == pytest.approx(3.077, abs=5e-4)
    at_end = infinite(150_00, 0.55, discount=0.1, acquisition=100_00, kind="gross_margin")
    now = margin_now(150_00, 0.55, discount=0.1, acquisition=100_00, kind="gross_margin")
    assert (amount(at_end), amount(now)) == pytest.approx((50_00, 200_00))
    assert discount_a_period(0.1) == pytest.approx(1.1 ** (1 / 12) - 1)

    found = choose([800_00, 3_000_00, 30_000_00], discount=0.1)
    assert found.chosen == ["accountable", "proactive", "partnership"]
    assert found.values[0] / 100 == pytest.approx([960, 1_140, 1_397.78, 1_333.33, -2_380], abs=0.01)
    assert found.values[1, 3:] / 100 == pytest.approx([7_200, 5_100])
    assert found.values[2, 3:] / 100 == pytest.approx([79_200, 96_900])
    assert set(found.evidence) == {"expert_estimate"}
    assert [usual_level("many", each) for each in ("high", "medium", "low")] == ["accountable", "reactive", "basic"]
    assert [usual_level("medium", each) for each in ("high", "medium", "low")] == [
        "proactive",
        "accountable",
        "reactive",
    ]
    assert [usual_level("few", each) for each in ("high", "medium", "low")] == [
        "partnership",
        "proactive",
        "accountable",
    ]


def test_every_value_says_how_it_was_found() -> None:
    found = table([100, 100], [0.9, 0.8], discount=0.1, kind="contribution")
    assert (found.variant, found.horizon_days, found.margin) == ("table", 730, "contribution")
    assert amount(found) == pytest.approx(100 * 0.9 / 1.1 + 100 * 0.9 * 0.8 / 1.21)
    assert infinite(1, 0.5, discount=0.1, kind="sales").horizon_days is None


def test_a_month_is_discounted_so_that_a_year_makes_the_yearly_rate() -> None:
    assert (1 + discount_a_period(0.1)) ** 12 == pytest.approx(1.1)
    assert (1 + discount_a_period(0.1, periods_a_year=365)) ** 365 == pytest.approx(1.1)


def test_equity_is_the_sum_of_all_values() -> None:
    found = infinite([100_00, 200_00, 300_00], [0.8, 0.5, 0.0], discount=0.1, kind="gross_margin")
    assert found.equity == pytest.approx(float(found.amount.sum()))
    assert found.amount.shape == (3,)


@given(m=st.integers(1, 10**8), r=SHARES, d=RATES)
def test_the_variants_agree_where_they_mean_the_same(m: int, r: float, d: float) -> None:
    plain = amount(infinite(m, r, discount=d, kind="sales"))
    assert amount(growing(m, r, discount=d, growth=0, kind="sales")) == pytest.approx(plain)
    assert amount(margin_now(m, r, discount=d, kind="sales")) == pytest.approx(plain + m)
    long = table(np.full(3_000, m), np.full(3_000, r), discount=d, kind="sales")
    assert amount(long) == pytest.approx(plain, rel=1e-6)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: infinite(1, 1.2, discount=0.1, kind="sales"), "retention: expected from 0 to 1"),
        (lambda: infinite([1, float("nan")], 0.5, discount=0.1, kind="sales"), r"margin: a finite .* \(row 1\)"),
        (lambda: infinite(1, 1, discount=0, kind="sales"), "no bound"),
        (lambda: growing(1, 0.9, discount=0.1, growth=0.3, kind="sales"), "no bound"),
        (lambda: infinite("much", 0.5, discount=0.1, kind="sales"), "margin: numbers are expected"),
        (lambda: infinite(1, 0.5, discount=0.1, kind="profit"), "kind: one of sales"),  # type: ignore[arg-type]
        (lambda: infinite([1, 2], [0.5] * 3, discount=0.1, kind="sales"), r"margin has \(2,\)"),
        (lambda: table([1, 2], [0.5], discount=0.1, kind="sales"), "one of each a period"),
        (lambda: table([], [], discount=0.1, kind="sales"), "margins: a flat row"),
        (lambda: choose([1], discount=0.1, policies=[]), "at least one level"),
        (lambda: usual_level("several", "high"), "expected many"),  # type: ignore[arg-type]
    ],
)
def test_a_figure_that_cannot_be_is_named(wrong: Callable[[], object], said: str) -> None:
    with pytest.raises(BadFigures, match=said):
        wrong()


def test_who_costs_more_than_any_level_leaves_is_shown_as_not_paying() -> None:
    found = choose([-100_00, 0, 1], discount=0.1)
    assert found.pays.tolist() == [False, False, True]
    assert found.chosen == ["basic"] * 3


@given(margin=st.lists(st.integers(-(10**7), 10**9), min_size=1, max_size=20))
def test_more_margin_never_asks_for_less_service(margin: list[int]) -> None:
    found = choose(sorted(margin), discount=0.1)
    assert (np.diff(found.best) >= 0).all()
    assert np.isfinite(found.values).all()
