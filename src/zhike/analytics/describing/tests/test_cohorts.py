import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.describing import cohorts
from zhike.analytics.purchases import BadLines, lines, purchase_days
from zhike.analytics.purchases.tests.cdnow import END, cdnow


def test_cdnows_retention_is_as_measured_by_others() -> None:
    found = cohorts(purchase_days(cdnow("master")), END)
    assert found.size[:3].tolist() == [7846, 8476, 7248]
    published = [
        [0.1475, 0.1229, 0.1032, 0.0865, 0.0938, 0.0918, 0.0742, 0.0712],
        [0.1548, 0.1156, 0.0924, 0.0999, 0.0927, 0.0739, 0.0730, 0.0786],
        [0.1424, 0.1038, 0.1043, 0.0930, 0.0778, 0.0774, 0.0799, 0.0875],
    ]
    assert np.allclose(found.retention[:3, 1:9], published, atol=5.1e-5)
    assert found.retention[:3, 0].tolist() == [1, 1, 1]
    assert found.seen[:3].sum(axis=1).tolist() == [18, 17, 16]


def test_a_month_not_yet_over_is_blank() -> None:
    days = purchase_days(lines([1, 1, 2], ["2026-01-31", "2026-03-01", "2026-02-10"], [100, 30, 7]))
    found = cohorts(days, np.datetime64("2026-03-30"))
    assert found.retention.tolist() == [[1, 0, None], [1, None, None], [None, None, None]]
    assert found.active.tolist() == [[1, 0, 1], [1, 0, 0], [0, 0, 0]]
    over = cohorts(days, np.datetime64("2026-03-31"))
    assert over.retention.tolist() == [[1, 0, 1], [1, 0, None], [None, None, None]]
    assert over.spending.tolist() == [[100, 0, 30], [7, 0, None], [None, None, None]]
    assert over.month.astype(str).tolist() == ["2026-01", "2026-02", "2026-03"]


def test_cohorts_need_a_purchase_and_no_later_ones() -> None:
    with pytest.raises(BadLines, match="there is no purchase"):
        cohorts(purchase_days(lines([1], ["2026-01-01"], [-1])), np.datetime64("2026-01-31"))
    with pytest.raises(BadLines, match="lie after"):
        cohorts(purchase_days(lines([1], ["2026-01-01"], [1])), np.datetime64("2025-12-31"))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 400), st.integers(0, 99)), min_size=1, max_size=60))
def test_cohorts_add_up_to_the_customers_and_their_money(rows: list[tuple[int, int, int]]) -> None:
    customer, day, amount = zip(*rows, strict=True)
    found = cohorts(
        purchase_days(lines(customer, np.datetime64("2025-01-15") + np.array(day), amount)), np.datetime64("2026-04-30")
    )
    assert int(found.size.sum()) == len(set(customer))
    assert int(found.amount.sum()) == sum(amount)
    assert found.active[:, 0].tolist() == found.size.tolist()
    assert (found.active <= found.size[:, None]).all()
    assert (found.active[~found.seen] == 0).all()
