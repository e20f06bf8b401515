"""Data as they are: never a number that is none, always a word for what could not be said."""

import json
from dataclasses import fields

import numpy as np
import pytest

from zhike.analytics.purchases import Lines, lines
from zhike.analytics.scoring import NothingToScore, Scored, as_json
from zhike.analytics.scoring.tests.made import AS_OF, bought, many, scored


def words(found: Scored) -> dict[str, int]:
    return {note.word: note.many for note in found.notes}


def is_sound(found: Scored) -> bool:
    json.dumps(as_json(found), allow_nan=False)
    rows = found.rows
    numbers = [getattr(rows.ahead, each.name) for each in fields(rows.ahead)]
    numbers += [rows.value.amount] if rows.value else []
    return rows.ahead.is_sound and all(np.isfinite(each).all() for each in numbers)


def one_each(customers: int, *, spread: int = 300) -> Lines:
    numbers = np.arange(customers)
    return lines(numbers, AS_OF - numbers % spread, np.full(customers, 50_00))


def identical(customers: int) -> Lines:
    numbers = np.repeat(np.arange(customers), 4)
    return lines(numbers, AS_OF - np.tile([300, 200, 100, 20], customers), np.full(4 * customers, 80_00))


def test_one_customer_is_foretold_by_the_own_gap() -> None:
    found = scored(bought(("甲", "2025-01-01", 100), ("甲", "2025-05-01", 100), ("甲", "2025-09-01", 100)))
    assert is_sound(found)
    assert words(found) == {"too_few_customers": 1}
    assert found.rows.basis.tolist() == ["gap_rule"]


@pytest.mark.parametrize(
    ("customers", "said"), [(1, "too_few_customers"), (50, "too_few_customers"), (400, "no_repeats")]
)
def test_one_purchase_each_says_no_data_and_no_number_passes_for_a_forecast(customers: int, said: str) -> None:
    found = scored(one_each(customers))
    assert is_sound(found)
    assert set(found.rows.basis) == {"no_data"}
    assert not found.rows.foretold.any()
    assert words(found) == {said: customers, "too_little_data": customers}


def test_everything_on_one_day_is_sound() -> None:
    numbers = np.arange(400)
    found = scored(lines(numbers, np.full(400, AS_OF), np.full(400, 100)))
    assert is_sound(found)
    assert set(found.rows.basis) == {"no_data"}


def test_ten_customers_have_no_model_and_no_class() -> None:
    found = scored(many(10))
    assert is_sound(found)
    assert set(found.rows.basis) <= {"gap_rule", "too_little_data"}
    assert as_json(found)["models"] == dict.fromkeys(("bg_nbd", "mbg_nbd", "pareto_nbd", "gamma_gamma"))


def test_a_hundred_thousand_identical_customers_are_fitted_or_labelled() -> None:
    found = scored(identical(100_000))
    assert is_sound(found)
    assert found.models.gamma_gamma is None
    assert len(np.unique(found.rows.ahead.expected)) == 1


def test_returns_before_purchases_are_set_aside_and_who_only_returned_has_no_row() -> None:
    found = scored(bought(("甲", "2025-03-01", -500), ("甲", "2025-04-01", 900), ("乙", "2025-04-01", -100)))
    assert is_sound(found)
    assert (words(found)["returns_aside"], words(found)["only_returned"]) == (2, 1)
    assert found.rows.summary.customer.tolist() == ["甲"]
    assert found.rows.summary.total.tolist() == [900]


def test_dates_after_the_day_are_left_out_and_counted() -> None:
    found = scored(bought(("甲", "2025-03-01", 500), ("甲", "2027-04-01", 900)))
    assert words(found)["after_as_of"] == 1
    assert (found.transactions, found.rows.summary.total.tolist()) == (1, [500])


def test_doubled_lines_are_counted_and_told() -> None:
    found = scored(bought(*[("甲", "2025-03-01", 500)] * 3))
    assert words(found)["same_lines"] == 2
    assert found.rows.summary.repeats.tolist() == [0]


def test_gaps_of_years_are_sound() -> None:
    years = [("甲", "1999-01-01", 100), ("甲", "2010-01-01", 100), ("甲", "2025-01-01", 100)]
    assert is_sound(scored(bought(*years)))
    wide = many(200, days=9_000)
    assert is_sound(scored(wide))


def test_purchases_for_nothing_are_purchases() -> None:
    numbers = np.repeat(np.arange(150), 3)
    found = scored(lines(numbers, AS_OF - np.tile([200, 90, 10], 150), np.zeros(450)))
    assert is_sound(found)
    assert found.concentration.gini == 0
    assert found.models.gamma_gamma is None


@pytest.mark.parametrize(
    ("source", "settings"),
    [
        (bought(("甲", "2025-03-01", -500)), {}),
        (bought(("甲", "2026-03-01", 500)), {}),
        (bought(("甲", "2025-12-01", 500)), {"holdout_days": 60}),
    ],
    ids=["only returns", "only later", "all held out"],
)
def test_without_a_purchase_there_is_nothing_to_score(source: Lines, settings: dict[str, int]) -> None:
    with pytest.raises(NothingToScore, match="no purchase up to"):
        scored(source, **settings)
