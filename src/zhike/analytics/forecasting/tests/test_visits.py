import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.forecasting import BadVisits, visits, visits_of
from zhike.analytics.forecasting.tests.invented import shop
from zhike.analytics.forecasting.visits import history_of
from zhike.analytics.purchases import lines, purchase_days


def numbers(*values: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.array(values, dtype=np.int64)


def test_amounts_of_a_day_are_added_up_in_order_of_customer_and_day() -> None:
    found = visits(numbers(1, 0, 1, 1), numbers(5, 2, 5, 1), np.array([3.0, 4.0, 2.0, 1.0]))
    assert found.customer.tolist() == [0, 1, 1]
    assert found.day.tolist() == [2, 1, 5]
    assert found.amount.tolist() == [4, 1, 5]
    assert found.starts.tolist() == [0, 1]


@given(st.permutations(range(30)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    who, day = np.arange(30) % 7, np.arange(30) * 3 % 11
    straight, mixed = visits(who, day, day * 1.0), visits(who[order], day[order], day[order] * 1.0)
    assert straight.customer.tolist() == mixed.customer.tolist()
    assert straight.day.tolist() == mixed.day.tolist()


def test_days_in_a_window_are_counted_after_its_start_up_to_its_end() -> None:
    found = visits(numbers(0, 0, 0, 1), numbers(0, 5, 10, 5), np.ones(4))
    assert found.between(0, 10).tolist() == [2, 1]
    assert found.between(5, 9).tolist() == [0, 0]


def test_what_is_known_leaves_out_who_came_later() -> None:
    past, known = visits(numbers(0, 1, 1), numbers(9, 2, 12), np.ones(3)).until(5)
    assert known.tolist() == [1]
    assert past.day.tolist() == [2]


def test_the_history_sums_days_as_the_lifetime_models_take_them() -> None:
    found = history_of(visits(numbers(0, 0, 0, 1), numbers(1, 3, 9, 4), np.ones(4)), 10)
    assert found.repeats.tolist() == [2, 0]
    assert found.last.tolist() == [8, 0]
    assert found.age.tolist() == [9, 6]
    assert found.log_gaps == pytest.approx([np.log(2) + np.log(6), 0])


def test_purchase_days_keep_the_place_of_their_customers() -> None:
    day = np.array(["2025-03-04", "2025-03-01", "2025-03-02"], dtype="datetime64[D]")
    found, start, codes = visits_of(purchase_days(lines(np.array(["丙", "甲", "丙"]), day, numbers(100, 200, 300))))
    assert start == np.datetime64("2025-03-01")
    assert found.day.tolist() == [0, 1, 3] or found.day.tolist() == [1, 3, 0]
    assert len(codes) == 2


@pytest.mark.parametrize(
    ("who", "day", "paid", "words"),
    [
        ((), (), (), "one length above 0"),
        ((0, 1), (1,), (1,), "one length"),
        ((0,), (-1,), (1,), "day: .*row 0"),
        ((-1,), (1,), (1,), "customer: .*row 0"),
        ((0, 2), (1, 1), (1, 1), "1 does not"),
        ((0, 0), (1, 2), (1, float("nan")), "amount: .*row 1"),
    ],
)
def test_odd_visits_are_refused_with_a_reason(
    who: tuple[int, ...], day: tuple[int, ...], paid: tuple[float, ...], words: str
) -> None:
    with pytest.raises(BadVisits, match=words):
        visits(numbers(*who), numbers(*day), np.array(paid, dtype=np.float64))


def test_a_day_before_every_purchase_is_refused() -> None:
    with pytest.raises(BadVisits, match="end"):
        shop(20, days=60).until(-5)
