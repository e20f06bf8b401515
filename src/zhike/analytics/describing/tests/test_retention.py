import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.describing import BadMeasure, churn_rate, expected_lifetime, retention_rate, value_movement


@pytest.mark.domain("2.5")
def test_retention_churn_and_lifetime_are_as_in_the_book() -> None:
    assert retention_rate(200, 210, 30) == pytest.approx(0.9)
    assert churn_rate(0.9) == pytest.approx(0.1)
    assert [expected_lifetime(rate) for rate in (0.80, 0.90, 0.95)] == pytest.approx([5, 10, 20])
    moved = value_movement([100, 50, 30, 20, 0], [130, 40, 0, 20, 9])
    assert moved.net_retention == pytest.approx((200 + 30 - 10 - 30) / 200)
    assert moved.gross_retention == pytest.approx((200 - 10 - 30) / 200)
    assert moved.defection_by_value == pytest.approx(30 / 200)


def test_few_customers_lost_may_be_much_value_lost() -> None:
    moved = value_movement([4, 4, 4, *[88 / 57] * 57], [0, 0, 0, *[88 / 57] * 57])
    assert moved.defection == pytest.approx(0.05)
    assert moved.retention == pytest.approx(0.95)
    assert moved.defection_by_value == pytest.approx(0.12)


@pytest.mark.parametrize(("start", "end", "new"), [(0, 1, 1), (10, 5, 6), (10, 12, 1), (10, float("nan"), 0)])
def test_heads_that_do_not_add_up_are_refused(start: float, end: float, new: float) -> None:
    with pytest.raises(BadMeasure, match="customers at the start"):
        retention_rate(start, end, new)


def test_a_lifetime_without_end_is_no_number() -> None:
    with pytest.raises(BadMeasure, match="below 1"):
        expected_lifetime(1)
    with pytest.raises(BadMeasure, match="expected a share"):
        expected_lifetime(1.2)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [([1], [1, 2], "same customers"), ([1, -1], [1, 1], r"from 0 on \(row 1\)"), ([0], [5], "has no value")],
)
def test_periods_that_cannot_be_compared_are_refused(before: list[float], after: list[float], says: str) -> None:
    with pytest.raises(BadMeasure, match=says):
        value_movement(before, after)


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=30))
def test_movements_add_up(values: list[tuple[int, int]]) -> None:
    before, after = zip(*((1, 1), *values), strict=True)
    moved = value_movement(before, after)
    assert moved.end == pytest.approx(sum(after))
    assert moved.new_customers - moved.lost_customers + moved.customers == sum(each > 0 for each in after)
