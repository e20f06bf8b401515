"""Purchase summaries: how often, since when, how lately and for how much."""

from datetime import date
from typing import Any

import ibis

from zhike.analytics.engine.questions.result import typed


def with_gaps(days: Any) -> Any:
    """Give each purchase day the days since the one before, none at the first."""
    before = days.day.lag().over(ibis.window(group_by=days.customer, order_by=days.day))
    found = days.mutate(before=before)
    return found.mutate(gap=found.day.delta(found.before, unit="day").cast("int64"))


def summary(days: Any, as_of: date) -> Any:
    """Answer the columns of `Engine.summary`, by customer."""
    each = with_gaps(days)
    found = each.group_by("customer").agg(
        first_on=each.day.min(),
        last_on=each.day.max(),
        repeats=each.count() - 1,
        total=each.amount.sum().cast("int64"),
        first_amount=each.amount.sum(where=each.before.isnull()).cast("int64"),
        log_gaps=each.gap.cast("float64").ln().sum().coalesce(0.0),
    )
    age = ibis.date(as_of.isoformat()).delta(found.first_on, unit="day")
    repeated = (found.total - found.first_amount).cast("float64")
    found = found.mutate(age=age, mean_repeat=repeated / ibis.greatest(found.repeats, 1))
    names = ("customer", "first_on", "last_on", "repeats", "age", "total", "first_amount", "mean_repeat", "log_gaps")
    return typed(found.select(*names), "customer")
