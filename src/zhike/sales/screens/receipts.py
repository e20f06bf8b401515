from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhike.kit import cells
from zhike.kit.columns import Column
from zhike.kit.lists.conditions import Condition, Group
from zhike.kit.lists.state import FirstView
from zhike.sales import queries
from zhike.sales.filters import PaperFilters
from zhike.sales.models import Receipt
from zhike.sales.screens.papers import PaperScreen, customer_columns


def _way(way: str) -> SafeString:
    return cells.text(Receipt.Way(way).label) if way else cells.NOTHING


def _way_words(receipt: Receipt) -> str:
    return str(receipt.get_way_display()) if receipt.way else ""


class ReceiptScreen(PaperScreen):
    """Receipts: list and card."""

    model = Receipt
    title = _("Receipts")
    empty = _("No receipts here yet")
    advice = _("Receipts appear here once a file of them is imported.")
    namespace = "receipts"
    rows, exported = queries.receipts, queries.exported_receipts
    filters = PaperFilters
    views = (
        FirstView("all", _("All")),
        FirstView("month", _("This month"), Group("all", (Condition("date", "this", ("month",)),))),
        FirstView("year", _("This year"), Group("all", (Condition("date", "this", ("year",)),))),
    )
    columns = (
        Column("number", _("Receipt number"), cell=cells.link, sort=("number",), kind="text", lookup="number"),
        Column(
            "date",
            _("Date received"),
            "received_on",
            cells.day,
            sort=("received_on", "id"),
            falls_first=True,
            kind="date",
        ),
        *customer_columns(),
        Column("amount", _("Amount"), "amount", cells.money, is_number=True, kind="money"),
        Column(
            "way",
            _("Way of payment"),
            "way",
            _way,
            kind="choice",
            choices=Receipt.Way.choices,
            plain_value=_way_words,
        ),
        Column("account", _("Account"), "account", kind="text"),
        Column("payer", _("Payer"), "payer", kind="text", is_optional=True),
        Column("remarks", _("Purpose"), "remarks", kind="text"),
        Column("submitted", _("Submitted"), "submitted_at", cells.moment, kind="moment", is_optional=True),
    )
    details = columns[1:]
