"""Profit and loss of a customer, whether to keep him, how he stands to us."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.worth.delivered_value import Offer, ahead_of, delivered
from zhike.analytics.worth.figures import BadFigures
from zhike.analytics.worth.keeping import Case, decide
from zhike.analytics.worth.ladder import Thresholds, recognition, stage
from zhike.analytics.worth.profit import Activity, Rates, profit
from zhike.analytics.worth.switching import SwitchingCost, hold

RATES = Rates(visit=180_00, call=8_00, service_hour=120_00, interest=0.06)
LOSING = [-3_000_00] * 3


@pytest.mark.domain("2.26")
def test_the_book_customer_leaves_2806_85() -> None:
    found = profit(
        Activity(
            sales=[120_000_00],
            goods=[98_000_00],
            rebates=[3_600_00],
            freight=[4_200_00],
            returns=[2_500_00],
            visits=[24],
            calls=[60],
            service_hours=[30],
            receivable=[40_000_00],
            receivable_days=[75],
            own_fault=[2_300_00],
        ),
        RATES,
    )
    parts = {name: int(values[0]) for name, values in found.parts.items()}
    assert (parts["visits"], parts["calls"], parts["service_hours"]) == (-4_320_00, -480_00, -3_600_00)
    assert parts["finance"] == -493_15
    assert found.profit.tolist() == [2_806_85]
    assert found.adjusted.tolist() == [5_106_85]
    assert found.unmeasured == ("bad_debt",)
    assert sum(parts.values()) == 2_806_85


def test_what_nobody_measured_is_named_and_not_charged() -> None:
    found = profit(Activity(sales=[100, 200], goods=[60, 90]), RATES)
    assert found.profit.tolist() == [40, 110]
    assert {"visits", "receivable", "own_fault"} <= set(found.unmeasured)


@pytest.mark.parametrize(
    ("activity", "said"),
    [
        (Activity([1], [1, 2]), "goods has 2"),
        (Activity([1], [1], freight=[-1]), "freight: expected from 0"),
        (Activity([1.5], [1]), "sales: whole 分"),
        (Activity([1], [1], visits=[float("nan")]), "visits: a finite number"),
        (Activity([1], [1], own_fault=[1, 2]), "own_fault has 2"),
        (Activity([1], [1], receivable=[1, 2], receivable_days=[1]), "receivable_days has 1"),
    ],
)
def test_an_activity_that_cannot_be_is_named(activity: Activity, said: str) -> None:
    with pytest.raises(BadFigures, match=said):
        profit(activity, RATES)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 99)), min_size=1))
def test_profit_of_all_is_the_sum_of_the_parts_of_all(rows: list[tuple[int, int, int]]) -> None:
    money, goods, visits = zip(*rows, strict=True)
    found = profit(Activity(money, goods, visits=visits), RATES)
    assert int(found.profit.sum()) == sum(money) - sum(goods) - 180_00 * sum(visits)
    assert (found.adjusted == found.profit).all()


def test_a_loss_by_our_own_rework_keeps_the_customer() -> None:
    found = decide(Case(LOSING, own_fault=3_800_00))
    assert (found.outcome, found.reason) == ("keep", "own_fault")
    assert found.for_dropping["weakens"] is False


@pytest.mark.domain("2.26")
def test_a_structural_loss_without_referral_is_changed_then_dropped() -> None:
    first = decide(Case(LOSING))
    assert (first.outcome, first.reason) == ("change", "structural")
    assert first.outstanding == ("offer_change", "tell", "cool_off")
    assert decide(Case(LOSING, change_offered=True)).outstanding == ("tell", "cool_off")
    early = decide(Case(LOSING, change_offered=True, told=True, days_since_told=29))
    assert (early.outcome, early.outstanding) == ("change", ("cool_off",))
    last = decide(Case(LOSING, change_offered=True, told=True, days_since_told=30))
    assert (last.outcome, last.outstanding) == ("drop", ())
    assert last.for_dropping == {"outside_goal": None, "dilutes": None, "weakens": True}


def test_all_six_reasons_are_looked_at() -> None:
    found = decide(Case(LOSING, brought=3_000_00, outside_goal=False, dilutes=True))
    assert (found.outcome, found.reason) == ("keep", "word_of_mouth")
    assert found.for_keeping == {"own_fault": False, "temporary": False, "word_of_mouth": True}
    assert found.for_dropping == {"outside_goal": False, "dilutes": True, "weakens": True}


def test_two_bad_periods_are_temporary_and_a_good_one_ends_the_count() -> None:
    assert decide(Case([5_00, -1_00, -1_00])).reason == "temporary"
    assert decide(Case([-1_00, 5_00, -1_00])).losing_periods == 1
    good = decide(Case([-1_00, -1_00, -1_00, 0]))
    assert (good.outcome, good.reason, good.losing_periods) == ("keep", "profitable", 0)


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=12), st.integers(0, 10**9), st.booleans())
def test_nobody_is_dropped_before_every_step_was_taken(profits: list[int], fault: int, offered: bool) -> None:
    found = decide(Case(profits, own_fault=fault, change_offered=offered, told=not offered, days_since_told=99))
    assert found.outcome != "drop"


def test_a_case_without_a_period_is_refused() -> None:
    with pytest.raises(BadFigures, match="profits"):
        decide(Case([]))


@pytest.mark.domain("2.30")
def test_the_ladder_names_the_lowest_rung_not_reached() -> None:
    assert recognition(0.8, 0.8) == pytest.approx(80)
    assert recognition(1, 0.2) == pytest.approx(60)
    assert stage(80, 72, 35) == "exceed_expectations"
    assert stage(60, 90, 90) == "know_needs"
    assert stage(80, 60, 90) == "meet_needs"
    assert stage(70, 70, 60) == "arrived"


def test_a_rung_that_was_not_measured_hides_those_above_but_not_those_below() -> None:
    assert stage(80, None, 35) == "no_data"
    assert stage(60, None, None) == "know_needs"
    assert stage(80, 60, None, thresholds=Thresholds(satisfaction=50)) == "no_data"
    with pytest.raises(BadFigures, match="loyalty: expected from 0 to 100"):
        stage(60, 70, 101)
    with pytest.raises(BadFigures, match="need_depth"):
        recognition(80, 0.5)


OURS = Offer(product=9, service=7, personnel=6, image=5, money=10, time=4, energy=3, psychic=2)


def test_an_offer_delivers_value_less_cost() -> None:
    assert delivered(OURS) == 8
    rival = Offer(product=9, service=6, personnel=5, image=5, money=10, time=4, energy=3, psychic=2)
    assert (delivered(rival), ahead_of(OURS, rival)) == (6, 2)
    with pytest.raises(BadFigures, match="cost"):
        delivered(Offer(1, 1, 1, 1, 1, 1, 1, -1))


def test_who_stays_only_because_leaving_is_dear_is_a_hostage() -> None:
    joined = SwitchingCost(procedural=60, financial=30, relational=20)
    assert hold(joined, 2) == "hostage"
    assert hold(joined, 4) == "held"
    assert hold(joined, None) == "no_data"
    assert hold(SwitchingCost(10, 10, 10), 1) == "free"
    with pytest.raises(BadFigures, match="financial"):
        hold(SwitchingCost(0, 120, 0), 3)
    with pytest.raises(BadFigures, match="satisfaction"):
        hold(joined, 0)


def test_a_large_company_is_charged_at_once() -> None:
    n = 50_000
    found = profit(Activity(np.full(n, 10), np.full(n, 4), calls=np.ones(n)), RATES)
    assert found.profit.sum() == n * (6 - 800)
