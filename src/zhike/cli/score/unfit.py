"""Purchases that were read but cannot be scored, told with the column, the purchase and the remedy."""

from typing import TYPE_CHECKING

from zhike.cli.refusal import Refusal
from zhike.cli.score.layout import OPTIONS
from zhike.cli.score.purchases import Purchases
from zhike.phrases import Phrase, say

if TYPE_CHECKING:
    from zhike.analytics.purchases import BadLines

_ARGUMENTS = {"customer": "customer", "day": "time", "amount": "amount"}
"""The library's names of the columns, and the readers'."""
_REASONS = {
    "customer": Phrase("a customer is missing"),
    "time": Phrase("a day is missing, or not between 1900 and 2199"),
    "amount": Phrase("amounts are no numbers, or together too large to be added up"),
}
_OF_A_COLUMN = Phrase(
    "The column “%(column)s” cannot be scored: %(reason)s (see purchase %(row)s below the head). "
    "Correct it, or name another column with %(option)s."
)
_AS_A_WHOLE = Phrase("The purchases cannot be scored: check that each has a customer, a day and an amount.")


def unfit(purchases: Purchases, error: "BadLines") -> Refusal:
    """Say which column cannot be scored, by which of its purchases it shows, and what to do."""
    name = _ARGUMENTS.get(error.column, "")
    if error.row is None or name not in purchases.titles:
        return Refusal(_AS_A_WHOLE)
    values = {
        "column": purchases.titles[name],
        "reason": say(_REASONS[name]),
        "row": error.row + 1,
        "option": OPTIONS[name],
    }
    return Refusal(_OF_A_COLUMN.given(**values))
