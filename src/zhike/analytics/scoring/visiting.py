"""Purchase days as the forecast takes them: customers and days numbered from 0."""

import numpy as np

from zhike.analytics.forecasting.visits import Visits, visits
from zhike.analytics.purchases import PurchaseDays


def visits_of(*parts: PurchaseDays, day: np.datetime64) -> tuple[Visits, int]:
    """Put purchase days together, by customer and day.

    Args:
        parts: purchase days of the same customers, no day of one customer twice.
        day: a day that is asked for by its number.

    Returns:
        The visits, customers in the order of their codes, and the number of the day.
    """
    code, days = (np.concatenate([getattr(part, name) for part in parts]) for name in ("customer", "day"))
    amount = np.concatenate([part.amount for part in parts]).astype(np.float64)
    origin = days.min()
    number = (days - origin).astype(np.int64)
    order = np.lexsort((number, code))
    _, dense = np.unique(code[order], return_inverse=True)
    return visits(dense, number[order], amount[order]), int((day - origin).astype(np.int64))
