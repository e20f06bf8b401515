"""The revenue bridge and false value; the numbers are those of the domain book, 2.13."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.worth.bridge import Bridge, bridge, sales
from zhike.analytics.worth.false_value import FalseValue, Promotion, false_value
from zhike.analytics.worth.figures import BadFigures

EACH = 10_000_00


def crossed(*rows: tuple[str, int, int, float, float]) -> Bridge:
    who, before, after, many, more = zip(*rows, strict=True)
    return bridge(sales(who, before, after, quantity_before=many, quantity_after=more))


def book() -> Bridge:
    """Of 100 customers 20 left, 80 pay 30 % more for as much, 5 came."""
    rows = [(f"C{n:03}", EACH, 0 if n < 20 else 13_000_00, 10, 0 if n < 20 else 10) for n in range(100)]
    return crossed(*rows, *((f"N{n}", 0, EACH, 0, 10) for n in range(5)))


@pytest.mark.domain("2.13")
def test_the_book_bridge_adds_up_and_is_false_by_price() -> None:
    found = book()
    assert (found.before, found.after) == (1_000_000_00, 1_090_000_00)
    assert (found.lost, found.new, found.price, found.volume) == (-200_000_00, 50_000_00, 240_000_00, 0)
    assert found.lost + found.new + found.price + found.volume == found.change == 90_000_00
    assert (found.customers_before, found.customers_after, found.customers_change) == (100, 85, -15)
    assert len(found.lost_customers) == 20
    assert found.lost_customers[0] == "C000"
    judged = false_value(found)
    assert judged == FalseValue(True, ("price",), True, None, ("marketing",))
    bought = false_value(found, promotion=Promotion(95_000_00, 0.09, 0.31))
    assert bought.kinds == ("price", "marketing")
    assert false_value(found, promotion=Promotion(95_000_00, 0.31, 0.31)).kinds == ("price",)
    masked = crossed(("Z", 100, 900, 1, 9), ("B", 300, 200, 3, 2), ("C", 100, 0, 1, 0))
    assert false_value(masked).kinds == ("one_large_customer",)
    quiet = crossed(("A", 100, 120, 1, 1))
    assert false_value(quiet, satisfied=(0.80, 0.75)).found
    assert not false_value(quiet, satisfied=(0.80, 0.76)).found


def test_less_sales_are_no_false_value() -> None:
    found = false_value(crossed(("A", 100, 0, 1, 0), ("B", 100, 100, 1, 1)))
    assert (found.found, found.kinds, found.fewer_customers) == (False, (), True)


def test_quantity_and_price_are_told_apart() -> None:
    found = crossed(("A", 100_00, 240_00, 10, 20))
    assert (found.volume, found.price) == (100_00, 40_00)


def test_a_product_a_customer_gave_up_is_lost_but_the_customer_is_not() -> None:
    found = crossed(("A", 100, 0, 1, 0), ("A", 50, 60, 1, 1))
    assert (found.lost, found.price, found.customers_change) == (-100, 10, 0)
    assert found.lost_customers.tolist() == []


def test_who_only_sent_back_is_no_customer_of_the_period() -> None:
    found = crossed(("A", 100, -20, 1, -1), ("B", 100, 100, 1, 1))
    assert found.lost_customers.tolist() == ["A"]
    assert (found.unpriced, found.volume) == (1, -120)


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABCDE"),
            st.integers(-(10**9), 10**11),
            st.integers(-(10**9), 10**11),
            st.floats(-10, 10_000),
            st.floats(-10, 10_000),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_the_bridge_never_leaves_a_rest_and_order_does_not_matter(
    rows: list[tuple[str, int, int, float, float]],
) -> None:
    found = crossed(*rows)
    assert found.lost + found.new + found.price + found.volume == found.change
    assert found.change == sum(row[2] - row[1] for row in rows)
    other = crossed(*rows[::-1])
    assert (found.price, found.volume, found.customers_after) == (other.price, other.volume, other.customers_after)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"before": [1.5, 2]}, r"before: whole 分 are expected \(row 0\)"),
        ({"after": [1, None]}, r"after: a finite number is expected \(row 1\)"),
        ({"after": ["x", 1]}, "after: numbers"),
        ({"quantity_after": [1]}, "quantity_after has 1"),
        ({"customer": ["A"]}, "customer has 1"),
        ({"customer": ["A", None]}, "customer: labels of one kind"),
        ({"before": [], "after": [], "quantity_before": [], "quantity_after": [], "customer": []}, "at least one"),
    ],
)
def test_sales_that_cannot_be_are_named(change: dict[str, Any], said: str) -> None:
    given: dict[str, Any] = {"customer": ["A", "B"], "before": [1, 2], "after": [1, 2]}
    given |= {"quantity_before": [1, 1], "quantity_after": [1, 1]} | change
    with pytest.raises(BadFigures, match=said):
        sales(**given)


def test_amounts_beyond_reason_are_refused_before_they_overflow() -> None:
    with pytest.raises(BadFigures, match="before"):
        crossed(("A", 2**60, 1, 1, 1))
    with pytest.raises(BadFigures, match="sums below"):
        crossed(*[("A", 2**52, 1, 1, 1)] * 1_024)
    with pytest.raises(BadFigures, match="quantity_before"):
        crossed(("A", 1, 1, 1e13, 1))


def test_a_quantity_in_another_unit_gives_no_price() -> None:
    found = crossed(("A", 10**9, 10**9, 0.000_01, 10_000))
    assert (found.unpriced, found.price, found.volume) == (1, 0, 0)


def test_a_hundred_thousand_rows_take_no_time() -> None:
    n = 100_000
    found = bridge(
        sales(np.arange(n) % 9_000, np.ones(n), np.full(n, 2), quantity_before=np.ones(n), quantity_after=np.ones(n))
    )
    assert (found.price, found.customers_after) == (n, 9_000)
