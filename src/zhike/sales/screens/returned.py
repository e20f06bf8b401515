from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhike.kit import cells
from zhike.kit.columns import Column
from zhike.kit.lists.conditions import Condition, Group
from zhike.kit.lists.state import FirstView
from zhike.sales import queries
from zhike.sales.filters import PaperFilters
from zhike.sales.models import Return, ReturnLine
from zhike.sales.screens.papers import LinesScreen, PaperScreen, customer_columns, line_columns


def _order(paper: Return) -> SafeString:
    """Show the order, and say so when it has a newer version than the one the return was made for."""
    if paper.order is None:
        return cells.NOTHING
    if not paper.order.is_replaced:
        return cells.link(paper.order)
    words = _now("made for version %(version)s, which was replaced since") % {"version": paper.order.revision}
    return format_html("{} <span>({})</span>", cells.link(paper.order), words)


def _order_number(paper: Return) -> str:
    return paper.order.number if paper.order else ""


def _paper(line: ReturnLine) -> SafeString:
    return cells.link(line.paper)


def _order_of(line: ReturnLine) -> SafeString:
    return _order(line.paper)


def _order_number_of(line: ReturnLine) -> str:
    return _order_number(line.paper)


class ReturnScreen(PaperScreen):
    """Returns: list and card."""

    model = Return
    title = _("Returns")
    empty = _("No returns here yet")
    advice = _("Returns appear here once a file of them is imported.")
    namespace = "returns"
    rows, exported = queries.returns, queries.exported_returns
    filters = PaperFilters
    views = (
        FirstView("all", _("All")),
        FirstView("month", _("This month"), Group("all", (Condition("date", "this", ("month",)),))),
        FirstView("year", _("This year"), Group("all", (Condition("date", "this", ("year",)),))),
    )
    columns = (
        Column("number", _("Return number"), cell=cells.link, sort=("number",), kind="text", lookup="number"),
        Column(
            "date",
            _("Date returned"),
            "returned_on",
            cells.day,
            sort=("returned_on", "id"),
            falls_first=True,
            kind="date",
        ),
        *customer_columns(),
        Column(
            "order", _("Original order"), cell=_order, kind="text", lookup="order__number", plain_value=_order_number
        ),
        Column("amount", _("Amount"), "amount", cells.money, is_number=True, kind="money"),
        Column("reason", _("Reason of the return"), "reason", kind="text"),
        Column("submitted", _("Submitted"), "submitted_at", cells.moment, kind="moment", is_optional=True),
    )
    details = columns[1:]
    lines = (*line_columns("product"), Column("amount", _("Amount"), "amount", cells.money, is_number=True))


class ReturnLineScreen(LinesScreen):
    """The lines of all returns: what came back, and the file that brings returns back in."""

    model = ReturnLine
    title = _("Return lines")
    empty = _("No returns here yet")
    advice = _("Returns appear here once a file of them is imported.")
    namespace = "return_lines"
    rows, exported = queries.return_lines, queries.exported_return_lines
    views = (FirstView("all", _("All")),)
    columns = (
        Column("number", _("Return number"), cell=_paper, kind="text", lookup="paper__number", exports="paper.number"),
        Column("date", _("Date returned"), "paper.returned_on", cells.day, kind="date"),
        *customer_columns("paper"),
        Column(
            "order",
            _("Original order"),
            cell=_order_of,
            kind="text",
            lookup="paper__order__number",
            plain_value=_order_number_of,
        ),
        Column("reason", _("Reason of the return"), "paper.reason", kind="text"),
        *line_columns("product", kind="text"),
        Column("amount", _("Amount"), "amount", cells.money, is_number=True, kind="money"),
    )
