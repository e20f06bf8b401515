import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhike.analytics.purchases import lines
from zhike.analytics.scoring import BadSettings, Settings, as_json
from zhike.analytics.scoring.collapsing import collapsed
from zhike.analytics.scoring.tests.made import AS_OF, bought, many, scored


def test_every_customer_has_a_row_with_what_was_and_what_is_to_come() -> None:
    found = scored(many(300))
    rows = found.rows
    assert len(rows) == found.customers == 300
    assert found.models.basis == "model"
    assert set(rows.basis) <= {"model", "too_little_data"}
    assert (rows.ahead.low <= rows.ahead.high).all()
    assert ((rows.ahead.buys >= 0) & (rows.ahead.buys <= 1)).all()
    assert (rows.ahead.expected >= rows.ahead.buys - 1e-9).all()
    assert (rows.ahead.next_low <= rows.ahead.next_days).all()
    assert (rows.ahead.next_days <= rows.ahead.next_high).all()
    assert rows.value is not None
    assert rows.value.variant == "lifetime_model"
    assert (rows.value.amount >= 0).all()


def test_below_three_purchases_a_row_says_too_little_data() -> None:
    rows = scored(many(300)).rows
    assert ((rows.basis == "too_little_data") == (rows.summary.repeats < 2)).all()
    assert ((rows.rhythms.state == "unknown") == (rows.summary.repeats < 2)).all()


def test_what_is_held_out_is_seen_by_no_row_and_stands_beside_it() -> None:
    source = many(300)
    held = scored(source, holdout_days=90)
    before = scored(source, as_of=AS_OF - 90)
    assert held.rows.came is not None
    assert held.rows.came.sum() > 0
    assert before.rows.came is None
    assert held.models == before.models
    assert (held.rows.ahead.expected == before.rows.ahead.expected).all()
    assert held.transactions == len(source)


def test_every_model_and_the_blend_are_judged_by_what_came() -> None:
    found = as_json(scored(many(300), holdout_days=90))["backtest"]
    assert {"bg_nbd", "mbg_nbd", "pareto_nbd", "blend"} <= set(found)
    for measures in found.values():
        assert list(measures) == ["mae", "rmse", "poisson_deviance", "auc", "coverage80"]
        assert 0 <= measures["coverage80"] <= 1


def test_returns_after_the_cut_do_not_change_what_was_known_before() -> None:
    kept = [("甲", f"2025-{month:02}-15", 100_00) for month in range(1, 13)]
    found = scored(bought(*kept, ("甲", "2025-12-20", -900_00)), holdout_days=60)
    assert found.rows.summary.total.tolist() == [10 * 100_00]
    assert found.customers == 1


def test_the_blend_foretells_what_it_is_asked_to() -> None:
    source = many(300)
    plain, blended = scored(source), scored(source, blend=True)
    assert set(blended.rows.basis) == {"blend", "too_little_data"}
    assert (blended.rows.ahead.next_days == plain.rows.ahead.next_days).all()
    assert (blended.rows.ahead.expected != plain.rows.ahead.expected).any()
    assert set(scored(many(20), blend=True).rows.basis) <= {"gap_rule", "too_little_data"}


def test_the_order_of_rows_does_not_matter() -> None:
    source = many(150)
    again = np.random.default_rng(1).permutation(len(source))
    one, other = scored(source), scored(source.take(again))
    assert one.rows.ahead.expected == pytest.approx(other.rows.ahead.expected, rel=1e-6)
    assert (one.rows.summary.total == other.rows.summary.total).all()


def test_a_longer_horizon_expects_more() -> None:
    source = many(150)
    short, long = scored(source, horizon_days=30), scored(source, horizon_days=180)
    assert (long.rows.ahead.expected >= short.rows.ahead.expected).all()
    assert (long.rows.ahead.buys >= short.rows.ahead.buys).all()


def test_without_money_purchases_are_counted_and_nothing_is_said_of_value() -> None:
    from zhike.analytics.scoring import score

    found = score(many(150), Settings(AS_OF), has_money=False)
    assert found.rows.value is None
    assert found.models.gamma_gamma is None
    assert 0 < found.concentration.gini < 1


def test_few_customers_are_foretold_by_their_own_gaps() -> None:
    found = scored(bought(*((who, f"2025-{month:02}-15", 100_00) for who in "甲乙" for month in range(1, 13))))
    rows = found.rows
    assert found.models.basis == "too_few_customers"
    assert (rows.basis == "gap_rule").all()
    assert rows.ahead.expected == pytest.approx(90 / (334 / 11), rel=1e-6)
    assert rows.ahead.buys == pytest.approx(1 - np.exp(-rows.ahead.expected), rel=1e-9)
    assert rows.value is not None
    assert rows.value.variant == "gap_rule"


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 500)), min_size=1, max_size=60))
def test_equal_histories_are_put_together_and_found_again(rows: list[tuple[int, int]]) -> None:
    customer, day = zip(*rows, strict=True)
    source = lines(np.array(customer), AS_OF - np.array(day), np.full(len(rows), 100))
    history = scored(source).rows.summary.history()
    same, which = collapsed(history)
    assert same.customers == len(history)
    for name in ("repeats", "last", "age"):
        assert (getattr(same, name)[which] == getattr(history, name)).all()
    assert same.weights @ same.log_gaps == pytest.approx(history.log_gaps.sum())


@pytest.mark.parametrize(
    "wrong", [{"horizon_days": 0}, {"holdout_days": -1}, {"unit": 30}, {"level": 1.0}, {"discount": -0.1}]
)
def test_settings_out_of_their_limits_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(BadSettings, match="expected"):
        Settings(AS_OF, **wrong)  # type: ignore[arg-type]
