import numpy as np
import pytest

from zhike.analytics.describing import cohorts, concentration, independent_scores, lrfm, repeat_curve, rhythms
from zhike.analytics.purchases import lines, purchase_days, summary

AS_OF = np.datetime64("2026-06-30")
NEW_YEAR = np.datetime64("2026-01-01")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("customer", "day", "amount"),
    [
        pytest.param([1], [NEW_YEAR], [5], id="one customer"),
        pytest.param(range(9), [NEW_YEAR] * 9, range(9), id="one purchase each"),
        pytest.param([1, 1, 2, 2], [NEW_YEAR] * 4, [5] * 4, id="all on one day"),
        pytest.param([1] * 4, ["1900-01-01", "1990-01-01", "2026-01-01", "2026-06-30"], [1, 2, 3, 4], id="long gaps"),
        pytest.param([1, 2], [NEW_YEAR] * 2, [0, 0], id="nothing paid"),
        pytest.param([1, 2], [NEW_YEAR] * 2, [10**15 - 1, 1 - 10**15], id="very much"),
        pytest.param([2**63 - 1, 1 - 2**63, 0], [NEW_YEAR] * 3, [1, 2, 3], id="numbers far apart"),
        pytest.param(np.arange(10**5), np.full(10**5, NEW_YEAR), np.ones(10**5, int), id="all alike"),
    ],
)
def test_odd_data_are_described_without_a_warning_or_a_missing_number(
    customer: list[int], day: list[str], amount: list[int]
) -> None:
    days = purchase_days(lines(np.array(customer), np.array(day, dtype="datetime64[D]"), np.array(amount)))
    found, measures, rhythm = summary(days, AS_OF), lrfm(days, AS_OF, window_days=30), rhythms(summary(days, AS_OF))
    curve, shares, table = repeat_curve(days, AS_OF), concentration(found.total), cohorts(days, AS_OF)
    scores = independent_scores(measures.recency, measures.frequency, measures.money)
    numbers = (
        *(found.gap_mean, found.gap_std, found.mean_repeat, found.log_gaps, measures.money, rhythm.silence),
        *(curve.share, curve.low, curve.high, shares.lorenz, shares.whale, table.retention.filled(0)),
    )
    assert all(np.isfinite(each).all() for each in numbers)
    assert len(found.history()) == len(scores.code)
    assert int(found.total.sum()) + days.aside.total == sum(int(each) for each in amount)
