from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.analytics.likeness import BadTable, Basis, Column, categories, gower, nearest, numbers, value_by_peers
from zhike.analytics.likeness.peers import rows_of

Rows = Sequence[tuple[float | None, str]]
TRADES = ["", "餐饮", "零售", "制造"]
maybe = st.one_of(st.none(), st.floats(0, 1e6))
customers = st.lists(st.tuples(maybe, st.sampled_from(TRADES)), min_size=1, max_size=30)


def columns(rows: Rows, **weights: float) -> list[Column]:
    return [
        numbers("首单", [amount for amount, _ in rows], weight=weights.get("amount", 1)),
        categories("行业", [trade for _, trade in rows]),
    ]


def test_numbers_differ_by_their_share_of_the_range_and_categories_by_0_or_1() -> None:
    found = nearest(columns([(10, "餐饮")]), columns([(10, "零售"), (0, "餐饮"), (50, "餐饮"), (100, "制造")]), k=4)
    assert found.peers.tolist() == [[1, 2, 0, 3]]
    assert found.distances[0] == pytest.approx([0.05, 0.2, 0.5, 0.95])


def test_a_weight_makes_a_column_count_more() -> None:
    asked: Rows = [(10, "餐饮")]
    known: Rows = [(10, "零售"), (60, "餐饮"), (110, "餐饮")]
    assert nearest(columns(asked), columns(known), k=1).peers[0, 0] == 1
    assert nearest(columns(asked), columns(known, amount=9), k=1).peers[0, 0] == 0


def test_what_is_missing_does_not_count() -> None:
    found = nearest(columns([(None, "餐饮")]), columns([(5, "零售"), (900, "餐饮"), (None, "")]), k=3)
    assert found.peers.tolist() == [[1, 0, 2]]
    assert found.distances.tolist() == [[0, 1, 1]]


def test_the_robust_range_is_not_ruled_by_one_giant() -> None:
    known: Rows = [(float(each), "") for each in range(20)] + [(1e9, "")]
    plain = nearest(columns([(3, "")]), columns(known), k=21)
    robust = nearest(columns([(3, "")]), columns(known), k=21, scale="robust")
    assert plain.distances[0, 19] < 1e-6
    assert robust.distances[0, 19] == 1


def test_the_reasons_name_the_columns_that_make_them_alike() -> None:
    found = nearest(columns([(100, "餐饮")]), columns([(0, "餐饮"), (40, "餐饮"), (100, "零售")]), k=2)
    assert found.reasons(0)[0] == ("行业", 0.5)
    assert found.why[0].sum() == pytest.approx(1 - found.distances[0].mean())


@settings(max_examples=40)
@given(asked=customers, known=customers, k=st.integers(1, 8))
def test_pieces_give_what_the_whole_matrix_gives(asked: Rows, known: Rows, k: int) -> None:
    whole = nearest(columns(asked), columns(known), k=k)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gower, "REFERENCES_AT_ONCE", 3)
        patch.setattr(gower, "ASKED_AT_ONCE", 2)
        pieces = nearest(columns(asked), columns(known), k=k)
    assert pieces.peers.tolist() == whole.peers.tolist()
    assert np.isfinite(whole.distances).all()
    assert (np.diff(whole.distances, axis=1) >= -1e-8).all()
    assert whole.why.sum(axis=1) == pytest.approx(1 - whole.distances.mean(axis=1))


@given(known=customers)
def test_a_customer_is_nearest_to_its_equal(known: Rows) -> None:
    found = nearest(columns(known), columns(known), k=1)
    something = [amount is not None or trade != "" for amount, trade in known]
    assert (found.distances[something] < 1e-8).all()


def test_five_peers_with_margins_of_8_to_12_thousand_give_10_thousand() -> None:
    known = columns([(each, "餐饮") for each in (100, 101, 102, 103, 104, 900)])
    margins = [800_000, 1_000_000, 1_200_000, 900_000, 1_100_000, 9_900_000]
    found = value_by_peers(columns([(102, "餐饮")]), known, margins, k=5)
    assert found.expected[0] == 1_000_000
    assert found.spread[0] == pytest.approx(158_114, abs=1)
    assert 800_000 <= found.low[0] < found.expected[0] < found.high[0] <= 1_200_000
    assert found.basis == (Basis.PEERS,)
    assert rows_of(found.alike.peers, ["甲", "乙", "丙", "丁", "戊", "己"])[0][0] == "丙"


def test_of_whom_nothing_is_known_the_mean_of_all_is_expected() -> None:
    found = value_by_peers(columns([(None, "")]), columns([(1, "餐饮"), (2, ""), (3, "零售")]), [10, 20, 60], k=1)
    assert found.expected.tolist() == [30]
    assert found.basis == (Basis.EVERYBODY,)


def test_two_old_customers_are_too_few() -> None:
    found = value_by_peers(columns([(1, "")]), columns([(1, ""), (2, "")]), [10, 20])
    assert found.basis == (Basis.TOO_FEW,)
    assert np.isfinite([found.expected, found.spread, found.low, found.high]).all()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: numbers("首单", ["十元"]), "首单"),
        (lambda: numbers("首单", [1, np.inf]), "row 1"),
        (lambda: numbers("首单", [1], weight=0), "weight"),
        (lambda: nearest(columns([(1, "")]), columns([])), "reference"),
        (lambda: nearest(columns([(1, "")])[:1], columns([(1, "")])), "same columns"),
        (lambda: nearest([], []), "one column"),
        (lambda: nearest([numbers("甲", [1]), numbers("乙", [1, 2])], [numbers("甲", [1]), numbers("乙", [1])]), "乙"),
        (lambda: value_by_peers(columns([(1, "")]), columns([(1, "")]), [np.nan]), "values, row 0"),
        (lambda: value_by_peers(columns([(1, "")]), columns([(1, "")]), [1], level=1), "level"),
    ],
)
def test_what_cannot_be_compared_is_named(call: Callable[[], object], words: str) -> None:
    with pytest.raises(BadTable, match=words):
        call()
