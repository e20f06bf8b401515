"""How much of everything few customers make: a hundred steps of the curve, and what Gini's number needs."""

from typing import Any

import ibis

from zhike.analytics.engine.questions.result import typed


def concentration(days: Any) -> Any:
    """Answer (percent, customers, amount, ranked)."""
    worth = days.group_by("customer").agg(amount=days.amount.sum().cast("int64"))
    order = [worth.amount.desc(), worth.customer]
    ranks = worth.mutate(rank=ibis.row_number().over(ibis.window(order_by=order)).cast("int64") + 1)
    whole = worth.agg(many=worth.count())  # one row beside each, not a window over all: that would be one task
    each = ranks.cross_join(whole)
    each = each.mutate(percent=((each["rank"] - 1) * 100 / each.many).floor())
    found = each.group_by("percent").agg(
        customers=each.count(),
        amount=each.amount.sum(),
        ranked=(each["rank"].cast("float64") * each.amount.cast("float64")).sum(),
    )
    return typed(found, "percent")
