"""What was sold of an item: by store and day, and by customer and day."""

from typing import Any

from zhike.analytics.engine.questions.result import typed


def item_days(lines: Any) -> Any:
    """Answer (store, item, day, quantity, amount, returned), by store, item and day."""
    known = lines.filter(lines.item.notnull()).rename(day="ordered_on")
    is_sold = known.amount >= 0
    found = known.group_by("store", "item", "day").agg(
        quantity=known.quantity.sum(where=is_sold).coalesce(0.0),
        amount=known.amount.sum(where=is_sold).coalesce(0),
        returned=(-known.quantity.sum(where=~is_sold)).coalesce(0.0),
    )
    return typed(found, "store", "item", "day")


def item_purchases(lines: Any) -> Any:
    """Answer (customer, item, day, quantity, amount), by customer, item and day."""
    sold = lines.filter((lines.amount >= 0) & lines.item.notnull()).rename(day="ordered_on")
    found = sold.group_by("customer", "item", "day").agg(
        quantity=sold.quantity.sum().coalesce(0.0), amount=sold.amount.sum()
    )
    return typed(found, "customer", "item", "day")
