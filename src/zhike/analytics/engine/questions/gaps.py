"""The rhythm of customers: mean, median and deviation of the days between purchases."""

from typing import Any

from zhike.analytics.engine.questions.result import typed
from zhike.analytics.engine.questions.summary import with_gaps


def gaps(days: Any) -> Any:
    """Answer (customer, gap_mean, gap_median, gap_std), by customer; one gap has no deviation: 0."""
    each = with_gaps(days)
    each = each.filter(each.gap.notnull())
    found = each.group_by("customer").agg(
        gap_mean=each.gap.mean(),
        gap_median=each.gap.cast("float64").median(),
        gap_std=each.gap.cast("float64").std(how="sample"),
        many=each.count(),
    )
    std = (found.many > 1).ifelse(found.gap_std, 0.0)
    return typed(found.mutate(gap_std=std).drop("many"), "customer")
