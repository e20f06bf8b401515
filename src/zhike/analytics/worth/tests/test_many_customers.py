"""The halo of old customers, the mirror of satisfaction, the way and the result."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.worth.figures import BadFigures
from zhike.analytics.worth.halo import Deals, deals, halo
from zhike.analytics.worth.mirror import mirror
from zhike.analytics.worth.process import process_gap

STAFF, CUSTOMERS = [3.2, 3.6, 3.9, 4.1, 4.4], [3.5, 3.4, 4.0, 4.2, 4.5]


def two_tenures(n: int = 30) -> Deals:
    """New customers leave 24 %, those of more than three years 18 %."""
    old = np.arange(2 * n) >= n
    return deals(
        np.where(old, 1_200, 100),
        np.ones(2 * n, dtype=bool),
        sales=np.full(2 * n, 110_00),
        discount=np.full(2 * n, 10_00),
        cost=np.where(old, 82_00, 76_00),
        service=np.where(old, 6_00, 5_00),
        referred=np.arange(2 * n) % 10 == 0,
    )


def test_the_halo_fails_where_old_customers_leave_less_a_deal() -> None:
    found = halo(two_tenures())
    new, middle, old = found.cohorts
    assert (new.margin, old.margin) == pytest.approx((0.24, 0.18))
    assert (found.margin, found.service) == ("fails", "fails")
    assert (found.discount, found.closed) == ("holds", "holds")
    assert (new.discount, new.referred, new.closed) == pytest.approx((1 / 11, 0.1, 1))
    assert (middle.offered, middle.margin, middle.closed) == (0, None, None)


def test_few_deals_decide_nothing() -> None:
    found = halo(two_tenures(29))
    assert {found.margin, found.discount, found.service, found.closed} == {"too_little_data"}


def test_deals_that_were_not_made_count_for_closing_only() -> None:
    lost = deals(
        [1, 1], [True, False], sales=[10, 99], discount=[0, 9], cost=[5, 1], service=[0, 0], referred=[False] * 2
    )
    new = halo(lost).cohorts[0]
    assert (new.offered, new.won, new.closed, new.margin) == (2, 1, 0.5, 0.5)


def test_deals_that_cannot_be_are_named() -> None:
    with pytest.raises(BadFigures, match="won: a flat row of true and false"):
        deals([1], [1], sales=[1], discount=[0], cost=[0], service=[0], referred=[True])
    with pytest.raises(BadFigures, match="service has 2"):
        deals([1], [True], sales=[1], discount=[0], cost=[0], service=[0, 0], referred=[True])
    with pytest.raises(BadFigures, match="rising"):
        halo(two_tenures(), borders=[365, 365])


def test_the_book_teams_mirror_each_other_with_rho_090() -> None:
    found = mirror(STAFF, CUSTOMERS)
    assert found.rho == pytest.approx(0.90)
    assert (found.pairs, found.lag) == (5, 0)


def test_a_later_period_may_mirror_an_earlier_one() -> None:
    staff = np.array([[1.0, 2, 3], [3, 1, 2], [2, 3, 1]])
    later = np.vstack([[9.0, 9, 9], staff[:-1]])
    assert mirror(staff, later, lag=1).rho == pytest.approx(1)
    assert mirror(staff, later, lag=1).pairs == 6


def test_too_few_or_equal_teams_have_no_rho() -> None:
    assert mirror([3.4, 0.8], [4.5, 3.7]).rho is None
    assert mirror([1, 1, 1], [1, 2, 3]).rho is None
    assert mirror([1, np.nan, 3, 4], [1, 2, np.nan, 4]).pairs == 2
    with pytest.raises(BadFigures, match="one shape"):
        mirror([1, 2], [1, 2, 3])
    with pytest.raises(BadFigures, match="staff: a finite number"):
        mirror([1, np.inf], [1, 2])
    with pytest.raises(BadFigures, match="lag: expected from 0 to 0"):
        mirror([1], [1], lag=1)
    with pytest.raises(BadFigures, match="staff: numbers"):
        mirror(["high"], [1])


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50)), min_size=3, max_size=40))
def test_rho_looks_at_ranks_only(pairs: list[tuple[int, int]]) -> None:
    x, y = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    one, other = mirror(x, y).rho, mirror(np.exp(x / 10), y**3).rho
    assert one == (None if other is None else pytest.approx(other))
    if one is not None:
        assert -1 <= one <= 1


def test_a_good_result_after_a_bad_way_is_flagged() -> None:
    found = process_gap([5, 4, 4.5], [3, 3.1, 3.2])
    assert (found.outcome, found.process) == pytest.approx((4.5, 3.1))
    assert found.gap == pytest.approx(1.4)
    assert (found.flagged, found.answers) == (True, 3)
    assert not process_gap([4], [4.2]).flagged
    with pytest.raises(BadFigures, match="outcome"):
        process_gap([6], [1])
