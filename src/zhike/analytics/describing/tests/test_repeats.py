import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.describing import BadMeasure, repeat_curve, shares_by_purchases
from zhike.analytics.purchases import BadLines, PurchaseDays, lines, purchase_days, summary
from zhike.analytics.purchases.tests.cdnow import END, cdnow

START = np.datetime64("2026-01-01")


def bought(*customers: tuple[int, ...]) -> PurchaseDays:
    who = [place for place, days in enumerate(customers) for _ in days]
    day = START + np.array([day for days in customers for day in days])
    return purchase_days(lines(who, day, [1] * len(who)))


def test_shares_of_customers_with_so_many_purchases() -> None:
    found = summary(bought((0,), (0, 5), (0, 5, 9, 12), (3,)), START + 20)
    assert shares_by_purchases(found, 5).tolist() == [1, 0.5, 0.25, 0.25, 0]
    with pytest.raises(BadMeasure, match="most"):
        shares_by_purchases(found, 0)


def test_customers_count_as_long_as_they_were_seen() -> None:
    # Seen for 10 days: repeats after 2 and 6 days. Seen for 4: none. Kaplan-Meier: 1 - 3/4 * 1/2 in the end.
    found = repeat_curve(bought((0, 2), (0, 6), (0,), (6,)), START + 10)
    assert found.waiting.tolist() == [4, 4, 4, 3, 3, 2, 2, 1, 1, 1, 1]
    assert found.within(1) == 0
    assert found.within(2) == pytest.approx(1 / 4)
    assert found.within(6) == pytest.approx(1 - 3 / 4 * 1 / 2)
    assert found.within(10) == found.within(6)
    assert found.low[2] < 1 / 4 < found.high[2]
    with pytest.raises(BadMeasure, match="days: expected 0 to 10"):
        found.within(11)


def test_a_further_purchase_may_be_waited_for_from_another() -> None:
    days = bought((0, 2, 9), (0, 6), (0,))
    assert repeat_curve(days, START + 20, purchases=3).within(20) == pytest.approx(1 / 3)
    assert repeat_curve(days, START + 20, purchases=3, after=2).within(10) == pytest.approx(1 / 2)
    with pytest.raises(BadMeasure, match="nobody has made purchase 4"):
        repeat_curve(days, START + 20, purchases=5, after=4)
    with pytest.raises(BadMeasure, match="after < purchases"):
        repeat_curve(days, START + 20, purchases=1)
    with pytest.raises(BadLines, match="lie after"):
        repeat_curve(days, START)


def test_all_on_one_day_is_a_curve_of_one_point() -> None:
    found = repeat_curve(bought((0,), (0,)), START)
    assert (found.share.tolist(), found.low.tolist(), found.high.tolist()) == ([0], [0], [0])


def test_without_censoring_the_curve_is_the_plain_share() -> None:
    days = purchase_days(cdnow("master"))
    found = repeat_curve(days, END)
    seen = summary(days, END)
    first = np.flatnonzero(np.append(True, days.customer[1:] != days.customer[:-1]))
    second = days.day[np.minimum(first + 1, len(days) - 1)]
    soon = (seen.repeats > 0) & ((second - seen.first).astype(int) <= 365)
    assert found.within(365) == pytest.approx(float(soon.mean()))


@given(st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=4), min_size=1, max_size=20))
def test_curves_rise_within_their_intervals(customers: list[list[int]]) -> None:
    found = repeat_curve(bought(*map(tuple, customers)), START + 40)
    assert (np.diff(found.share) >= -1e-12).all()
    assert ((found.low <= found.share + 1e-12) & (found.share <= found.high + 1e-12)).all()
    assert ((found.low >= 0) & (found.high <= 1)).all()
