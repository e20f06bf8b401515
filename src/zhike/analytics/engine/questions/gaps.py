"""The rhythm of customers: mean, median and deviation of the days between purchases, and their logarithms."""

from typing import Any

import ibis

from zhike.analytics.engine.questions.result import typed


def gaps(days: Any) -> Any:
    """Answer the columns of `Engine.gaps`, by customer; one gap has no deviation: 0."""
    before = days.day.lag().over(ibis.window(group_by=days.customer, order_by=days.day))
    each = days.mutate(gap=days.day.delta(before, unit="day").cast("int64"))
    each = each.filter(each.gap.notnull())
    found = each.group_by("customer").agg(
        log_gaps=each.gap.cast("float64").ln().sum(),
        gap_mean=each.gap.mean(),
        gap_median=each.gap.cast("float64").median(),
        gap_std=each.gap.cast("float64").std(how="sample"),
        many=each.count(),
    )
    std = (found.many > 1).ifelse(found.gap_std, 0.0)
    return typed(found.mutate(gap_std=std).drop("many"), "customer")
