"""Rhythm and classes as pure rules; the numbers are those of the domain book."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.value.rules import AbcPolicy, abc, rhythm

START = date(2026, 1, 1)
# Domain book 2.6: margins of C01 to C10.
BOOK = {"C01": 96_000, "C02": 150_000, "C03": 42_000, "C04": 30_000, "C05": 25_000}
BOOK |= {"C06": 60_000, "C07": 8_000, "C08": 12_000, "C09": 3_000, "C10": 500}
SMALL = AbcPolicy(fewest_customers=1)


def after(*gaps: int) -> list[date]:
    """Give the days with a purchase: the first, and one more after each gap."""
    return [START + timedelta(days=sum(gaps[:n])) for n in range(len(gaps) + 1)]


def state_after(silent_days: int, *gaps: int) -> str:
    days = after(*gaps)
    return rhythm(days, on=days[-1] + timedelta(days=silent_days)).state


def test_the_book_example_of_a_rhythm_is_dormant_after_65_days() -> None:
    days = after(28, 30, 32, 30)
    found = rhythm(days, on=days[-1] + timedelta(days=65))
    assert (found.median_gap_days, found.silent_days, found.state) == (30, 65, "dormant")
    assert (found.purchase_days, found.first_on, found.last_on) == (5, days[0], days[-1])


@pytest.mark.parametrize(
    ("silent_days", "state"),
    [
        (0, "active"),
        (45, "active"),
        (46, "late"),
        (60, "late"),
        (61, "dormant"),
        (90, "dormant"),
        (91, "lost"),
        (999, "lost"),
    ],
)
def test_each_border_of_the_states_belongs_to_the_livelier_one(silent_days: int, state: str) -> None:
    assert state_after(silent_days, 28, 30, 32, 30) == state


@pytest.mark.parametrize(
    ("silent_days", "state"), [(3, "active"), (4, "late"), (5, "late"), (7, "dormant"), (8, "lost")]
)
def test_the_gap_of_an_even_number_of_gaps_is_between_the_middle_ones(silent_days: int, state: str) -> None:
    assert state_after(silent_days, 2, 3) == state


def test_one_long_gap_does_not_spoil_a_rhythm() -> None:
    assert rhythm(after(10, 10, 400, 10, 10), on=START).median_gap_days == 10


@pytest.mark.parametrize("days", [[], after(), after(30)], ids=["none", "one", "two"])
def test_fewer_than_three_days_with_a_purchase_are_too_little(days: list[date]) -> None:
    found = rhythm(days, on=START + timedelta(days=100))
    assert (found.state, found.median_gap_days, found.purchase_days) == ("unknown", None, len(days))
    assert found.silent_days == ((START + timedelta(days=100)) - days[-1]).days if days else found.silent_days is None


@given(gaps=st.lists(st.integers(1, 400), min_size=2, max_size=8), silent=st.integers(0, 2000))
def test_silence_only_ever_makes_a_state_worse(gaps: list[int], silent: int) -> None:
    order = ["active", "late", "dormant", "lost"]
    assert order.index(state_after(silent, *gaps)) <= order.index(state_after(silent + 1, *gaps))


def test_the_book_example_has_four_a_customers() -> None:
    names = sorted(BOOK, key=lambda name: -BOOK[name])
    ranked = dict(zip(names, abc([BOOK[name] * 100 for name in names]), strict=True))
    by_level = {level: [name for name in names if ranked[name].level == level] for level in "ABC"}
    assert by_level["A"] == ["C02", "C01", "C06", "C03"]
    assert by_level["B"] == ["C04", "C05", "C08"]
    assert by_level["C"] == ["C07", "C09", "C10"]
    share_before_c04 = ranked["C04"].share_before
    assert share_before_c04 is not None
    assert round(share_before_c04, 3) == 0.816


def test_the_book_example_makes_577_per_mille_of_its_margin_with_the_top_fifth() -> None:
    amounts = sorted((margin * 100 for margin in BOOK.values()), reverse=True)
    assert abc(amounts)[2].share_before == pytest.approx(0.577, abs=0.0005)


def test_fewer_than_ten_buying_customers_are_too_few_for_levels() -> None:
    assert {rank.level for rank in abc([5] * 9)} == {"N"}
    assert "N" not in {rank.level for rank in abc([5] * 10)}


def test_without_any_gain_there_are_no_levels() -> None:
    assert [(rank.level, rank.share_before) for rank in abc([0] * 10 + [-5])] == [("N", None)] * 11


def test_the_one_that_crosses_a_border_is_in_the_upper_class() -> None:
    assert [rank.level for rank in abc([79, 2, 13, 2, 4], SMALL)] == ["A", "A", "B", "B", "C"]
    assert [rank.level for rank in abc([80, 15, 5], SMALL)] == ["A", "B", "C"]


def test_a_single_customer_who_is_all_of_it_is_a() -> None:
    assert [rank.level for rank in abc([1, 0, -3], SMALL)] == ["A", "C", "C"]


falling = st.lists(st.integers(-(10**9), 10**12), min_size=1, max_size=60).map(
    lambda found: sorted(found, reverse=True)
)


@given(amounts=falling)
def test_levels_fall_with_the_amount_and_shares_stay_below_one(amounts: list[int]) -> None:
    ranked = abc(amounts, SMALL)
    levels = [rank.level for rank in ranked]
    assert all(before <= after for before, after in pairwise(levels))
    shares = [rank.share_before for rank in ranked if rank.share_before is not None]
    assert all(0 <= share <= 1 for share in shares)
    assert all(
        rank.share_before is None or rank.share_before < 1 for rank, m in zip(ranked, amounts, strict=True) if m > 0
    )
    assert all(before <= after for before, after in pairwise(shares))


@given(amounts=falling)
def test_who_brings_nothing_or_a_loss_is_never_a_or_b(amounts: list[int]) -> None:
    for amount, rank in zip(amounts, abc(amounts, SMALL), strict=True):
        assert amount > 0 or rank.level in ("C", "N")


@given(amounts=falling, factor=st.integers(1, 1000))
def test_levels_do_not_depend_on_the_unit_of_money(amounts: list[int], factor: int) -> None:
    assert [r.level for r in abc(amounts, SMALL)] == [r.level for r in abc([m * factor for m in amounts], SMALL)]
