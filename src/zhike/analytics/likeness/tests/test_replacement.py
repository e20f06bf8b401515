from datetime import date

import numpy as np
import pytest

from zhike.analytics.likeness import BadBaskets, Rule, replacements
from zhike.analytics.likeness.replacement import median_lives


def due(
    lines: list[tuple[str, str, str]], on: date = date(2026, 12, 31)
) -> dict[tuple[str, str], tuple[str, float, Rule]]:
    customers, items, days = zip(*lines, strict=True)
    found = replacements(customers, items, days, on=on)
    return {
        (str(who), str(what)): (str(day), float(gap), rule)
        for who, what, day, gap, rule in zip(
            found.customers, found.items, found.due, found.gap_days, found.rules, strict=True
        )
    }


def test_from_three_purchases_on_the_own_median_gap_rules() -> None:
    lines = [("王", "滤芯", day) for day in ("2026-01-01", "2026-01-29", "2026-02-28", "2026-02-28", "2026-04-30")]
    assert due(lines)["王", "滤芯"] == ("2026-05-30", 30, Rule.OWN)


def test_an_even_number_of_gaps_takes_the_middle_of_the_two() -> None:
    lines = [("王", "滤芯", day) for day in ("2026-01-01", "2026-01-11", "2026-01-31")]
    assert due(lines)["王", "滤芯"] == ("2026-02-15", 15, Rule.OWN)


def test_who_bought_once_is_due_by_the_others() -> None:
    lines = [(who, "滤芯", day) for who in "甲乙丙丁" for day in ("2026-01-01", "2026-04-01")]
    found = due([*lines, ("新", "滤芯", "2026-03-01")], on=date(2026, 4, 2))
    assert found["新", "滤芯"] == ("2026-05-30", 90, Rule.PEERS)


def test_what_most_never_buy_again_is_not_due() -> None:
    lines = [(str(each), "冰箱", "2026-01-01") for each in range(20)]
    lines += [(str(each), "冰箱", "2026-03-01") for each in range(4)]
    assert due(lines)["19", "冰箱"] == ("NaT", 0, Rule.NOT_REPEATED)


def test_two_purchases_of_one_customer_are_too_few() -> None:
    assert due([("王", "滤芯", "2026-01-01"), ("王", "滤芯", "2026-02-01")])["王", "滤芯"][2] is Rule.TOO_FEW


def test_the_median_life_counts_what_has_not_ended_yet() -> None:
    lives, ended = median_lives(
        np.array([0, 0, 0, 0, 1, 1]),
        np.array([5, 8, 9, 20, 3, 4]),
        np.array([True, False, True, True, False, False]),
        groups=2,
    )
    assert lives.tolist() == [9, 0]  # .75 after 5, .375 after 9
    assert ended.tolist() == [3, 0]


@pytest.mark.parametrize("day", ["NaT", "2027-01-01"])
def test_a_day_that_cannot_be_is_named(day: str) -> None:
    with pytest.raises(BadBaskets, match="row 1"):
        due([("王", "滤芯", "2026-01-01"), ("王", "滤芯", day)])
