"""Who of each month's new customers bought in each month after."""

from typing import Any

from zhike.analytics.engine.questions.result import typed


def cohorts(days: Any) -> Any:
    """Answer (cohort, since, customers, amount)."""
    index = (days.day.year().cast("int64") - 1970) * 12 + days.day.month().cast("int64") - 1
    each = days.mutate(month=index)
    bought = each.group_by("customer", "month").agg(amount=each.amount.sum().cast("int64"))
    first = bought.group_by("customer").agg(cohort=bought.month.min())
    both = bought.join(first, "customer")
    both = both.mutate(since=both.month - both.cohort)
    found = both.group_by("cohort", "since").agg(customers=both.count(), amount=both.amount.sum())
    return typed(found, "cohort", "since")
