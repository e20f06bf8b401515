"""Length, recency, frequency and money, as `describing.lrfm` measures them."""

from datetime import date, timedelta
from typing import Any

import ibis

from zhike.analytics.engine.questions.result import typed


def lrfm(days: Any, as_of: date, window_days: int | None) -> Any:
    """Answer (customer, length, recency, frequency, money), by customer."""
    start = date.min if window_days is None else as_of - timedelta(days=window_days)
    inside = days.day > ibis.date(max(start, date(1899, 12, 31)).isoformat())
    found = days.group_by("customer").agg(
        first_on=days.day.min(),
        last_on=days.day.max(),
        frequency=inside.cast("int64").sum(),
        money=days.amount.sum(where=inside).coalesce(0),
    )
    length = found.last_on.delta(found.first_on, unit="day")
    recency = ibis.date(as_of.isoformat()).delta(found.last_on, unit="day")
    named = found.mutate(length=length, recency=recency)
    return typed(named.select("customer", "length", "recency", "frequency", "money"), "customer")
