"""False value 假价值: sales rise while customers leave or like us less, and what the rise is made of."""

from dataclasses import dataclass
from typing import Literal

from zhike.analytics.worth.bridge import Bridge
from zhike.analytics.worth.figures import number

Kind = Literal["price", "marketing", "one_large_customer"]
"""涨价型, 营销型, 大客户掩盖型."""

LIKED_LESS = 0.05
"""A fall of the share of satisfied customers (top 2 grades) that counts."""


@dataclass(frozen=True)
class Promotion:
    """What a promotion brought.

    Attributes:
        new: 分 of sales to customers it won.
        retention: share of these still buying after six months, 0–1.
        usual_retention: the same of other new customers.
    """

    new: int
    retention: float
    usual_retention: float


@dataclass(frozen=True)
class FalseValue:
    """Whether a rise of sales is false, and why.

    Attributes:
        found: whether it is.
        kinds: what makes it up, where it is.
        fewer_customers: whether there are fewer than before.
        liked_less: whether satisfaction fell; None if it was not asked.
        unjudged: kinds that could not be judged for want of data (无数据).
    """

    found: bool
    kinds: tuple[Kind, ...]
    fewer_customers: bool
    liked_less: bool | None
    unjudged: tuple[Kind, ...]


def false_value(
    bridge: Bridge, *, satisfied: tuple[float, float] | None = None, promotion: Promotion | None = None
) -> FalseValue:
    """Judge a change of sales.

    Args:
        bridge: how sales changed.
        satisfied: share of satisfied customers before and after, 0–1.
        promotion: what a promotion in the later period brought.

    Raises:
        BadFigures: a share is out of its limits.

    Source: domain book 2.13, rows A05 and A06.
    """
    fewer = bridge.customers_change < 0
    less = None if satisfied is None else _liked_less(*satisfied)
    found = bridge.change > 0 and (fewer or bool(less))
    unjudged: tuple[Kind, ...] = ("marketing",) if promotion is None else ()
    return FalseValue(found, _kinds(bridge, promotion) if found else (), fewer, less, unjudged)


def _liked_less(before: float, after: float) -> bool:
    had, has = number("satisfied", before, least=0, most=1), number("satisfied", after, least=0, most=1)
    return had - has >= LIKED_LESS - 1e-9


def _kinds(bridge: Bridge, promotion: Promotion | None) -> tuple[Kind, ...]:
    judged: dict[Kind, bool] = {
        "price": bridge.price >= bridge.change,
        "marketing": promotion is not None and _bought_by_promotion(bridge, promotion),
        "one_large_customer": bridge.without_largest < 0,
    }
    return tuple(kind for kind, holds in judged.items() if holds)


def _bought_by_promotion(bridge: Bridge, promotion: Promotion) -> bool:
    stays = number("retention", promotion.retention, least=0, most=1)
    usual = number("usual_retention", promotion.usual_retention, least=0, most=1)
    return promotion.new >= bridge.change and stays < usual
