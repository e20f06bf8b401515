"""Purchase days: lines added up by customer and day, returns taken off (`purchases.returning` says how)."""

from typing import Any

import ibis

from zhike.analytics.engine.questions.result import typed


def purchase_days(lines: Any) -> Any:
    """Answer (customer, day, amount), by customer and day."""
    return typed(netted(lines), "customer", "day")


def netted(lines: Any) -> Any:
    """Answer the same in any order, which the other questions begin with."""
    returns, sold = _returns(lines), lines.filter(lines.amount >= 0).rename(day="ordered_on")
    sold = sold.select("customer", "day", "amount")
    last = returns.group_by("customer").agg(last=returns.day.max(), known=ibis.literal(1))
    touched = sold.inner_join(last, "customer").filter(lambda both: both.day <= both["last"])
    # ClickHouse fills what a join does not find with 0 and 1970 unless it is told to leave it empty.
    others = sold.left_join(last, "customer")
    others = others.filter((others.known.coalesce(0) == 0) | (others.day > others["last"]))
    return ibis.union(_summed(others), _left(_summed(touched), returns))


def _summed(table: Any) -> Any:
    return table.group_by("customer", "day").agg(amount=table.amount.sum().cast("int64"))


def _returns(lines: Any) -> Any:
    """Answer returns by customer and the day on which they count: their order's, or their own."""
    back = lines.filter(lines.amount < 0)
    back = back.select("customer", "ordered_on", "amount", order=ibis.coalesce(back.returned_number, back.order_number))
    sold = lines.filter((lines.amount >= 0) & lines.order_number.notnull())
    sold = sold.select("customer", order="order_number", sold_on="ordered_on")
    sold = sold.semi_join(back, ["customer", "order"])
    first = sold.group_by("customer", "order").agg(first=sold.sold_on.min(), known=ibis.literal(1))
    found = back.left_join(first, ["customer", "order"])
    fits = (found.known.coalesce(0) == 1) & (found["first"] <= found.ordered_on)
    day = ibis.ifelse(fits, found["first"], found.ordered_on)
    return _summed(found.select("customer", "amount", day=day))


def _left(sold: Any, returns: Any) -> Any:
    """Take returns off the latest sales up to their day: a stack of money, as in `purchases.returning.take_off`."""
    events = ibis.union(sold.mutate(is_return=ibis.literal(0)), returns.mutate(is_return=ibis.literal(1)))
    events = events.mutate(height=events.amount.sum().over(_so_far(events)).cast("int64"))
    events = events.mutate(lowest=events.height.min().over(_so_far(events)))
    events = events.mutate(lifted=events.height + ibis.greatest(-events.lowest, 0))
    events = events.mutate(after=events.lifted.min().over(_from_here(events)))
    before = events.lifted - events.amount  # of a sale: it lays its amount on top
    kept = events.mutate(left=ibis.greatest(events.after - before, 0)).filter(events.is_return == 0)
    kept = kept.filter((kept.left > 0) | (kept.amount == 0))
    return kept.select("customer", "day", amount=kept.left.cast("int64"))


def _so_far(events: Any) -> Any:
    order = [events.day, events.is_return]
    return ibis.window(group_by=events.customer, order_by=order, preceding=None, following=0)


def _from_here(events: Any) -> Any:
    order = [events.day, events.is_return]
    return ibis.window(group_by=events.customer, order_by=order, preceding=0, following=None)
