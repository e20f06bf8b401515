from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.purchases import Lines, days, lines, purchase_days
from zhike.analytics.purchases.days import PurchaseDays
from zhike.analytics.purchases.ordering import places_in_order, sorted_together
from zhike.analytics.purchases.tests.cdnow import cdnow

START = np.datetime64("2026-01-01")
SOME = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 6), st.integers(-5, 5)),
    min_size=1,
    max_size=40,
)
ORDERS = st.lists(st.integers(0, 4), min_size=40, max_size=40)


def made(rows: list[tuple[int, int, int]], **more: object) -> Lines:
    customer, day, amount = zip(*rows, strict=True)
    return lines(customer, START + np.array(day), amount, **more)  # type: ignore[arg-type]


def table(found: PurchaseDays) -> list[tuple[int, int, int]]:
    day = (found.day - START).astype(int)
    return list(zip(found.labels[found.customer].tolist(), day.tolist(), found.amount.tolist(), strict=True))


def one_by_one(rows: list[tuple[int, int, int]]) -> tuple[list[tuple[int, int, int]], int]:
    """Net as a person would: a pile for each customer, returns taken from its top."""
    left: dict[tuple[int, int], int] = {}
    free, aside = set(), 0
    for customer, day, amount in sorted(rows, key=lambda row: (row[0], row[1], row[2] < 0)):
        if amount >= 0:
            left[customer, day] = left.get((customer, day), 0) + amount
            continue
        for key in sorted((key for key in left if key[0] == customer), reverse=True):
            taken = min(left[key], -amount)
            left[key] -= taken
            amount += taken
        aside += amount
    for customer, day in left:
        if sum(amount for c, d, amount in rows if (c, d) == (customer, day) and amount > 0) == 0:
            free.add((customer, day))
    return sorted((*key, amount) for key, amount in left.items() if amount > 0 or key in free), aside


def test_the_lines_of_a_business_day_are_one_purchase() -> None:
    found = purchase_days(made([(2, 3, 10), (1, 0, 5), (2, 3, 1), (2, 1, 4)]))
    assert table(found) == [(1, 0, 5), (2, 1, 4), (2, 3, 11)]


def test_a_return_is_taken_off_the_latest_purchases_before_it() -> None:
    found = purchase_days(made([(1, 0, 100), (1, 2, 30), (1, 5, 50), (1, 4, -60)]))
    assert table(found) == [(1, 0, 70), (1, 5, 50)]
    assert len(found.aside) == 0


def test_a_return_that_names_its_order_is_taken_off_that_orders_day() -> None:
    order, back = ["a", "b", "r", "r"], [None, None, "a", None]
    found = purchase_days(made([(1, 0, 100), (1, 2, 30), (1, 5, -60), (1, 6, -5)], order=order, returned=back))
    assert table(found) == [(1, 0, 40), (1, 2, 25)]


def test_a_discount_inside_an_order_belongs_to_it() -> None:
    found = purchase_days(made([(1, 0, 100), (1, 2, 30), (1, 5, -10)], order=[7, 8, 7]))
    assert table(found) == [(1, 0, 90), (1, 2, 30)]


def test_a_return_naming_an_order_of_another_customer_or_of_later_counts_on_its_own_day() -> None:
    rows = [(1, 0, 100), (2, 0, 100), (1, 9, 5), (2, 3, -10), (1, 4, -20), (1, 5, -1)]
    found = purchase_days(made(rows, order=[1, 2, 3, None, None, None], returned=[None, None, None, 1, 3, 99]))
    assert table(found) == [(1, 0, 79), (1, 9, 5), (2, 0, 90)]


def test_a_return_without_any_order_known_counts_on_its_own_day() -> None:
    found = purchase_days(made([(1, 0, 100), (1, 4, -20)], order=[None, 5]))
    assert table(found) == [(1, 0, 80)]


def test_returns_before_any_purchase_are_set_aside_and_named() -> None:
    found = purchase_days(made([(1, 0, -40), (1, 1, 100), (2, 0, -7), (1, 2, -130)], row=[11, 12, 13, 14]))
    assert table(found) == []
    assert found.aside.row.tolist() == [11, 13, 14]
    assert found.aside.amount.tolist() == [-40, -7, -30]
    assert found.aside.total == -77


def test_a_day_on_which_goods_were_free_is_a_purchase_but_one_taken_back_is_not() -> None:
    assert table(purchase_days(made([(1, 0, 0), (1, 3, 20), (1, 4, -20)]))) == [(1, 0, 0)]
    found = purchase_days(cdnow("master"))
    assert int((found.amount == 0).sum()) == 80


def test_the_days_of_one_customer_list_each_amount() -> None:
    found = purchase_days(lines(["甲", "乙", "甲"], ["2026-01-05", "2026-01-02", "2026-01-01"], [3, 2, 1]))
    assert found.of("甲").day.tolist() == [date(2026, 1, 1), date(2026, 1, 5)]
    assert found.of("甲").amount.tolist() == [1, 3]
    assert len(found.of("丙")) == 0
    assert len(found.until(np.datetime64("2026-01-02"))) == 2


@given(SOME)
def test_returns_are_netted_as_one_by_one(rows: list[tuple[int, int, int]]) -> None:
    found = purchase_days(made(rows))
    assert (table(found), found.aside.total) == one_by_one(rows)


@given(
    SOME, st.lists(st.integers(0, 4), min_size=40, max_size=40), st.lists(st.integers(0, 4), min_size=40, max_size=40)
)
def test_days_and_what_was_set_aside_add_up_to_the_lines(
    rows: list[tuple[int, int, int]], order: list[int], back: list[int]
) -> None:
    n = len(rows)
    for more in ({}, {"order": order[:n]}, {"order": order[:n], "returned": back[:n]}):
        given_lines = made(rows, **more)
        found = purchase_days(given_lines)
        assert int(found.amount.sum()) + found.aside.total == int(given_lines.amount.sum())
        assert (found.amount >= 0).all()


@given(SOME, st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_splitting_a_sale_matters(
    rows: list[tuple[int, int, int]], random: Random
) -> None:
    whole = purchase_days(made(rows))
    parts = [(c, d, part) for c, d, a in rows for part in ((a,) if a < 0 else (a - a // 2, a // 2))]
    random.shuffle(parts)
    split = purchase_days(made(parts))
    assert (table(split), split.aside.total) == (table(whole), whole.aside.total)


def test_many_lines_are_added_up_some_customers_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    rows = list(zip(*(rng.integers(0, high, 5_000).tolist() for high in (300, 40, 9)), strict=True))
    whole = table(purchase_days(made(rows)))
    monkeypatch.setattr(days, "_BLOCK", 300)
    assert table(purchase_days(made(rows))) == whole


@given(st.lists(st.integers(-(2**62), 2**62), max_size=20), st.sampled_from([1, 2**40]))
def test_places_come_in_order_whether_they_can_be_packed_or_not(keys: list[int], by: int) -> None:
    numbers = np.array(keys, dtype=np.int64) // by
    assert places_in_order(numbers).tolist() == np.argsort(numbers, kind="stable").tolist()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2**40)), max_size=20), st.sampled_from([1, 2**30]))
def test_keys_and_amounts_are_sorted_together(pairs: list[tuple[int, int]], by: int) -> None:
    keys, amounts = (np.array([pair[place] for pair in pairs], dtype=np.int64) for place in (0, 1))
    found = sorted_together(keys * by, amounts)
    assert sorted(zip(*(each.tolist() for each in found), strict=True)) == sorted((k * by, a) for k, a in pairs)
    assert found[0].tolist() == sorted(k * by for k, _ in pairs)
