"""From order lines to purchase histories, by customer and business day."""

from zhike.analytics.purchases.checking import BadLines, cents_of_units
from zhike.analytics.purchases.coding import Coded, code
from zhike.analytics.purchases.days import PurchaseDays, purchase_days
from zhike.analytics.purchases.lines import Lines, lines
from zhike.analytics.purchases.returning import Aside
from zhike.analytics.purchases.splitting import Split, split
from zhike.analytics.purchases.summary import FEWEST_PURCHASES, Summary, summary

__all__ = [
    "FEWEST_PURCHASES",
    "Aside",
    "BadLines",
    "Coded",
    "Lines",
    "PurchaseDays",
    "Split",
    "Summary",
    "cents_of_units",
    "code",
    "lines",
    "purchase_days",
    "split",
    "summary",
]
