"""How rows make papers: lines numbered, sums exact, unknown costs unknown."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.exchange.spool import Row
from zhike.sales.rules import LARGEST_COST, is_code, known_sum, paper, positions

fen = st.integers(0, 10**13)


def row(line: int = 2, **values: Any) -> Row:
    return Row(line, {"number": "D1", "ordered_on": "2026-03-05", "amount": 100, **values})


@given(amounts=st.lists(fen, min_size=1, max_size=20), costs=st.lists(fen | st.none(), min_size=20, max_size=20))
def test_the_amount_of_a_paper_is_the_sum_of_its_lines(amounts: list[int], costs: list[int | None]) -> None:
    made = paper("D1", [row(amount=a, cost=c) for a, c in zip(amounts, costs, strict=False)])
    assert made.amount == sum(line.amount for line in made.lines) == sum(amounts)
    known = [line.cost for line in made.lines]
    assert made.cost == (None if None in known else sum(cost or 0 for cost in known))


@given(st.lists(fen | st.none()))
def test_one_unknown_part_makes_the_sum_unknown(parts: list[int | None]) -> None:
    assert (known_sum(parts) is None) == (None in parts)


def test_a_unit_cost_times_a_quantity_is_rounded_once_to_a_fen() -> None:
    made = paper("D1", [row(unit_cost="0.333333", quantity="3"), row(unit_cost="0.005", quantity="1")])
    assert [line.cost for line in made.lines] == [100, 1]


@pytest.mark.parametrize(
    ("values", "cost"),
    [
        ({"cost": 5, "unit_cost": "9", "quantity": "9"}, 5),
        ({"unit_cost": "9"}, None),
        ({"quantity": "9"}, None),
        ({"unit_cost": "0", "quantity": "9"}, 0),
        ({"cost": 0}, 0),
    ],
)
def test_a_cost_of_the_line_goes_before_a_unit_cost(values: dict[str, Any], cost: int | None) -> None:
    assert paper("D1", [row(**values)]).cost == cost


@pytest.mark.parametrize(
    ("given_numbers", "numbered"),
    [
        ([None, None, None], [1, 2, 3]),
        ([3, 1, 2], [3, 1, 2]),
        ([0], [0]),
        ([10, 20], [10, 20]),
        ([1, 1], None),
        ([1, None], None),
        ([None, 2], None),
    ],
)
def test_lines_are_numbered_all_or_none(given_numbers: list[int | None], numbered: list[int] | None) -> None:
    assert positions(given_numbers) == numbered


@pytest.mark.parametrize(
    "values",
    [
        [{"line_number": 1}, {"line_number": 1}],
        [{"line_number": 2**31}],
        [{"unit_cost": "9999999999", "quantity": "9999999999"}],
    ],
    ids=["repeated", "too large", "cost too large"],
)
def test_what_no_book_could_hold_is_a_fault_of_the_whole_paper(values: list[dict[str, Any]]) -> None:
    made = paper("D1", [row(**each) for each in values])
    assert made.fault is not None
    assert made.fault.phrase.values["order"] == "D1"


def test_the_largest_amounts_a_cell_may_hold_are_possible() -> None:
    assert paper("D1", [row(amount=LARGEST_COST, cost=LARGEST_COST, line_number=2**31 - 1)]).fault is None


def test_identical_rows_are_lines_of_their_own() -> None:
    made = paper("D1", [row(2, product="酒", quantity="1"), row(3, product="酒", quantity="1")])
    assert [line.position for line in made.lines] == [1, 2]
    assert made.ordered_on == date(2026, 3, 5)


def test_a_line_knows_its_product_by_code_and_by_name() -> None:
    both, name, code, none = paper(
        "D1", [row(product_code="P1", product="酒"), row(product="酒"), row(product_code="P1"), row(quantity="0.5")]
    ).lines
    assert (both.product, both.product_name) == ("P1", "酒")
    assert (name.product, name.product_name) == ("酒", "酒")
    assert (code.product, code.product_name) == ("P1", "P1")
    assert (none.product, none.quantity) == ("", Decimal("0.5"))


@pytest.mark.parametrize(
    ("word", "yes"),
    [("00123", True), ("C-07.b", True), ("宏达商贸", False), ("A B", False), ("x" * 41, False), ("", False)],
)
def test_a_word_of_latin_letters_and_digits_looks_like_a_number(word: str, yes: bool) -> None:
    assert is_code(word) is yes
