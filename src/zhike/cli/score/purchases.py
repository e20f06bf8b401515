"""Purchases as they were read from a file, whatever kind it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhike.analytics.purchases import Coded


@dataclass(frozen=True, eq=False)
class Purchases:
    """The columns of a file of n purchases.

    `customer`: codes with their labels. `day`: datetime64[D]. `amount`: 分, None where the file has none.
    `titles`: what the columns are called in the file; `by_content`: those that were told by their cells alone.
    """

    customer: "Coded"
    day: Any
    amount: Any
    titles: Mapping[str, str]
    by_content: tuple[str, ...] = ()
    left_out: int = 0
    """Lines that are totals, notes or the head once more."""
