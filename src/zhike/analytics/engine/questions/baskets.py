"""Items bought together in one order."""

from typing import Any

from zhike.analytics.engine.questions.result import typed


def pairs(lines: Any, least: int, widest: int) -> Any:
    """Answer (item, other, baskets), by item and other."""
    held = _baskets(lines).select("order_number", "item").distinct()
    sizes = held.group_by("order_number").agg(size=held.count())
    narrow = sizes.filter((sizes["size"] >= 2) & (sizes["size"] <= widest))
    held = held.semi_join(narrow, "order_number")
    other = held.view().rename(other="item")
    both = held.join(other, "order_number")
    both = both.filter(both.item < both.other)
    found = both.group_by("item", "other").agg(baskets=both.count())
    return typed(found.filter(found.baskets >= least), "item", "other")


def item_baskets(lines: Any) -> Any:
    """Answer (item, baskets, customers), by item."""
    sold = _baskets(lines)
    held = sold.select("customer", "order_number", "item").distinct()
    found = held.group_by("item").agg(baskets=held.order_number.nunique(), customers=held.customer.nunique())
    return typed(found, "item")


def _baskets(lines: Any) -> Any:
    return lines.filter((lines.amount >= 0) & lines.order_number.notnull() & lines.item.notnull())
