"""What each month of lines comes to, with the mark of `snapshot.months`."""

from typing import Any

from zhike.analytics.engine.questions.result import typed
from zhike.analytics.snapshot.months import FACTORS, PRIME


def months(lines: Any) -> Any:
    """Answer (month, count, amount, mark), by month."""
    code = lines.ordered_on.day().cast("int64") * 7919
    for name, factor in FACTORS.items():
        column = lines.item.coalesce(0) if "item" in name else lines[name]
        code += column.cast("int64") % PRIME * factor % PRIME
    each = lines.mutate(month=_month(lines.ordered_on), code=code % PRIME)
    found = each.group_by("month").agg(
        count=each.count(), amount=each.amount.sum(), mark=(each.code * each.code % PRIME).sum()
    )
    return typed(found, "month")


def _month(day: Any) -> Any:
    return day.year().cast("string") + "-" + day.month().cast("string").lpad(2, "0")
