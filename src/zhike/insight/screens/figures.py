"""The figures of the customer page in words, each with its definition and its rows."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.insight.queries import CustomerPage
from zhike.kit import cells
from zhike.kit.charts import Chart
from zhike.kit.figures import Figure
from zhike.sales.queries import Totals


def figures(page: CustomerPage) -> list[Figure]:
    """Answer the key figures of a customer, each with its definition and its rows."""
    return [*_money(page), *_rhythm(page)]


def months_chart(page: CustomerPage) -> Chart | None:
    """Draw what was ordered month by month; each bar leads to its orders."""
    if not page.months:
        return None
    best = max(page.months, key=lambda month: page.months[month])
    title = _("Best month: %(month)s with %(amount)s")
    return Chart(
        key="orders-by-month",
        title=title % {"month": f"{best:%Y-%m}", "amount": cells.yuan(page.months[best])},
        unit=_("yuan"),
        name=_("Ordered"),
        labels=[f"{month:%Y-%m}" for month in page.months],
        values=[amount / 100 for amount in page.months.values()],
        links=[_orders(page, month=f"{month:%Y-%m}") for month in page.months],
    )


def _orders(page: CustomerPage, **more: str) -> str:
    return f"{reverse('orders:list')}?{urlencode({'customer': page.customer.number} | more)}"


def _money(page: CustomerPage) -> list[Figure]:
    margin = page.in_all.margin
    return [
        Figure(
            "in-all",
            _("Ordered in all"),
            cells.money(page.in_all.amount),
            _count_and_back(page),
            _(
                "The sum of the amounts of all orders dated up to today, less what came back by today. "
                "An order that came back whole is not counted."
            ),
            _orders(page, until=page.on.isoformat()),
        ),
        Figure(
            "year",
            _("Last 365 days"),
            cells.money(page.last_365d.amount),
            _count(page.last_365d),
            _(
                "The sum of the amounts of the orders dated in the last 365 days, today included, less what came back: "
                "on the day of its order, or on its own day if no order is named."
            ),
            _orders(page, since=page.year_from.isoformat(), until=page.on.isoformat()),
        ),
        Figure(
            "margin",
            _("Margin in all"),
            cells.money(margin) if margin is not None else cells.missing(_("cost unknown")),
            _margin_share(page.in_all),
            _(
                "Amounts less costs of all orders and returns. What came back takes its share of its order's cost "
                "along. Shown only when the cost of each of this customer's lines is known, and the order of each "
                "return."
            ),
        ),
    ]


def labels(page: CustomerPage) -> list[Figure]:
    """Answer the three labels of a customer: what it is worth, whether it is still there, how we serve it."""
    return [
        Figure(
            "level",
            _("Level"),
            cells.badge(page.customer.get_level_display(), page.customer.level_tone),
            _level_note(page),
            _(
                "ABC: customers in order of their margin, or of their sales as long as the cost of any order is "
                "unknown. A while those before make less than 80 per cent of the whole, B less than 95, else C. "
                "Counted over all orders less returns, renewed after each import and every night; from ten buying "
                "customers on."
            ),
        ),
        Figure(
            "state",
            _("State"),
            cells.badge(page.state.label, page.state.tone),
            _state_note(page),
            _(
                "Days of silence against the customer's own median gap: active up to 1.5 gaps, late up to 2, "
                "dormant up to 3, lost beyond. It takes at least three days with a purchase."
            ),
        ),
        Figure(
            "relationship",
            _("Relationship"),
            cells.missing(_("not yet collected")),
            "",
            _("How we serve this customer. It is told from visits and service, which are not recorded yet."),
        ),
    ]


def _rhythm(page: CustomerPage) -> list[Figure]:
    rhythm = page.rhythm
    gap = rhythm.median_gap_days
    days = ngettext("%(n)s day with a purchase", "%(n)s days with a purchase", rhythm.purchase_days)
    return [
        Figure(
            "gap",
            _("Median gap"),
            cells.text(_("%(gap)s days") % {"gap": f"{gap:g}"})
            if gap is not None
            else cells.missing(_("too little data")),
            days % {"n": rhythm.purchase_days},
            _("The middle one of the gaps between days with a purchase; several orders on one day count once."),
        ),
        Figure("last", _("Last purchase"), cells.day(rhythm.last_on), _first(rhythm.first_on)),
    ]


def _first(on: date | None) -> str:
    return "" if on is None else _("first %(day)s") % {"day": on.isoformat()}


def _count(totals: Totals) -> str:
    return ngettext("%(n)s order", "%(n)s orders", totals.orders) % {"n": totals.orders}


def _count_and_back(page: CustomerPage) -> str:
    orders = _count(page.in_all)
    if not page.returned.count:
        return orders
    return _("%(orders)s, %(amount)s came back") % {"orders": orders, "amount": cells.yuan(page.returned.amount)}


def _margin_share(totals: Totals) -> str:
    if totals.margin is None or not totals.amount:
        return ""
    return _("%(share)s of sales") % {"share": f"{totals.margin / totals.amount:.1%}"}


def _level_note(page: CustomerPage) -> str:
    if page.score is None or page.score.share_before is None:
        return _("comes with the next scoring") if page.score is None and page.in_all.orders else ""
    basis = _("by margin") if page.score.basis == "margin" else _("by sales")
    return _("%(basis)s, those before make %(share)s") % {"basis": basis, "share": f"{page.score.share_before:.0%}"}


def _state_note(page: CustomerPage) -> str:
    silent = page.rhythm.silent_days
    return "" if silent is None else _("silent for %(days)s days") % {"days": silent}
