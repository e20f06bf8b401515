"""Purchase summaries: how often, since when, how lately and for how much."""

from datetime import date
from typing import Any

import ibis

from zhike.analytics.engine.questions.result import typed


def summary(days: Any, as_of: date) -> Any:
    """Answer the columns of `Engine.summary`, by customer; gaps have a question of their own, they need sorted days."""
    found = days.group_by("customer").agg(
        first_on=days.day.min(),
        last_on=days.day.max(),
        repeats=days.count() - 1,
        total=days.amount.sum().cast("int64"),
        first_amount=days.amount.argmin(days.day).cast("int64"),
    )
    age = ibis.date(as_of.isoformat()).delta(found.first_on, unit="day")
    repeated = (found.total - found.first_amount).cast("float64")
    found = found.mutate(age=age, mean_repeat=repeated / ibis.greatest(found.repeats, 1))
    names = ("customer", "first_on", "last_on", "repeats", "age", "total", "first_amount", "mean_repeat")
    return typed(found.select(*names), "customer")
