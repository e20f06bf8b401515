"""The leaky bucket, the waterfall of profit, contracts, and the rows of the course on loyalty."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.lifetime.sbg import SBG, fit_sbg
from zhike.analytics.worth.break_even import break_even
from zhike.analytics.worth.bucket import base, doubling_years, expected_years, refill
from zhike.analytics.worth.defection import defection
from zhike.analytics.worth.figures import BadFigures
from zhike.analytics.worth.good_profit import good_profit
from zhike.analytics.worth.growth_loop import Turn, growth_loop
from zhike.analytics.worth.renewals import contract_value, renewals
from zhike.analytics.worth.waterfall import Measures, payback, waterfall
from zhike.analytics.worth.winning_cost import CLAIMED, winning_cost

REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]


@pytest.mark.domain("2.10")
def test_the_book_bucket_doubles_in_14_years_or_stands_still() -> None:
    assert base(0.95, 0.10, years=14)[-1] == pytest.approx(1.9799, abs=5e-5)
    assert doubling_years(0.95, 0.10) == pytest.approx(14.2, abs=0.05)
    assert base(0.90, 0.10, years=14)[-1] == pytest.approx(1)
    assert doubling_years(0.90, 0.10) is None


def test_a_customer_kept_with_90_95_or_80_percent_stays_10_20_or_5_years() -> None:
    assert [expected_years(each) for each in (0.8, 0.9, 0.95)] == [pytest.approx(n) for n in (5, 10, 20)]
    assert expected_years(1) is None


def test_the_same_revenue_costs_more_with_less_loyalty() -> None:
    loyal = refill(1_000_000_00, a_customer=10_000_00, retention=0.9, winning=6_000_00)
    other = refill(1_000_000_00, a_customer=10_000_00, retention=0.7, winning=6_000_00)
    assert (loyal.customers, loyal.replaced, other.replaced) == pytest.approx((100, 10, 30))
    assert (loyal.cost, other.cost) == pytest.approx((60_000_00, 180_000_00))
    assert other.cost - loyal.cost == pytest.approx(120_000_00)


def test_a_part_of_a_year_is_refused() -> None:
    with pytest.raises(BadFigures, match=r"years: a whole number is expected, not 1\.5"):
        base(0.9, 0.1, years=1.5)  # type: ignore[arg-type]


@given(retention=st.floats(0, 1), new=st.floats(0, 2), years=st.integers(0, 30))
def test_splitting_the_years_does_not_matter(retention: float, new: float, years: int) -> None:
    whole = base(retention, new, years=years)
    half = base(retention, new, years=years - years // 2, start=float(base(retention, new, years=years // 2)[-1]))
    assert whole[-1] == pytest.approx(half[-1])
    assert len(whole) == years + 1


def measured(profit: list[int], **missing: None) -> Measures:
    """Spread a series over the six measures: each fifth of it, and what is spent in year 0."""
    series = np.array(profit)
    parts = {name: np.where(series > 0, series, 0) / 5 for name in ("base", "growth", "saving", "referral", "premium")}
    return Measures(**({"acquisition": np.where(series < 0, -series, 0)} | parts | missing))


@pytest.mark.domain("2.11")
@pytest.mark.parametrize(
    ("series", "total"),
    [
        ([-51, 30, 42, 44, 49, 55], [-51, -21, 21, 65, 114, 169]),
        ([-60, 30, 42, 44, 50, 56], [-60, -30, 12, 56, 106, 162]),
    ],
)
def test_the_book_waterfalls_pay_back_during_year_2(series: list[int], total: list[int]) -> None:
    found = waterfall(measured(series))
    assert found.profit == pytest.approx(series)
    assert found.cumulative == pytest.approx(total)
    assert found.payback == payback(series) == 2
    unknown = waterfall(measured(series, referral=None))
    assert (unknown.missing, unknown.profit, unknown.cumulative, unknown.payback) == (("referral",), None, None, None)


def test_service_and_discount_are_taken_off() -> None:
    row = [0, 10, 10]
    found = waterfall(Measures([5, 0, 0], row, row, row, row, row, service=[0, 1, 1], discount=[0, 2, 2]))
    assert found.profit is not None
    assert found.profit.tolist() == [-5, 47, 47]
    assert found.parts["discount"].tolist() == [0, -2, -2]


def test_nothing_measured_promises_nothing() -> None:
    found = waterfall(Measures(None, None, None, None, None, None))
    assert len(found.missing) == 6
    assert found.profit is None
    assert payback([-5, 1]) is None


def test_a_waterfall_of_uneven_years_is_refused() -> None:
    with pytest.raises(BadFigures, match="growth has 1"):
        waterfall(Measures([1, 1], [1, 1], [1], [1, 1], [1, 1], [1, 1]))
    with pytest.raises(BadFigures, match="acquisition: expected from 0"):
        waterfall(Measures([-1], [1], [1], [1], [1], [1]))


def test_contracts_of_two_kinds_give_the_published_numbers() -> None:
    regular, high_end = fit_sbg(REGULAR), fit_sbg(HIGH_END)
    assert (regular.a, regular.b) == pytest.approx((0.704, 1.182), abs=5e-4)
    assert (high_end.a, high_end.b) == pytest.approx((0.668, 3.806), abs=5e-4)
    found = renewals(regular, 7, discount=0.1)
    assert found.residual[:5] == pytest.approx([2.96, 4.10, 4.87, 5.44, 5.89], abs=0.005)
    assert found.retention[[0, -1]] == pytest.approx([0.627, 0.911], abs=1e-3)
    assert found.rises_by_mixing
    assert found.survival == pytest.approx(np.cumprod(found.retention))


def test_a_contract_is_worth_its_margin_times_the_renewals_to_come() -> None:
    found = contract_value(fit_sbg(REGULAR), 100_00, renewed=0, discount=0.1, period_days=365, kind="gross_margin")
    assert float(found.amount) == pytest.approx(296_44, abs=1)
    assert (found.variant, found.margin) == ("contract", "gross_margin")


def test_any_discount_leaves_a_finite_number() -> None:
    found = renewals(SBG(0.7, 1.2, 0.0, (), 1), 3, discount=9)
    assert np.isfinite(found.residual).all()
    assert np.isfinite(renewals(SBG(0.01, 50, 0.0, (), 1), 3, discount=0).residual).all()


def test_a_table_of_no_renewal_is_refused() -> None:
    with pytest.raises(BadFigures, match="periods: expected from 1"):
        renewals(SBG(1, 1, 0.0, (), 1), 0, discount=0.1)


def test_three_of_sixty_key_accounts_lost_are_5_percent_and_12_of_the_margin() -> None:
    margin = np.full(60, 1_000_00)
    margin[:3] = [2_000_00, 3_000_00, 2_772_73]
    found = defection(margin, np.arange(60) < 3)
    assert (found.accounts, found.lost, found.share) == (60, 3, 0.05)
    assert found.margin_share == pytest.approx(0.12, abs=1e-6)


def test_defection_without_accounts_or_margin_has_no_share() -> None:
    assert defection([], []).share is None
    assert defection([-5, 0], [True, False]).margin_share is None
    with pytest.raises(BadFigures, match="true and false"):
        defection([1, 2], [1, 0])
    with pytest.raises(BadFigures, match="one length"):
        defection([1, 2, 3], [True, False])


def test_profit_is_good_undecided_or_bad_by_who_pays_it() -> None:
    found = good_profit([55_00, 25_00, 20_00], [9, 8, 3])
    assert (found.good, found.undecided, found.bad, found.total) == (55_00, 25_00, 20_00, 100_00)
    hidden = good_profit([55_00, 25_00, 20_00], [10, 7, float("nan")], extracted=[5_00, 0, 1_00])
    assert (hidden.good, hidden.undecided, hidden.bad, hidden.unasked) == (50_00, 25_00, 6_00, 19_00)
    assert hidden.asked == pytest.approx(2 / 3)


@pytest.mark.parametrize("score", [11, -1, 7.5, float("inf")])
def test_a_score_that_is_none_is_refused(score: float) -> None:
    with pytest.raises(BadFigures, match=r"score: a whole number from 0 to 10 .*\(row 1\)"):
        good_profit([1, 1], [5, score])


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.sampled_from([*range(11), float("nan")])), min_size=1))
def test_the_parts_of_profit_sum_to_it(rows: list[tuple[int, float]]) -> None:
    money, score = zip(*rows, strict=True)
    assert good_profit(money, score, extracted=[3] * len(rows)).total == sum(money)


def test_the_book_loop_turns_with_all_four_arrows_up() -> None:
    found = growth_loop(Turn(40, 2.1, 0, 1_000_00), Turn(46, 2.4, 5, 1_120_00))
    assert (found.up, found.growth) == pytest.approx((4, 0.12))
    assert set(found.arrows.values()) == {"up"}
    less = growth_loop(Turn(40, None, None, 0), Turn(39, 2.4, 0, 0))
    assert less.arrows == {"best": "down", "repeats": "no_data", "referred": "level", "revenue": "level"}
    assert less.growth is None


def test_a_first_trip_at_a_loss_pays_from_18_percent_of_stayers_on() -> None:
    found = break_even(50_00 - 60_00, 50_00, discount=0.1)
    assert found.retention == pytest.approx(0.183, abs=5e-4)
    assert (found.first, found.later) == (-10_00, 50_00)
    assert break_even(5, 50, discount=0.1).retention == 0
    assert break_even(-5, 0, discount=0.1).retention is None
    assert break_even(-1_000, 50, discount=0.1).retention is None


@given(loss=st.integers(1, 10**6), later=st.integers(1, 10**6), d=st.floats(0, 1))
def test_at_break_even_what_comes_makes_up_for_the_loss(loss: int, later: int, d: float) -> None:
    r = break_even(-loss, later, discount=d).retention
    if r is not None:
        assert later * r == pytest.approx(loss * (1 + d - r), abs=1e-6 * loss)


def test_a_new_customer_costs_20_times_a_kept_one() -> None:
    found = winning_cost(300_000_00, 50, spent_on_keeping=120_000_00, kept=400)
    assert (found.winning, found.keeping, found.times) == (6_000_00, 300_00, 20)
    assert (CLAIMED["key_accounts"].low, CLAIMED["workshop"].high) == (2, 8)
    assert winning_cost(1, 0, spent_on_keeping=1, kept=0).times is None
    assert winning_cost(100, 1, spent_on_keeping=0, kept=1).times is None
