"""The history of the customer page: orders, changes with their values, how the customer came to us."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhike.customers.queries import Change, ChangedField
from zhike.insight.queries import CustomerPage
from zhike.kit import cells


@dataclass(frozen=True)
class Happening:
    """One line of the history."""

    at: datetime
    when: SafeString
    words: str
    href: str = ""
    amount: SafeString | None = None
    changes: tuple[ChangedField, ...] = ()


def history(page: CustomerPage) -> list[Happening]:
    """Answer what happened, newest first: orders, changes of the record, how it came to us."""
    orders = [
        Happening(
            timezone.make_aware(datetime.combine(order.ordered_on, time(12))),
            cells.day(order.ordered_on),
            _("Order %(number)s") % {"number": order.number},
            order.get_absolute_url(),
            cells.money(order.amount),
        )
        for order in page.latest_orders
    ]
    changes = [
        Happening(change.at, cells.moment(change.at), _words(change), changes=change.fields)
        for change in page.changes
        if change.action != "added"
    ]
    return sorted([*orders, *changes, _arrival(page)], key=lambda happening: happening.at, reverse=True)


def _arrival(page: CustomerPage) -> Happening:
    customer = page.customer
    words = _("Added by hand")
    if customer.origin is not None:
        words = _("Added by the import of %(file)s") % {"file": customer.origin.source_name}
    return Happening(customer.created_at, cells.moment(customer.created_at), words)


def _words(change: Change) -> str:
    """Say what was done by whom."""
    name = {"name": change.by or _("the system")}
    told = {
        "changed": _("Changed by %(name)s"),
        "transferred": _("Transferred by %(name)s"),
        "shared": _("Shared by %(name)s"),
        "unshared": _("No longer shared, by %(name)s"),
        "trashed": _("Put into the trash by %(name)s"),
        "restored": _("Taken out of the trash by %(name)s"),
        "revealed": _("A masked value was shown to %(name)s"),
        "confirmed": _("Confirmed by %(name)s"),
        "contact added": _("Contact added by %(name)s"),
        "contact changed": _("Contact changed by %(name)s"),
        "contact ended": _("Contact ended by %(name)s"),
        "need noted": _("Need noted by %(name)s"),
        "need changed": _("Need changed by %(name)s"),
        "switching cost rated": _("Switching cost rated by %(name)s"),
        "satisfaction noted": _("Satisfaction noted by %(name)s"),
        "exported": _("Taken out as a file by %(name)s"),
        "preference noted": _("Preference noted by %(name)s"),
        "preference seen": _("Preference seen again by %(name)s"),
        "preference dropped": _("Preference taken away by %(name)s"),
        "file attached": _("File attached by %(name)s"),
        "file taken away": _("File taken away by %(name)s"),
        "file brought back": _("File brought back by %(name)s"),
        "met a duplicate": _("Met while %(name)s was adding a customer"),
    }
    return told.get(change.action, _("Changed by %(name)s")) % name
